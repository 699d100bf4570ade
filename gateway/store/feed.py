"""Open events as they came in, to be re-made for each audience when they are asked for."""

from typing import Any

from sqlalchemy import BigInteger, Column, Identity, Index, Table, Text, Uuid, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.store.base import jsonb, utc
from gateway.store.base import metadata

open_event = Table(
    "open_event",
    metadata,
    Column("place", BigInteger, Identity(), primary_key=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("type", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("subject", Uuid, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("time", utc, nullable=False),
    Column("correlation_id", Text, nullable=True),
    Column("data", jsonb, nullable=False),
    Index("ix_open_event_type", "type", "place"),
)


def add(session: Session, row: dict[str, Any]) -> None:
    """Keep an event once, however often it is told."""
    session.execute(insert(open_event).values(**row).on_conflict_do_nothing(index_elements=["id"]))


def after(session: Session, place: int, limit: int) -> list[Any]:
    """The events behind that place, in the order in which they came in."""
    rows = select(open_event).where(open_event.c.place > place).order_by(open_event.c.place).limit(limit)
    return list(session.execute(rows))
