"""Time that advisers offer, and the slots that it is cut into."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Select,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    exists,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, ExcludeConstraint
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, relationship

from chassis.store.base import utc
from services.casework.domain.availability import Availability, Slot
from services.casework.domain.errors import Conflict
from services.casework.store.appointments import DURING, engagement
from services.casework.store.base import mapper, metadata
from services.casework.store.columns import secret
from services.casework.store.holds import kept

ONE_OFFER = "ex_availability_adviser_id"
"""An adviser offers the same time once."""

availability = Table(
    "availability",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("adviser_id", Uuid, nullable=False),
    Column("organisation_id", Uuid, nullable=False),
    Column("starts_at", utc, nullable=False),
    Column("ends_at", utc, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("channels", ARRAY(Text), nullable=False),
    Column("place", secret),
    Column("withdrawn_at", utc),
    Column("hours_id", Uuid, ForeignKey("weekly_availability.id")),
    Column("on_day", Date),
    Column("withdrawn_for", Uuid, ForeignKey("day_off.id")),
    UniqueConstraint("hours_id", "on_day"),
    ExcludeConstraint(
        ("adviser_id", "="),
        (DURING, "&&"),
        where=text("withdrawn_at is null"),
        name=ONE_OFFER,
    ),
)

slot = Table(
    "slot",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("availability_id", Uuid, ForeignKey("availability.id"), nullable=False, index=True),
    Column("adviser_id", Uuid, nullable=False),
    Column("organisation_id", Uuid, nullable=False),
    Column("starts_at", utc, nullable=False),
    Column("ends_at", utc, nullable=False),
    Column("channels", ARRAY(Text), nullable=False),
    Column("place", secret),
    Index("ix_slot_adviser_id_starts_at", "adviser_id", "starts_at"),
    Index("ix_slot_organisation_id_starts_at", "organisation_id", "starts_at"),
)

mapper.map_imperatively(Slot, slot)
mapper.map_imperatively(
    Availability,
    availability,
    properties={"slots": relationship(Slot, order_by=slot.c.starts_at, lazy="select")},
)


def offered_by(adviser_id: UUID, since: datetime) -> Select[Availability]:
    """The time that an adviser offers from an instant on."""
    return select(Availability).where(
        availability.c.adviser_id == adviser_id,
        availability.c.withdrawn_at.is_(None),
        availability.c.ends_at > since,
    )


def get(session: Session, availability_id: UUID) -> Availability | None:
    """Time that was offered, held for update."""
    query = select(Availability).where(availability.c.id == availability_id)
    return session.scalar(query.with_for_update())


def free(organisation_id: UUID, advisers: Collection[UUID] | None, now: datetime) -> Select[Slot]:
    """The slots of these advisers (of all, if None) that are to come and that no appointment reaches into."""
    taken = exists().where(
        engagement.c.adviser_id == slot.c.adviser_id,
        engagement.c.starts_at < slot.c.ends_at,
        engagement.c.ends_at > slot.c.starts_at,
    )
    query = (
        select(Slot)
        .join(availability, availability.c.id == slot.c.availability_id)
        .where(
            slot.c.organisation_id == organisation_id,
            slot.c.starts_at > now,
            availability.c.withdrawn_at.is_(None),
            ~taken,
            ~kept(slot.c.adviser_id, slot.c.starts_at, slot.c.ends_at),
        )
    )
    return query if advisers is None else query.where(slot.c.adviser_id.in_(advisers))


def bookable(session: Session, slot_id: UUID, organisation_id: UUID) -> Slot | None:
    """One slot of an organisation that has not been withdrawn, taken or not."""
    query = select(Slot).join(availability, availability.c.id == slot.c.availability_id)
    return session.scalar(
        query.where(
            slot.c.id == slot_id,
            slot.c.organisation_id == organisation_id,
            availability.c.withdrawn_at.is_(None),
        )
    )


def standing_between(
    session: Session, adviser_id: UUID, since: datetime, until: datetime
) -> list[Availability]:
    """The open time of an adviser that reaches into what is between two instants, held for update."""
    query = select(Availability).where(
        availability.c.adviser_id == adviser_id,
        availability.c.withdrawn_at.is_(None),
        availability.c.starts_at < until,
        availability.c.ends_at > since,
    )
    return list(session.scalars(query.with_for_update()))


def of_hours(session: Session, hours_id: UUID, now: datetime) -> list[Availability]:
    """The open time that weekly hours have opened and that is to come, held for update."""
    query = select(Availability).where(
        availability.c.hours_id == hours_id,
        availability.c.withdrawn_at.is_(None),
        availability.c.starts_at > now,
    )
    return list(session.scalars(query.with_for_update()))


def days_opened(session: Session, hours_id: UUID) -> set[date]:
    """The days that weekly hours have opened, those withdrawn since too: a day opens once."""
    query = select(availability.c.on_day).where(availability.c.hours_id == hours_id)
    return {day for day in session.scalars(query) if day is not None}


def withdrawn_for(session: Session, time_off_id: UUID) -> list[Availability]:
    """What was withdrawn for this time off, held for update."""
    query = select(Availability).where(availability.c.withdrawn_for == time_off_id)
    return list(session.scalars(query.with_for_update()))


def reopen(session: Session, withdrawn: Availability) -> bool:
    """Open it again, unless the adviser has offered that time anew meanwhile."""
    try:
        with session.begin_nested():
            withdrawn.reopen()
            session.flush()
    except IntegrityError as error:
        if ONE_OFFER not in str(error.orig):
            raise
        return False
    return True


def add(session: Session, offered: Availability) -> None:
    """Keep it; refuses time that the adviser offers already."""
    try:
        with session.begin_nested():
            session.add(offered)
            session.flush()
    except IntegrityError as error:
        if ONE_OFFER not in str(error.orig):
            raise
        advice = {"starts_at": ["Choose a time that you do not offer yet."]}
        raise Conflict("already-offered", "You offer some of this time already.", advice) from None
