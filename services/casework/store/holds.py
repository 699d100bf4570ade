"""Times that are kept for somebody for a while; for whom, nobody learns here."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, ColumnElement, ForeignKey, Index, Table, Uuid, select
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.store.base import metadata

slot_hold = Table(
    "slot_hold",
    metadata,
    Column("slot_id", Uuid, ForeignKey("slot.id"), primary_key=True),
    Column("offer_id", Uuid, nullable=False),
    Column("adviser_id", Uuid, nullable=False),
    Column("starts_at", utc, nullable=False),
    Column("ends_at", utc, nullable=False),
    Column("until_at", utc, nullable=False),
    Index("ix_slot_hold_adviser_id_starts_at", "adviser_id", "starts_at"),
)


def kept(adviser_id: ColumnElement[UUID] | UUID, starts_at: object, ends_at: object) -> ColumnElement[bool]:
    """Whether something is kept of an adviser's time between two instants."""
    overlapping = select(slot_hold.c.slot_id).where(
        slot_hold.c.adviser_id == adviser_id, slot_hold.c.starts_at < ends_at, slot_hold.c.ends_at > starts_at
    )
    return overlapping.correlate_except(slot_hold).exists()


def is_kept(session: Session, adviser_id: UUID, starts_at: datetime, ends_at: datetime) -> bool:
    """The same, asked at once."""
    return bool(session.scalar(select(kept(adviser_id, starts_at, ends_at))))
