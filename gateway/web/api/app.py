"""The app of the API: the gateway's own resources, and the way through to every service's."""

from flask import Flask, request

from chassis.context import ServiceContext
from chassis.http import create_app
from gateway.web import recognition, security
from gateway.web.api import accounts, colleagues, invitations, me, organisations, proxy, sessions
from gateway.web.api.document import document
from gateway.web.security import forgery
from gateway.web.visitor import visitor

BLUEPRINTS = (
    sessions.blueprint,
    me.blueprint,
    invitations.blueprint,
    accounts.blueprint,
    colleagues.blueprint,
    organisations.blueprint,
)


def make_api(context: ServiceContext) -> Flask:
    """An app with the gateway's own API and the proxy, asked with a session's token or a browser's cookie."""
    app = create_app(context, BLUEPRINTS, authenticate=recognition.by_session)
    security.register(app, context)
    app.before_request(_check_write)
    app.register_blueprint(document)
    app.register_blueprint(proxy.blueprint)
    return app


def _check_write() -> None:
    """A write for which a browser sent the session by itself needs the token; a bearer token is proof
    alone.
    """
    if request.method not in forgery.SAFE and visitor().signed_in and visitor().by_cookie:
        forgery.check(request.headers.get(forgery.HEADER))
