"""Against forged writes: what a browser sends by itself is not enough to change anything.

Each form carries a token that is bound to the session (or, before sign-in, to the page's own cookie), and no
write that comes from another site's page is let in.
"""

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from flask import current_app, request, session
from markupsafe import Markup

from chassis.problems import Forbidden
from gateway.web.visitor import visitor

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
SAFE = frozenset(("GET", "HEAD", "OPTIONS"))


class Forged(Forbidden):
    """The token is missing, or is another session's: a page left open too long, or somebody else's page."""

    code, title = "page-too-old", "This page was open too long"


def token() -> str:
    """The token for forms of this visitor."""
    known = visitor().known
    if known is None and "nonce" not in session:
        session["nonce"] = secrets.token_urlsafe(16)
    return _made(f"session:{known.session_id}" if known else f"page:{session['nonce']}")


def field() -> Markup:
    """The hidden field of every form."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token())


def check(given: str | None) -> None:
    """Go on only with this visitor's token, sent from a page of ours."""
    if not _from_here():
        raise Forged("This was sent from another site's page.", code="cross-site")
    if not given or not hmac.compare_digest(given.encode(), token().encode()):
        raise Forged("Go back, load the page again, and send it once more.")


def _from_here() -> bool:
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return False
    origin = request.headers.get("Origin")
    return origin is None or (origin != "null" and urlsplit(origin).netloc == request.host)


def _made(binding: str) -> str:
    key = current_app.config["WORKSTEAD_FORGERY_KEY"]
    return hmac.new(key, binding.encode(), hashlib.sha256).hexdigest()
