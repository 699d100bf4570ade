"""When a person's milestones and claims are to be worked out next, by one at a time for each person."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import Column, Date, ForeignKey, Table, Uuid, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.casework.store.base import metadata

derivation = Table(
    "derivation",
    metadata,
    Column("participant_id", Uuid, ForeignKey("participant.id"), primary_key=True),
    Column("due_on", Date, index=True),
)


def hold(session: Session, participant_id: UUID) -> None:
    """From here to the end of the transaction nobody else works out this person's claims."""
    session.execute(insert(derivation).values(participant_id=participant_id).on_conflict_do_nothing())
    held = select(derivation.c.participant_id).where(derivation.c.participant_id == participant_id)
    session.execute(held.with_for_update())


def due(session: Session, today: date, limit: int) -> Collection[UUID]:
    """Some of those for whom something may have come due, held; whom another is at work on is left out."""
    query = select(derivation.c.participant_id).where(derivation.c.due_on <= today)
    held = query.order_by(derivation.c.due_on).limit(limit).with_for_update(skip_locked=True)
    return list(session.scalars(held))


def next_due(session: Session, participant_id: UUID, due_on: date | None) -> None:
    """Nothing will change before that day unless the facts do."""
    mine = derivation.c.participant_id == participant_id
    session.execute(update(derivation).where(mine).values(due_on=due_on))
