"""The two cookies of a browser: the session of whoever signed in, and the page's own (language, a
message).
"""

import hashlib
import hmac

from flask import Flask, current_app, request
from werkzeug import Response

from chassis.context import ServiceContext
from gateway.domain.sessions import is_shared
from gateway.web.security.hosts import is_https


def session_name(https: bool) -> str:
    """The name of the session's cookie. `__Host-` makes the browser keep it to this host and to TLS."""
    return "__Host-workstead" if https else "workstead"


def configure(app: Flask, context: ServiceContext) -> None:
    """Sign the page's own cookie with a key made from the gateway's, and keep it from scripts."""
    https = is_https(context.settings)
    app.config.update(
        SECRET_KEY=key_for(context, "page cookie"),
        SESSION_COOKIE_NAME="__Host-workstead-page" if https else "workstead-page",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        WORKSTEAD_HTTPS=https,
        WORKSTEAD_FORGERY_KEY=key_for(context, "forgery"),
    )


def key_for(context: ServiceContext, purpose: str) -> bytes:
    """A key for one purpose alone, made from the gateway's own secret."""
    return hmac.new(context.keyring.columns.blind, purpose.encode(), hashlib.sha256).digest()


def session_token(https: bool) -> str | None:
    """The session that the browser sends."""
    return request.cookies.get(session_name(https))


def is_on_shared_computer() -> bool:
    """Whether others use this computer, as was said at signing in; also when that session is over."""
    return is_shared(session_token(current_app.config["WORKSTEAD_HTTPS"]))


def keep(response: Response, token: str, https: bool) -> None:
    """Let the browser keep a session until it is closed; the server ends it earlier if nothing happens."""
    response.set_cookie(session_name(https), token, httponly=True, secure=https, samesite="Lax", path="/")


def forget(response: Response, https: bool) -> None:
    """Take the session from the browser."""
    response.delete_cookie(session_name(https), httponly=True, secure=https, samesite="Lax", path="/")
