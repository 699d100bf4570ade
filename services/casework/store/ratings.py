"""What was said, from time to time, of how much each barrier stands in the way."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text, Uuid, select
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.ratings import Rating
from services.casework.store.base import mapper, metadata
from services.casework.store.columns import secret

rating = Table(
    "barrier_rating",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False),
    Column("barrier", Text, nullable=False),
    Column("step", Integer, nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column("recorded_at", utc, nullable=False),
    Column("recorded_by", Uuid, nullable=False),
    Column("party", Text, nullable=False),
    Column("assisted", Boolean, nullable=False),
    Column("note", secret),
    Index("ix_barrier_rating_participant_id_occurred_on", "participant_id", "occurred_on", "recorded_at"),
)

mapper.map_imperatively(Rating, rating)


def of(session: Session, participant_id: UUID) -> Sequence[Rating]:
    """Everything that was said of a person's barriers, in the order of the days."""
    query = select(Rating).where(rating.c.participant_id == participant_id)
    return list(session.scalars(query.order_by(rating.c.occurred_on, rating.c.recorded_at, rating.c.id)))
