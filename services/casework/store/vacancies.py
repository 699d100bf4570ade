"""Vacancies that people keep, encrypted but for the day on which they close."""

from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Select,
    Table,
    Text,
    Uuid,
    false,
    select,
)
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.vacancies import Vacancy
from services.casework.store.base import mapper, metadata
from services.casework.store.columns import secret

vacancy = Table(
    "vacancy",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("title", secret, nullable=False),
    Column("employer", secret, nullable=False),
    Column("place", secret),
    Column("link", secret),
    Column("advert", secret),
    Column("closes_on", Date),
    Column("origin", Text, nullable=False),
    Column("origin_id", Uuid),
    Column("recorded_by", Uuid, nullable=False),
    Column("recorded_at", utc, nullable=False),
    Column("assisted", Boolean, nullable=False, server_default=false()),
    Column("helper", secret),
    Column("dropped_at", utc),
)

mapper.map_imperatively(Vacancy, vacancy)


def find(
    session: Session, seen: ColumnElement[bool], vacancy_id: UUID, *, for_update: bool = False
) -> Vacancy | None:
    """One vacancy of somebody who may be seen."""
    query = select(Vacancy).where(vacancy.c.id == vacancy_id, seen)
    return session.scalar(query.with_for_update() if for_update else query)


def of(participant_id: UUID) -> Select[Vacancy]:
    """The vacancies that a person still keeps."""
    return select(Vacancy).where(vacancy.c.participant_id == participant_id, vacancy.c.dropped_at.is_(None))
