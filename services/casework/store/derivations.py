"""When a person's milestones and claims are to be worked out next, by one at a time for each person."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import Column, Date, ForeignKey, Table, Uuid, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.store import many
from services.casework.store.base import metadata

derivation = Table(
    "derivation",
    metadata,
    Column("participant_id", Uuid, ForeignKey("participant.id"), primary_key=True),
    Column("due_on", Date, index=True),
)

NOTED = many.inserted(derivation)


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


def next_due(session: Session, days: Mapping[UUID, date | None]) -> None:
    """Nothing will change for these people before their day, unless the facts do."""
    rows = [{"participant_id": id, "due_on": day} for id, day in days.items()]
    due = NOTED.on_conflict_do_update(
        index_elements=["participant_id"], set_={"due_on": NOTED.excluded.due_on}
    )
    session.execute(due, many.rows(rows))
