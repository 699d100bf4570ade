"""What is done for a request on the short way: its one transaction, in the order of the long way."""

import io
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from flask import Response
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from chassis.http import bodies, idempotency
from chassis.http.current import Asked
from chassis.http.errors import invalid
from chassis.http.idempotency import Attempt
from chassis.http.parsing import parsed
from chassis.http.short_routes import READS, Route
from chassis.http.steps import Steps
from chassis.http.words import by_field

JSON = "application/json"


class Unusual(Exception):
    """Only the long way can do this; what was begun is rolled back."""


@dataclass
class Answer:
    """What goes back."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass(frozen=True)
class Sent:
    """What came with a write."""

    method: str
    path: str
    key: str | None
    body: bytes


def sent_with(environ: dict[str, Any], route: Route, most: int) -> Sent | None:
    """The body of a write, and its key; nothing of a read. It can be read once more on the long way."""
    if environ["REQUEST_METHOD"] == READS:
        return None
    length = environ.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdecimal()) or int(length) > most:
        raise Unusual
    body = environ["wsgi.input"].read(int(length))
    environ["wsgi.input"] = io.BytesIO(body)
    if route.steps.body is not None and (not body or environ.get("CONTENT_TYPE") != JSON):
        raise Unusual
    return Sent(environ["REQUEST_METHOD"], environ["PATH_INFO"], environ.get(_KEY), body)


def done(asked: Asked, route: Route, ids: dict[str, UUID], sent: Sent | None) -> Answer:
    """The answer, once all that belongs to it is committed."""

    def work(session: Session) -> Answer:
        asked.session = session
        if sent is None:
            return _written(route.steps, route.steps.view(**ids))
        return _done_once(session, asked, route, ids, sent)

    return asked.context.database.do(work, asked.actor)


def _done_once(session: Session, asked: Asked, route: Route, ids: dict[str, UUID], sent: Sent) -> Answer:
    if sent.key is None:
        return _written(route.steps, route.steps.view(*_given(route.steps, sent.body), **ids))
    same = (f"{sent.path}?", "", sent.body)
    attempt = Attempt.of(asked.actor, f"{sent.method} {route.rule}", sent.key, *same)
    idempotency.claim_or_fail(session, attempt)
    answer = _written(route.steps, route.steps.view(*_given(route.steps, sent.body), **ids))
    idempotency.keep(session, attempt, answer.status, dict(answer.headers), answer.body)
    return answer


def _given(steps: Steps, body: bytes) -> list[Any]:
    if steps.body is None:
        return []
    try:
        return [steps.body.load(parsed(body))]
    except ValidationError as error:
        raise invalid(by_field({"json": error.messages})) from None


def _written(steps: Steps, result: Any) -> Answer:
    if type(result) is tuple or isinstance(result, Response):
        raise Unusual
    body = orjson.dumps(steps.answer.dump(result))
    headers = [("Content-Type", JSON), ("Content-Length", str(len(body)))]
    if steps.is_tagged:
        headers.append(("ETag", f'"{bodies.tag(body)}"'))
    return Answer(steps.status, headers, body)


_KEY = f"HTTP_{idempotency.HEADER.upper().replace('-', '_')}"
