"""Absences as they are recorded, and the follow-ups that they ask for."""

from uuid import UUID

from sqlalchemy import Column, ColumnElement, Date, ForeignKey, Index, Select, Table, Text, Uuid, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.absences import Absence, FollowUp
from services.casework.store.appointments import appointment, attendance
from services.casework.store.base import held, mapper, metadata
from services.casework.store.columns import secret
from services.casework.store.groups import group_place, group_session

MISSED = "did-not-attend"

follow_up = Table(
    "follow_up",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("adviser_id", Uuid),
    Column("rules_version", Text, nullable=False),
    Column("absences", ARRAY(Uuid), nullable=False),
    Column("raised_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("closed_at", utc),
    Column("closed_by", Uuid),
    Column("closed_by_name", secret),
    Column("outcome", Text),
    Column("note", secret),
    Column("withdrawn_at", utc),
    Index("ix_follow_up_open", "due_on", "id", postgresql_where=text("closed_at is null")),
)

mapper.map_imperatively(FollowUp, follow_up)


def of(session: Session, participant_id: UUID, zone: str) -> list[Absence]:
    """When a person did not come to what they had booked, alone or in a group.

    Whoever had not booked has missed nothing, also where the register said at first that they walked in.
    """
    alone = (
        select(attendance.c.id, attendance.c.occurred_on, attendance.c.acceptability)
        .join(appointment, appointment.c.id == attendance.c.appointment_id)
        .where(appointment.c.participant_id == participant_id, attendance.c.attendance == MISSED)
    )
    day = group_session.c.starts_at.op("at time zone")(zone).cast(Date)
    grouped = (
        select(group_place.c.id, day, group_place.c.acceptability)
        .join(group_session, group_session.c.id == group_place.c.session_id)
        .where(group_place.c.participant_id == participant_id, group_place.c.attendance == MISSED)
        .where(~group_place.c.walked_in)
    )
    return [Absence(*row) for query in (alone, grouped) for row in session.execute(query)]


def followed_up(session: Session, participant_id: UUID) -> set[UUID]:
    """The absences that have led to a follow-up before, and that one stood."""
    query = select(follow_up.c.absences).where(follow_up.c.participant_id == participant_id)
    return {id for ids in session.scalars(query.where(follow_up.c.withdrawn_at.is_(None))) for id in ids}


def resting_on(session: Session, absence_id: UUID) -> list[FollowUp]:
    """The follow-ups that nobody has seen to yet and that rest on one absence, held for update."""
    query = select(FollowUp).where(
        follow_up.c.absences.contains([absence_id]), follow_up.c.closed_at.is_(None)
    )
    return list(session.scalars(query.with_for_update().execution_options(populate_existing=True)))


def find(session: Session, seen: ColumnElement[bool], follow_up_id: UUID) -> FollowUp | None:
    """One follow-up, if it is among those that may be seen, held for update."""
    query = select(FollowUp).where(follow_up.c.id == follow_up_id, seen)
    return session.scalar(held(query))


def open_ones(seen: ColumnElement[bool], adviser_id: UUID | None) -> Select[FollowUp]:
    """Those to which somebody has yet to see; of one adviser, if one is named."""
    query = select(FollowUp).where(follow_up.c.closed_at.is_(None), seen)
    return query if adviser_id is None else query.where(follow_up.c.adviser_id == adviser_id)
