"""The short way through to a service, for requests that are plainly in order; all others take the long one.

The long way (`proxy`, with all that the API's app does before it) decides every doubtful case and speaks
every refusal, so there is one place for each rule. What is let through here has passed the same checks, made
from the same functions: this instance's name, a plain address of a service, a body with a plain length, a
bearer token whose session has just been looked up (so no cookie is heeded, and no form token is needed), and
nothing that is for operators. The answer carries the same headers, and leaves the same measure and the same
line in the log.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any

from chassis import tracing
from chassis.http import correlation
from chassis.problems import Problem
from chassis.settings import Settings
from gateway.actions.sessions import actor_of
from gateway.domain.accounts import Known
from gateway.web import recognition
from gateway.web.api import proxy
from gateway.web.api.routes import Destination, destination, raw_path_of
from gateway.web.door import Door
from gateway.web.security import headers as guard
from gateway.web.security.hosts import is_https, is_ours
from gateway.web.services import Answer

METHODS = frozenset(("GET", "POST", "PUT", "PATCH", "DELETE"))
ROUTE = "/api/<path:rest>"
"""The long way's rule, under which both are measured."""
OWN_WAY = ("HTTP_TRANSFER_ENCODING", "HTTP_X_ACTING_FOR")
"""Headers with which a request takes the long way."""
_BEARER = "bearer "


@dataclass(frozen=True)
class Cleared:
    """A request that may pass: whose it is, and where it goes."""

    known: Known
    goal: Destination
    length: int


class Passage:
    """A WSGI app before the API's app."""

    def __init__(self, app: Any, door: Door, body_limit: int) -> None:
        self._long_way = app
        self._door = door
        self._settings: Settings = door.context.settings
        self._name = door.context.name
        self._body_limit = body_limit
        self._fixed = guard.always(https=is_https(self._settings))
        self._ours: set[str] = set()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer by whichever way."""
        cleared = self._cleared(environ)
        if cleared is None:
            answer: Iterable[bytes] = self._long_way(environ, start_response)
            return answer
        return self._through(environ, start_response, cleared)

    def _cleared(self, environ: dict[str, Any]) -> Cleared | None:
        """None as soon as anything is not plainly in order, or belongs to the gateway itself."""
        length = environ.get("CONTENT_LENGTH") or "0"
        plain = environ["REQUEST_METHOD"] in METHODS and length.isascii() and length.isdecimal()
        if not plain or int(length) > self._body_limit or any(name in environ for name in OWN_WAY):
            return None
        if not self._is_ours(environ.get("HTTP_HOST", "")):
            return None
        try:
            goal = destination(raw_path_of(environ), environ.get("QUERY_STRING", ""))
        except Problem:
            return None
        known = self._known(environ.get("HTTP_AUTHORIZATION", ""))
        return None if known is None or goal.for_operators else Cleared(known, goal, int(length))

    def _is_ours(self, host: str) -> bool:
        if host in self._ours:
            return True
        if not is_ours(host, self._settings):
            return False
        self._ours = {*list(self._ours)[:9], host}
        return True

    def _known(self, authorization: str) -> Known | None:
        """Whoever holds this token, if that was found out a moment ago."""
        if authorization[: len(_BEARER)].lower() != _BEARER:
            return None
        return recognition.remembered(self._door, authorization[len(_BEARER) :].strip())

    def _through(self, environ: dict[str, Any], start_response: Any, cleared: Cleared) -> Iterable[bytes]:
        began = time.perf_counter()
        identifier = correlation.given_or_new(environ.get("HTTP_X_CORRELATION_ID", ""))
        try:
            answer = self._asked(environ, cleared, identifier)
            headers = proxy.headers_back(answer, environ["PATH_INFO"])
        except Problem as problem:
            # The long way has the words; it asks nobody again.
            environ |= {proxy.FAILED: problem, "HTTP_X_CORRELATION_ID": identifier}
            refusal: Iterable[bytes] = self._long_way(environ, start_response)
            return refusal
        start_response(_status(answer.status), self._guarded(answer, headers, identifier))
        correlation.report(self._name, environ["REQUEST_METHOD"], ROUTE, answer.status, began, identifier)
        return [answer.content]

    def _asked(self, environ: dict[str, Any], cleared: Cleared, identifier: str) -> Answer:
        method = environ["REQUEST_METHOD"]
        content = environ["wsgi.input"].read(cleared.length) if cleared.length else None
        with tracing.continuing(environ.get("HTTP_TRACEPARENT"), f"{method} {ROUTE}"):
            return self._door.services.send(
                cleared.goal.service,
                method,
                cleared.goal.target,
                actor=actor_of(cleared.known, identifier),
                headers=proxy.headers_on(environ),
                content=content,
                session=cleared.known.session_id,
            )

    def _guarded(self, answer: Answer, headers: dict[str, str], identifier: str) -> list[tuple[str, str]]:
        mimetype = headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return [
            *({"Cache-Control": "no-store"} | headers | self._fixed).items(),
            ("Content-Security-Policy", guard.policy_for(mimetype)),
            (correlation.HEADER, identifier),
        ]


@cache
def _status(code: int) -> str:
    try:
        return f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        return f"{code} Unknown"
