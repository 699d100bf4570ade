"""Weekly hours of advisers, and the days on which they are away."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import Column, Date, Index, Integer, Select, Table, Text, Time, Uuid, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.weekly_hours import TimeOff, WeeklyHours
from services.casework.store.base import mapper, metadata
from services.casework.store.columns import secret

weekly_hours = Table(
    "weekly_availability",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("adviser_id", Uuid, nullable=False, index=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("weekday", Text, nullable=False),
    Column("begins", Time, nullable=False),
    Column("ends", Time, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("channels", ARRAY(Text), nullable=False),
    Column("place", secret),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date),
    Column("opened_until", Date),
    Column("ended_at", utc),
)

time_off = Table(
    "day_off",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("adviser_id", Uuid, nullable=False),
    Column("organisation_id", Uuid, nullable=False),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date, nullable=False),
    Column("recorded_by", Uuid, nullable=False),
    Column("recorded_at", utc, nullable=False),
    Column("taken_back_at", utc),
    Index("ix_day_off_adviser_id_until_on", "adviser_id", "until_on"),
)

mapper.map_imperatively(WeeklyHours, weekly_hours)
mapper.map_imperatively(TimeOff, time_off)


def held_by(adviser_id: UUID, today: date) -> Select[WeeklyHours]:
    """The weekly hours of an adviser that hold or will."""
    last = or_(weekly_hours.c.until_on.is_(None), weekly_hours.c.until_on >= today)
    return select(WeeklyHours).where(
        weekly_hours.c.adviser_id == adviser_id, weekly_hours.c.ended_at.is_(None), last
    )


def get(session: Session, hours_id: UUID) -> WeeklyHours | None:
    """Weekly hours, held for update."""
    return session.scalar(select(WeeklyHours).where(weekly_hours.c.id == hours_id).with_for_update())


def to_open(session: Session, until: date, limit: int) -> list[WeeklyHours]:
    """Some weekly hours whose days have not been looked at up to then, held for update."""
    looked_at = weekly_hours.c.opened_until
    query = select(WeeklyHours).where(
        weekly_hours.c.ended_at.is_(None),
        or_(looked_at.is_(None), looked_at < until),
        or_(looked_at.is_(None), weekly_hours.c.until_on.is_(None), looked_at < weekly_hours.c.until_on),
    )
    return list(session.scalars(query.limit(limit).with_for_update(skip_locked=True)))


def time_off_of(adviser_ids: Collection[UUID], since: date) -> Select[TimeOff]:
    """When these advisers are away from a day on."""
    return select(TimeOff).where(
        time_off.c.adviser_id.in_(adviser_ids),
        time_off.c.until_on >= since,
        time_off.c.taken_back_at.is_(None),
    )


def time_off_by_id(session: Session, time_off_id: UUID) -> TimeOff | None:
    """One time off, held for update."""
    return session.scalar(select(TimeOff).where(time_off.c.id == time_off_id).with_for_update())


def away_days(session: Session, adviser_id: UUID, since: date) -> list[TimeOff]:
    """The same of one adviser, at once."""
    return list(session.scalars(time_off_of({adviser_id}, since)))
