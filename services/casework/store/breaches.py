"""Breaches and their logs, of one organisation each; what happened is encrypted."""

from uuid import UUID

from sqlalchemy import Column, ForeignKey, Integer, Select, Table, Text, Uuid, select
from sqlalchemy.orm import Session, relationship

from chassis.store.base import utc
from services.casework.domain.breaches import Breach, BreachNote
from services.casework.store.base import mapper, metadata, one
from services.casework.store.columns import secret

breach = Table(
    "breach",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation_id", Uuid, nullable=False, index=True),
    Column("noticed_at", utc, nullable=False),
    Column("what", secret, nullable=False),
    Column("people", Integer),
    Column("risk", Text, nullable=False),
    Column("recorded_by", Uuid),
    Column("recorded_by_name", secret),
    Column("recorded_at", utc, nullable=False),
    Column("reported_at", utc),
    Column("reported_reference", secret),
    Column("late_reason", secret),
    Column("people_told_at", utc),
    Column("closed_at", utc),
    Column("closed_reason", secret),
)

breach_note = Table(
    "breach_note",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("breach_id", Uuid, ForeignKey("breach.id"), nullable=False, index=True),
    Column("step", Text, nullable=False),
    Column("words", secret),
    Column("noted_by", Uuid),
    Column("noted_by_name", secret),
    Column("noted_at", utc, nullable=False),
)

mapper.map_imperatively(BreachNote, breach_note)
mapper.map_imperatively(
    Breach,
    breach,
    properties={
        "notes": relationship(
            BreachNote, order_by=(breach_note.c.noted_at, breach_note.c.id), lazy="selectin"
        )
    },
)


def find(
    session: Session, organisation_id: UUID, breach_id: UUID, *, for_update: bool = False
) -> Breach | None:
    """One breach of an organisation."""
    query = of(organisation_id).where(breach.c.id == breach_id)
    return one(session, query, breach, for_update=for_update)


def of(organisation_id: UUID) -> Select[Breach]:
    """An organisation's breaches."""
    return select(Breach).where(breach.c.organisation_id == organisation_id)
