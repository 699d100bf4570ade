"""Milestones reached, and withdrawn again where the facts were put right."""

from uuid import UUID

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Uuid, select
from sqlalchemy.orm import Session

from services.casework.domain.milestones import Milestone
from services.casework.store.base import mapper, metadata

milestone = Table(
    "milestone",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False),
    Column("weeks", Integer, nullable=False),
    Column("reached_on", Date, nullable=False),
    Column("withdrawn_on", Date),
    Index(
        "uq_milestone_standing",
        "participant_id",
        "weeks",
        unique=True,
        postgresql_where="withdrawn_on is null",
    ),
)

mapper.map_imperatively(Milestone, milestone)


def standing(session: Session, participant_id: UUID) -> list[Milestone]:
    """The milestones that a person has reached."""
    query = select(Milestone).where(
        milestone.c.participant_id == participant_id, milestone.c.withdrawn_on.is_(None)
    )
    return list(session.scalars(query.order_by(milestone.c.weeks)))
