"""Journeys as people stated them. Where they go to is encrypted."""

from uuid import UUID

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, Uuid, select, update
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.travel import FROM_HOME, THERE_AND_BACK, Journey
from services.casework.store.appointments import STANDING, appointment, attendance
from services.casework.store.base import mapper, metadata
from services.casework.store.columns import secret

journey = Table(
    "journey",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False),
    Column("place", secret, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("stated_by", Text, nullable=False),
    Column("stated_by_id", Uuid, nullable=False),
    Column("assisted", Boolean, nullable=False),
    Column("stated_at", utc, nullable=False),
    Index("ix_journey_participant_id_stated_at", "participant_id", "stated_at"),
)

mapper.map_imperatively(Journey, journey)


def latest(session: Session, participant_id: UUID) -> Journey | None:
    """What a person said last."""
    query = select(Journey).where(journey.c.participant_id == participant_id)
    return session.scalar(query.order_by(journey.c.stated_at.desc(), journey.c.id.desc()).limit(1))


def estimate_anew(session: Session, stated: Journey, now: object) -> None:
    """What is to come is estimated by what was said last; what has been keeps what was said then."""
    session.execute(
        update(appointment)
        .where(
            appointment.c.participant_id == stated.participant_id,
            STANDING,
            appointment.c.starts_at > now,
            appointment.c.channel.in_(FROM_HOME),
        )
        .values(travel_saved_minutes=THERE_AND_BACK * stated.minutes)
    )


def meetings(session: Session, participant_id: UUID) -> list[tuple[str, int | None]]:
    """The attendance of each appointment, and the minutes that it saves."""
    query = (
        select(attendance.c.attendance, appointment.c.travel_saved_minutes)
        .join(appointment, appointment.c.id == attendance.c.appointment_id)
        .where(appointment.c.participant_id == participant_id)
    )
    return [(row.attendance, row.travel_saved_minutes) for row in session.execute(query)]
