"""The diary of a job search, and the summaries of it that were handed over; all that is told is encrypted."""

from datetime import date
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    Select,
    Table,
    Text,
    Uuid,
    false,
    select,
)
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.evidence import Evidence
from services.casework.domain.searching import Activity
from services.casework.store.base import mapper, metadata
from services.casework.store.columns import secret, secret_json

search_activity = Table(
    "search_activity",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("note", secret),
    Column("application_id", Uuid, ForeignKey("application.id")),
    Column("recorded_by", Uuid, nullable=False),
    Column("recorded_at", utc, nullable=False),
    Column("assisted", Boolean, nullable=False, server_default=false()),
    Column("helper", secret),
    Column("removed_at", utc),
    CheckConstraint("minutes between 1 and 1440", name="minutes"),
    Index("ix_search_activity_participant_id_occurred_on", "participant_id", "occurred_on"),
)

search_evidence = Table(
    "search_evidence",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date, nullable=False),
    Column("content", secret_json, nullable=False),
    Column("recorded_by", Uuid, nullable=False),
    Column("recorded_at", utc, nullable=False),
    Column("assisted", Boolean, nullable=False, server_default=false()),
    Column("helper", secret),
    Column("withdrawn_at", utc),
    CheckConstraint("from_on <= until_on", name="days"),
)

mapper.map_imperatively(Activity, search_activity)
mapper.map_imperatively(Evidence, search_evidence)


def find(session: Session, seen: ColumnElement[bool], activity_id: UUID) -> Activity | None:
    """One entry of the diary of somebody who may be seen, held for update."""
    return session.scalar(select(Activity).where(search_activity.c.id == activity_id, seen).with_for_update())


def of(participant_id: UUID, first: date | None = None, last: date | None = None) -> Select[Activity]:
    """A person's diary, without what was taken out; of some days alone, where they are named."""
    theirs = search_activity.c.participant_id == participant_id
    query = select(Activity).where(theirs, search_activity.c.removed_at.is_(None))
    if first is not None:
        query = query.where(search_activity.c.occurred_on >= first)
    if last is not None:
        query = query.where(search_activity.c.occurred_on <= last)
    return query


def handed_over(participant_id: UUID) -> Select[Evidence]:
    """The summaries that a person has handed over, those taken back too."""
    return select(Evidence).where(search_evidence.c.participant_id == participant_id)


def find_evidence(
    session: Session, seen: ColumnElement[bool], evidence_id: UUID, *, for_update: bool = False
) -> Evidence | None:
    """One summary of somebody who may be seen."""
    query = select(Evidence).where(search_evidence.c.id == evidence_id, seen)
    return session.scalar(query.with_for_update() if for_update else query)
