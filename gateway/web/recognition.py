"""Finding out who stands at the door, from the session in a header or a cookie; kept in mind for a moment."""

import time
from dataclasses import replace

from flask import current_app, request

from chassis.actor import ANONYMOUS, Actor
from chassis.http import correlation_id
from chassis.problems import Unauthorised
from gateway.actions import sessions
from gateway.domain.accounts import Known
from gateway.domain.sessions import hashed
from gateway.web.door import Door, door
from gateway.web.security import cookies
from gateway.web.visitor import Visitor, visitor, welcome

KEPT_FOR = 2.0
"""Seconds. What this process changes it forgets at once; what another replica changes holds here after so
long.
"""
KEPT_AT_MOST = 5000
LONGEST = 200
"""No token of ours has more letters."""


def by_session() -> Actor:
    """The actor of this request to the API. A bearer token that is no good is refused; an old cookie is
    not.
    """
    header = request.headers.get("Authorization")
    if header is None:
        recognise(cookies.session_token(current_app.config["WORKSTEAD_HTTPS"]), by_cookie=True)
        return visitor().actor
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not recognise(token.strip(), by_cookie=False):
        raise Unauthorised("This session is over, or never was. Sign in again.")
    return visitor().actor


def by_page_cookie() -> None:
    """The visitor of a page: whoever signed in on this browser, or nobody."""
    recognise(cookies.session_token(current_app.config["WORKSTEAD_HTTPS"]), by_cookie=True)


def recognise(token: str | None, *, by_cookie: bool) -> bool:
    """Welcome whoever holds this token; whether it is good."""
    known = _known(door(), token) if token and len(token) < LONGEST else None
    if known is None:
        welcome(Visitor(replace(ANONYMOUS, correlation_id=correlation_id())))
        return False
    welcome(Visitor(sessions.actor_of(known, correlation_id()), known, by_cookie))
    return True


def forget() -> None:
    """Something about sessions or roles has changed: look everybody up again."""
    door().known.clear()
    door().services.passes.forget()


def remembered(at: Door, token: str) -> Known | None:
    """Whoever holds this token, if it was looked up a moment ago; nobody is asked."""
    kept = at.known.get(hashed(token)) if len(token) < LONGEST else None
    return kept[1] if kept is not None and kept[0] > time.monotonic() else None


def _known(at: Door, token: str) -> Known | None:
    if (kept := remembered(at, token)) is not None:
        return kept
    key, now = hashed(token), time.monotonic()
    with at.context.database.transaction() as session:
        known = sessions.recognise(session, token)
    if len(at.known) >= KEPT_AT_MOST:
        at.known.clear()
    if known is not None:
        at.known[key] = (now + KEPT_FOR, known)
    return known
