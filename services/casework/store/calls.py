"""The call list; what to say is encrypted."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Date, Index, Select, Table, Text, Uuid, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.calls import CALLED_OFF, Call
from services.casework.store.base import mapper, metadata
from services.casework.store.columns import secret
from services.casework.store.participants import participant

call = Table(
    "call",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("about", Uuid),
    Column("due_on", Date, nullable=False),
    Column("script", secret),
    Column("needed_at", utc, nullable=False),
    Column("closed_at", utc),
    Column("contact_id", Uuid),
    Index("ix_call_open", "due_on", "id", postgresql_where="closed_at is null"),
)

mapper.map_imperatively(Call, call)


def keep(
    session: Session,
    call_id: UUID,
    *,
    participant_id: UUID,
    reason: str,
    about: UUID | None,
    due_on: date,
    script: str | None,
    needed_at: datetime,
) -> None:
    """Somebody has to be rung; heard twice, it is on the list once."""
    row = {
        "id": call_id,
        "participant_id": participant_id,
        "reason": reason,
        "about": about,
        "due_on": due_on,
        "script": script,
        "needed_at": needed_at,
    }
    session.execute(insert(call).values(row).on_conflict_do_nothing(index_elements=["id"]))


def drop_about(session: Session, appointment_id: UUID, now: datetime) -> None:
    """What was to be said of an appointment that was moved or called off need not be said any more."""
    pointless = (call.c.about == appointment_id, call.c.closed_at.is_(None), call.c.reason != CALLED_OFF)
    session.execute(update(call).where(*pointless).values(closed_at=now))


def open_calls(seen: ColumnElement[bool]) -> Select[Any]:
    """The calls that have yet to be made to those who may be seen, each with the person."""
    return (
        select(Call, participant.c.called, participant.c.full_name, participant.c.card)
        .join(participant, participant.c.id == call.c.participant_id)
        .where(call.c.closed_at.is_(None), seen)
    )


def get(session: Session, call_id: UUID) -> Call | None:
    """One call, held for update."""
    return session.scalar(select(Call).where(call.c.id == call_id).with_for_update())
