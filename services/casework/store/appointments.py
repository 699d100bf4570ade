"""Appointments and attendance. The database itself refuses two at once in one diary."""

from datetime import datetime
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
    and_,
    delete,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, relationship

from chassis.store.base import utc
from services.casework.domain.appointments import Appointment, Attendance
from services.casework.domain.errors import Conflict
from services.casework.store import holds
from services.casework.store.base import mapper, metadata, one
from services.casework.store.columns import secret

DURING = text("tstzrange(starts_at, ends_at)")
STANDS = "cancelled_at is null and rearranged_at is null"
ONE_DIARY = "ex_engagement_adviser_id"
"""One adviser cannot meet two people at once."""
ONE_PLACE = "ex_appointment_participant_id"
"""One participant cannot be in two meetings at once."""

appointment = Table(
    "appointment",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False),
    Column("organisation_id", Uuid, nullable=False),
    Column("adviser_id", Uuid, nullable=False),
    Column("starts_at", utc, nullable=False),
    Column("ends_at", utc, nullable=False),
    Column("channel", Text, nullable=False),
    Column("place", secret),
    Column("purpose", secret),
    Column("with_whom", secret),
    Column("booked_by", Text, nullable=False),
    Column("booked_by_id", Uuid, nullable=False),
    Column("booked_at", utc, nullable=False),
    Column("assisted", Boolean, nullable=False),
    Column("supersedes", Uuid, ForeignKey("appointment.id"), unique=True),
    Column("rearranged_at", utc),
    Column("replacement_id", Uuid),
    Column("rearranged_by", Text),
    Column("rearranged_reason", secret),
    Column("cancelled_at", utc),
    Column("cancelled_by", Text),
    Column("cancelled_reason", secret),
    Column("travel_saved_minutes", Integer),
    CheckConstraint("starts_at < ends_at", name="times"),
    ExcludeConstraint(("participant_id", "="), (DURING, "&&"), where=text(STANDS), name=ONE_PLACE),
    Index("ix_appointment_participant_id_starts_at", "participant_id", "starts_at"),
    Index("ix_appointment_adviser_id_starts_at", "adviser_id", "starts_at"),
)

attendance = Table(
    "attendance",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("appointment_id", Uuid, ForeignKey("appointment.id"), nullable=False, unique=True),
    Column("attendance", Text, nullable=False),
    Column("acceptability", Text),
    Column("reason", secret),
    Column("occurred_on", Date, nullable=False),
    Column("recorded_by", Uuid, nullable=False),
    Column("recorded_at", utc, nullable=False),
    Column("because", Text),
)

engagement = Table(
    "engagement",
    metadata,
    Column("appointment_id", Uuid, primary_key=True, comment="Of an appointment, or of a group session."),
    Column("adviser_id", Uuid, nullable=False),
    Column("starts_at", utc, nullable=False),
    Column("ends_at", utc, nullable=False),
    ExcludeConstraint(("adviser_id", "="), (DURING, "&&"), name=ONE_DIARY),
    comment="An adviser's time that is taken, and not with whom: so that anybody can see what is free.",
)

STANDING: ColumnElement[bool] = and_(
    appointment.c.cancelled_at.is_(None), appointment.c.rearranged_at.is_(None)
)

mapper.map_imperatively(Attendance, attendance)
mapper.map_imperatively(
    Appointment,
    appointment,
    properties={"attendance": relationship(Attendance, uselist=False, lazy="selectin")},
)


def add(session: Session, booked: Appointment) -> None:
    """Put it into both diaries; refuses it where one of them is taken, also by somebody at this moment."""
    advisers_diary = func.hashtextextended(str(booked.adviser_id), 0)
    session.execute(select(func.pg_advisory_xact_lock(advisers_diary)))
    if holds.is_kept(session, booked.adviser_id, booked.starts_at, booked.ends_at):
        advice = {"slot_id": ["Choose another time."]}
        raise Conflict("slot-kept", "This time is kept for somebody who waits for it.", advice)
    try:
        with session.begin_nested():
            session.add(booked)
            session.flush()
            session.execute(insert(engagement).values(_engagement(booked)))
    except IntegrityError as error:
        raise _taken(str(error.orig)) or error from None


def engage(session: Session, id: UUID, adviser_id: UUID, starts_at: datetime, ends_at: datetime) -> None:
    """An adviser's time is taken by something else that is theirs, such as a group."""
    times = {"appointment_id": id, "adviser_id": adviser_id, "starts_at": starts_at, "ends_at": ends_at}
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(adviser_id), 0))))
    try:
        with session.begin_nested():
            session.execute(insert(engagement).values(times))
    except IntegrityError as error:
        if ONE_DIARY not in str(error.orig):
            raise
        advice = {"starts_at": ["Choose a time that is free in the diary."]}
        raise Conflict("diary-taken", "There is something in the diary at that time.", advice) from None


def disengage(session: Session, id: UUID) -> None:
    """That time is free again."""
    session.execute(delete(engagement).where(engagement.c.appointment_id == id))


def is_engaged(
    session: Session, participant_id: UUID, starts_at: datetime, ends_at: datetime, but: UUID | None = None
) -> bool:
    """Whether a person has an appointment that reaches into this time, other than one that would go."""
    overlapping = of(participant_id).where(
        STANDING, appointment.c.starts_at < ends_at, appointment.c.ends_at > starts_at
    )
    if but is not None:
        overlapping = overlapping.where(appointment.c.id != but)
    return session.scalar(overlapping.limit(1)) is not None


def by_id(session: Session, appointment_id: UUID) -> Appointment:
    """One appointment, for rules about it: what an actor may see is `find`'s."""
    return session.get_one(Appointment, appointment_id)


def was_moved(session: Session, appointment_id: UUID) -> bool:
    """Whether there was such an appointment, and it has been moved or called off."""
    found = select(appointment.c.id).where(appointment.c.id == appointment_id, ~STANDING)
    return session.scalar(found) is not None


def give_back(session: Session, moved: Appointment) -> None:
    """The time of an appointment that was moved or cancelled is free again."""
    session.flush()
    disengage(session, moved.id)


def _engagement(booked: Appointment) -> dict[str, object]:
    return {
        "appointment_id": booked.id,
        "adviser_id": booked.adviser_id,
        "starts_at": booked.starts_at,
        "ends_at": booked.ends_at,
    }


def _taken(refusal: str) -> Conflict | None:
    if ONE_DIARY in refusal:
        advice = {"slot_id": ["Choose another time."]}
        return Conflict("slot-taken", "Somebody else has taken this time.", advice)
    if ONE_PLACE in refusal:
        return Conflict("already-booked", "There is another appointment for this person at that time.")
    return None


def find(
    session: Session, seen: ColumnElement[bool], appointment_id: UUID, *, for_update: bool = False
) -> Appointment | None:
    """One appointment, if it is among those that may be seen."""
    query = select(Appointment).where(appointment.c.id == appointment_id, seen)
    return one(session, query, appointment, for_update=for_update)


def of(participant_id: UUID) -> Select[Appointment]:
    """A person's appointments, moved and cancelled ones too."""
    return select(Appointment).where(appointment.c.participant_id == participant_id)


def diary(
    seen: ColumnElement[bool], adviser_id: UUID | None, since: datetime | None, until: datetime | None
) -> Select[Appointment]:
    """What stands in the diary of an adviser (of all whom one may see, if None) between two instants."""
    query = select(Appointment).where(STANDING, seen)
    if adviser_id is not None:
        query = query.where(appointment.c.adviser_id == adviser_id)
    if since is not None:
        query = query.where(appointment.c.ends_at > since)
    return query if until is None else query.where(appointment.c.starts_at < until)


def next_of(session: Session, participant_id: UUID, now: datetime) -> Appointment | None:
    """The person's next appointment."""
    to_come = of(participant_id).where(STANDING, appointment.c.starts_at > now)
    return session.scalar(to_come.order_by(appointment.c.starts_at).limit(1))
