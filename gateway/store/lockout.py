"""Failures to sign in, by what the address hashes to: neither whom nor from where can be read back."""

from datetime import datetime

from sqlalchemy import Column, Integer, String, Table, delete, or_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.store.base import utc
from chassis.store.columns import blind_index
from gateway.domain.lockout import FORGOTTEN_AFTER, KNOWN_FOR, Failures, Kind
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
    row = insert(failures).values(kind=kind, key=key, count=0)
    # An update that changes nothing holds the row: somebody who gets in just now may be about to delete it.
    unchanged = row.on_conflict_do_update(index_elements=["kind", "key"], set_={"count": failures.c.count})
    session.execute(unchanged)
    return session.get_one(Failures, (kind, key), with_for_update=True)


def forgive(session: Session, kind: Kind, value: str) -> None:
    """Whoever gets in has nothing held against them."""
    key = blind_index(SERVICE, f"{kind}:{value}")
    session.execute(delete(failures).where(failures.c.kind == kind, failures.c.key == key))


def where_known(session: Session, email: str, address: str) -> Failures | None:
    """The failures of an account at an address from which it got in before, locked; None elsewhere."""
    key = blind_index(SERVICE, f"known:{email} {address}")
    return session.get(Failures, ("known", key), with_for_update=True)


def remember(session: Session, email: str, address: str, at: datetime) -> None:
    """This account got in from there."""
    of(session, "known", f"{email} {address}").got_in(at)


def forget_old(session: Session, at: datetime) -> None:
    """What counts no more goes, so that inventing addresses fills no table."""
    known = failures.c.kind == "known"
    old = (failures.c.last_at < at - FORGOTTEN_AFTER) | failures.c.last_at.is_(None)
    session.execute(delete(failures).where(or_(~known & old, known & (failures.c.last_at < at - KNOWN_FOR))))
