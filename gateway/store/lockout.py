"""Failures to sign in, by what the address hashes to: neither whom nor from where can be read back."""

from sqlalchemy import Column, Integer, String, Table, delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.store.base import utc
from chassis.store.columns import blind_index
from gateway.domain.lockout import Failures, Kind
from gateway.store.base import SERVICE, mapper, metadata

failures = Table(
    "sign_in_failures",
    metadata,
    Column("kind", String(10), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_at", utc, nullable=True),
)

mapper.map_imperatively(Failures, failures)


def of(session: Session, kind: Kind, value: str) -> Failures:
    """The failures for that address, locked, so that two guesses at once are counted as two."""
    key = blind_index(SERVICE, f"{kind}:{value}")
    session.execute(insert(failures).values(kind=kind, key=key, count=0).on_conflict_do_nothing())
    return session.get_one(Failures, (kind, key), with_for_update=True)


def forgive(session: Session, kind: Kind, value: str) -> None:
    """Whoever gets in has nothing held against them."""
    key = blind_index(SERVICE, f"{kind}:{value}")
    session.execute(delete(failures).where(failures.c.kind == kind, failures.c.key == key))
