"""The same `Idempotency-Key` twice does the thing once, and answers twice alike.

The row of the key is inserted in the transaction of the work: whoever sends the same key meanwhile waits for
it in PostgreSQL, and then finds either the stored response, or, if the first one failed, a free key.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask import Response, request
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Row
from sqlalchemy.exc import IntegrityError
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
_CLAIM = insert(idempotency).values({name: bindparam(name) for name in (*_KEY, "fingerprint", "created_at")})
CLAIM = Statement(_CLAIM.on_conflict_do_nothing().returning(idempotency.c.key))
CLAIM_OR_FAIL = Statement(_CLAIM)
KEEP = Statement(
    update(idempotency)
    .where(*(idempotency.c[name] == bindparam(name) for name in _KEY))
    .values({name: bindparam(name) for name in ("status", "headers", "body")})
)


@dataclass(frozen=True)
class Attempt:
    """A write that may be sent again."""

    actor: str
    route: str
    """The method and the rule of the address."""
    key: str
    fingerprint: str
    """By which a repetition is told from something else under the same key."""

    @classmethod
    def of(cls, who: Actor, route: str, key: str, *same: str | bytes) -> "Attempt":
        """An attempt; the same is its address, its condition and its body. 400 for what can be no key."""
        if len(key) > MAXIMUM or not re.fullmatch(PATTERN, key):
            raise BadRequest(f"{HEADER}: use 1 to {MAXIMUM} letters, digits and signs, without spaces.")
        return cls(f"{who.kind}:{who.id or ''}:{who.org or ''}", route, key, _fingerprint(*same))

    @property
    def row(self) -> dict[str, str]:
        """The key of its row."""
        return {"actor": self.actor, "route": self.route, "key": self.key}


def answered_once(session: Session, work: Callable[[], Response]) -> Response:
    """The response of the work, or the stored one if the same request came before under the same key."""
    key = request.headers.get(HEADER)
    if key is None or request.method in SAFE:
        return work()
    condition = request.headers.get("If-Match", "")
    same = (request.full_path, condition, request.get_data(cache=True))
    attempt = Attempt.of(actor(), f"{request.method} {request.url_rule}", key, *same)
    if not _claimed(session, attempt):
        return _again(session, attempt)
    response = work()
    keep(session, attempt, response.status_code, dict(response.headers), response.get_data())
    return response


def claim_or_fail(session: Session, attempt: Attempt) -> None:
    """Claim the key with whatever is asked next; if it is known already, that fails (`is_known`)."""
    CLAIM_OR_FAIL.along(session, **attempt.row, fingerprint=attempt.fingerprint, created_at=clock.real_now())


def is_known(error: Exception) -> bool:
    """Whether a transaction failed because its key was claimed before."""
    said = getattr(getattr(error, "orig", None), "diag", None)
    return isinstance(error, IntegrityError) and getattr(said, "table_name", None) == idempotency.name


def keep(session: Session, attempt: Attempt, status: int, headers: Mapping[str, str], body: bytes) -> None:
    """Store the answer with the commit. It may name a person, so it is stored as encrypted columns are."""
    kept = {name: headers[name] for name in KEPT_HEADERS if name in headers}
    sealed = context().keyring.columns.fernet.encrypt(body).decode()
    session.flush()
    KEEP.along(session, **attempt.row, status=status, headers=json.dumps(kept), body=sealed)


def forget(session: Session) -> int:
    """Delete the keys of attempts that nobody repeats any more, with what was answered. So many."""
    old = idempotency.c.created_at < clock.real_now() - KEPT_FOR
    return len(session.execute(delete(idempotency).where(old).returning(idempotency.c.key)).all())


def _fingerprint(address: str | bytes, condition: str | bytes, body: str | bytes) -> str:
    """What makes a request the same: its address, its condition and its body."""
    digest = hashlib.sha256()
    for part in (address, b"\x00", condition, b"\x00", body):
        digest.update(part.encode() if isinstance(part, str) else part)
    return digest.hexdigest()


def _claimed(session: Session, attempt: Attempt) -> bool:
    """Whether the key is ours. Waits while another transaction holds it, up to the lock timeout."""
    given = {"fingerprint": attempt.fingerprint, "created_at": clock.real_now()}
    return CLAIM.first(session, **attempt.row, **given) is not None


def _again(session: Session, attempt: Attempt) -> Response:
    stored: Row[tuple[object, ...]] = session.execute(
        select(idempotency).where(*(idempotency.c[name] == value for name, value in attempt.row.items()))
    ).one()
    if stored.fingerprint != attempt.fingerprint:
        raise Unprocessable(
            f"This {HEADER} was used before for something else. Choose another.",
            code="idempotency-key-reused",
        )
    body = context().keyring.columns.fernet.decrypt(stored.body.encode())
    response = Response(body, stored.status)
    response.headers.update(json.loads(stored.headers))
    return response
