"""Milestones reached, and withdrawn again where the facts were put right."""

from collections.abc import Iterable

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table, Uuid
from sqlalchemy.orm import Session

from services.casework.domain.milestones import Milestone
from services.casework.store.base import add_many, mapper, metadata

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


def add(session: Session, reached: Iterable[Milestone]) -> None:
    """Keep these new ones, at once."""
    add_many(session, milestone, reached)
