"""Interviews in the diaries of participants; where and with whom is encrypted."""

from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    Table,
    Text,
    Uuid,
    false,
    select,
)
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.interviews import Interview
from services.casework.store.base import mapper, metadata
from services.casework.store.columns import secret

interview = Table(
    "interview",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("application_id", Uuid, ForeignKey("application.id"), nullable=False, index=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False),
    Column("starts_at", utc, nullable=False),
    Column("ends_at", utc, nullable=False),
    Column("channel", Text, nullable=False),
    Column("place", secret),
    Column("with_whom", secret),
    Column("notes", secret),
    Column("recorded_by", Uuid, nullable=False),
    Column("recorded_at", utc, nullable=False),
    Column("assisted", Boolean, nullable=False, server_default=false()),
    Column("helper", secret),
    Column("supersedes", Uuid, ForeignKey("interview.id"), unique=True),
    Column("moved_at", utc),
    Column("cancelled_at", utc),
    CheckConstraint("starts_at < ends_at", name="times"),
    Index("ix_interview_participant_id_starts_at", "participant_id", "starts_at"),
)

mapper.map_imperatively(Interview, interview)


def find(
    session: Session, seen: ColumnElement[bool], interview_id: UUID, *, for_update: bool = False
) -> Interview | None:
    """One interview of somebody who may be seen."""
    query = select(Interview).where(interview.c.id == interview_id, seen)
    return session.scalar(query.with_for_update() if for_update else query)


def of(participant_id: UUID) -> Select[Interview]:
    """A person's interviews, but for those that were moved: the new one stands for the old."""
    return select(Interview).where(
        interview.c.participant_id == participant_id, interview.c.moved_at.is_(None)
    )
