"""The same `Idempotency-Key` twice does the thing once, and answers twice alike.

The row of the key is inserted in the transaction of the work: whoever sends the same key meanwhile waits for
it in PostgreSQL, and then finds either the stored response, or, if the first one failed, a free key.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta

from flask import Response, request
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Row
from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.http.current import actor, context
from chassis.problems import BadRequest, Unprocessable
from chassis.store.statements import Statement
from chassis.store.tables import idempotency

HEADER = "Idempotency-Key"
MAXIMUM = 255
PATTERN = "^[!-~]+$"
KEPT_HEADERS = ("Content-Type", "Location", "ETag")
KEPT_FOR = timedelta(hours=24)
SAFE = frozenset(("GET", "HEAD", "OPTIONS"))


_KEY = ("actor", "route", "key")
CLAIM = Statement(
    insert(idempotency)
    .values({name: bindparam(name) for name in (*_KEY, "fingerprint", "created_at")})
    .on_conflict_do_nothing()
    .returning(idempotency.c.key)
)
KEEP = Statement(
    update(idempotency)
    .where(*(idempotency.c[name] == bindparam(name) for name in _KEY))
    .values({name: bindparam(name) for name in ("status", "headers", "body")})
)


def answered_once(session: Session, work: Callable[[], Response]) -> Response:
    """The response of the work, or the stored one if the same request came before under the same key."""
    key = request.headers.get(HEADER)
    if key is None or request.method in SAFE:
        return work()
    if len(key) > MAXIMUM or not re.fullmatch(PATTERN, key):
        raise BadRequest(f"{HEADER}: use 1 to {MAXIMUM} letters, digits and signs, without spaces.")
    row = {"actor": _who(actor()), "route": _route(), "key": key}
    if _claimed(session, row):
        response = work()
        _keep(session, row, response)
        return response
    return _again(session, row)


def forget(session: Session) -> int:
    """Delete the keys of attempts that nobody repeats any more, with what was answered. So many."""
    old = idempotency.c.created_at < clock.real_now() - KEPT_FOR
    return len(session.execute(delete(idempotency).where(old).returning(idempotency.c.key)).all())


def fingerprint() -> str:
    """What makes a request the same: its address, its condition and its body."""
    digest = hashlib.sha256()
    for part in (request.full_path, request.headers.get("If-Match", "")):
        digest.update(part.encode())
        digest.update(b"\x00")
    digest.update(request.get_data(cache=True))
    return digest.hexdigest()


def _claimed(session: Session, row: dict[str, str]) -> bool:
    """Whether the key is ours. Waits while another transaction holds it, up to the lock timeout."""
    new = CLAIM.first(session, **row, fingerprint=fingerprint(), created_at=clock.real_now())
    return new is not None


def _keep(session: Session, row: dict[str, str], response: Response) -> None:
    """The body may name a person, so it is stored as encrypted columns are."""
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    body = context().keyring.columns.fernet.encrypt(response.get_data()).decode()
    session.flush()
    KEEP.along(session, **row, status=response.status_code, headers=json.dumps(headers), body=body)


def _again(session: Session, row: dict[str, str]) -> Response:
    stored: Row[tuple[object, ...]] = session.execute(
        select(idempotency).where(*(idempotency.c[name] == value for name, value in row.items()))
    ).one()
    if stored.fingerprint != fingerprint():
        raise Unprocessable(
            f"This {HEADER} was used before for something else. Choose another.",
            code="idempotency-key-reused",
        )
    body = context().keyring.columns.fernet.decrypt(stored.body.encode())
    response = Response(body, stored.status)
    response.headers.update(json.loads(stored.headers))
    return response


def _who(who: Actor) -> str:
    return f"{who.kind}:{who.id or ''}:{who.org or ''}"


def _route() -> str:
    return f"{request.method} {request.url_rule}"
