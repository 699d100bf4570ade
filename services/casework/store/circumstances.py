"""Circumstances over time, and the barriers that were derived from them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Select,
    Table,
    Text,
    Uuid,
    delete,
    select,
    text,
)
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.barriers import Barrier
from services.casework.domain.circumstances import Circumstance
from services.casework.store.base import mapper, metadata
from services.casework.store.columns import secret_json

circumstance = Table(
    "circumstance",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False),
    Column("topic", Text, nullable=False),
    Column("details", secret_json, nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column("recorded_at", utc, nullable=False),
    Column("recorded_by", Uuid, nullable=False),
    Column("party", Text, nullable=False),
    Column("assisted", Boolean, nullable=False),
    Index(None, "participant_id", "occurred_on", "id"),
)

barrier = Table(
    "barrier",
    metadata,
    Column("participant_id", Uuid, ForeignKey("participant.id"), primary_key=True),
    Column("code", Text, primary_key=True),
    Column("from_on", Date, primary_key=True),
    Column("until_on", Date),
    Column("because", secret_json, nullable=False),
    Column("rules_version", Text, nullable=False),
    Index("ix_barrier_standing", "code", "participant_id", postgresql_where=text("until_on is null")),
)

mapper.map_imperatively(Circumstance, circumstance)
mapper.map_imperatively(Barrier, barrier)


def history(session: Session, participant_id: UUID) -> list[Circumstance]:
    """Everything that was told about a person, in the order in which it was told."""
    query = told(participant_id).order_by(circumstance.c.recorded_at, circumstance.c.id)
    return list(session.scalars(query))


def told(participant_id: UUID) -> Select[Circumstance]:
    """What was told about a person, to be paged."""
    return select(Circumstance).where(circumstance.c.participant_id == participant_id)


def barriers(session: Session, participant_id: UUID) -> list[Barrier]:
    """The barriers that stand or stood, in the order in which they arose."""
    query = select(Barrier).where(barrier.c.participant_id == participant_id)
    return list(session.scalars(query.order_by(barrier.c.from_on, barrier.c.code)))


def replace_barriers(session: Session, participant_id: UUID, derived: Sequence[Barrier]) -> bool:
    """Bring the derived barriers up to date; answers whether anything is different now."""
    before = [one.as_known() for one in barriers(session, participant_id)]
    after = sorted((one.as_known() for one in derived), key=lambda one: (one[1], one[0]))
    if before == after:
        return False
    for stale in barriers(session, participant_id):
        session.expunge(stale)
    session.execute(delete(barrier).where(barrier.c.participant_id == participant_id))
    session.add_all(derived)
    session.flush()
    return True
