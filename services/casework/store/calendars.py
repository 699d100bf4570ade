"""Calendar feeds, and what they show. Which address is whose is found by a keyed hash of its digest."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, ColumnElement, Index, Table, Text, Uuid, func, select, text
from sqlalchemy.orm import Session

from chassis.store.base import utc
from chassis.store.columns import blind_index
from services.casework.domain.calendars import CalendarFeed, Entry
from services.casework.store.appointments import STANDING as STANDS
from services.casework.store.appointments import appointment
from services.casework.store.base import mapper, metadata
from services.casework.store.columns import SERVICE
from services.casework.store.groups import STANDING, group_place, group_session
from services.casework.store.interviews import interview

calendar_feed = Table(
    "calendar_feed",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("account_id", Uuid, nullable=False),
    Column("organisation_id", Uuid),
    Column("participant_id", Uuid),
    Column("digest_index", Text, nullable=False, unique=True),
    Column("discreet", Boolean, nullable=False),
    Column("language", Text, nullable=False),
    Column("made_at", utc, nullable=False),
    Column("revoked_at", utc),
    Index("ix_calendar_feed_account_id", "account_id", postgresql_where=text("revoked_at is null")),
    comment="Ids alone. An address has to be found before anybody knows whose it is,"
    " so no wall stands before it.",
)

mapper.map_imperatively(CalendarFeed, calendar_feed)


def index_of(digest: str) -> str:
    """The keyed hash by which an address is found: whoever reads the table cannot make a digest of it."""
    return blind_index(SERVICE, f"calendar:{digest}")


def held_by(session: Session, account_id: UUID, *, for_update: bool = False) -> list[CalendarFeed]:
    """The addresses of an account; with an account's own lock, so that two at once do not pass the limit."""
    if for_update:
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"feeds:{account_id}", 0))))
    query = select(CalendarFeed).where(
        calendar_feed.c.account_id == account_id, calendar_feed.c.revoked_at.is_(None)
    )
    return list(session.scalars(query.order_by(calendar_feed.c.made_at, calendar_feed.c.id)))


def get(session: Session, feed_id: UUID, account_id: UUID) -> CalendarFeed | None:
    """One address of an account, held for update."""
    query = select(CalendarFeed).where(
        calendar_feed.c.id == feed_id, calendar_feed.c.account_id == account_id
    )
    return session.scalar(query.with_for_update())


def by_digest(session: Session, digest: str) -> CalendarFeed | None:
    """The feed at this address, if it is on."""
    query = select(CalendarFeed).where(
        calendar_feed.c.digest_index == index_of(digest), calendar_feed.c.revoked_at.is_(None)
    )
    return session.scalar(query)


def become(session: Session, feed: CalendarFeed) -> None:
    """The database shows this transaction what it would show the owner of the address, and no more."""
    organisation = "" if feed.participant_id else str(feed.organisation_id or "")
    session.execute(
        select(
            func.set_config("workstead.kind", "person", True),
            func.set_config("workstead.org", organisation, True),
            func.set_config("workstead.person", str(feed.participant_id or ""), True),
        )
    )


def of_participant(session: Session, whose: UUID, since: datetime, until: datetime) -> list[Entry]:
    """What stands in a participant's calendar."""
    placed = (
        select(group_session, group_place.c.id.label("place_id"), group_place.c.placed_at)
        .join(group_place, group_place.c.session_id == group_session.c.id)
        .where(group_place.c.participant_id == whose, STANDING, group_place.c.placed_at.is_not(None))
        .where(group_session.c.starts_at > since, group_session.c.starts_at < until)
    )
    groups = [_group(row, row.place_id, row.placed_at) for row in session.execute(placed)]
    meetings = _meetings(session, appointment.c.participant_id == whose, since, until)
    return _in_order(meetings + groups + _interviews(session, whose, since, until))


def of_adviser(
    session: Session, account_id: UUID, seen: ColumnElement[bool], since: datetime, until: datetime
) -> list[Entry]:
    """What stands in an adviser's calendar."""
    held = select(group_session).where(
        group_session.c.led_by == account_id,
        group_session.c.cancelled_at.is_(None),
        group_session.c.starts_at > since,
        group_session.c.starts_at < until,
    )
    groups = [_group(row, row.id, row.opened_at) for row in session.execute(held)]
    own = appointment.c.adviser_id == account_id
    return _in_order(_meetings(session, own & seen, since, until) + groups)


def _meetings(session: Session, whose: ColumnElement[bool], since: datetime, until: datetime) -> list[Entry]:
    times = (appointment.c.starts_at > since, appointment.c.starts_at < until)
    rows = session.execute(select(appointment).where(whose, STANDS, *times))
    return [
        Entry(row.id, "appointment", row.starts_at, row.ends_at, row.booked_at, row.channel, row.place, None)
        for row in rows
    ]


def _interviews(session: Session, whose: UUID, since: datetime, until: datetime) -> list[Entry]:
    """Interviews for jobs: neither the employer nor the title of the job is in a calendar."""
    stands = (interview.c.moved_at.is_(None), interview.c.cancelled_at.is_(None))
    times = (interview.c.starts_at > since, interview.c.starts_at < until)
    rows = session.execute(select(interview).where(interview.c.participant_id == whose, *stands, *times))
    return [
        Entry(row.id, "interview", row.starts_at, row.ends_at, row.recorded_at, row.channel, row.place, None)
        for row in rows
    ]


def _group(row: Any, id: UUID, booked_at: datetime) -> Entry:
    return Entry(
        id,
        "group",
        row.starts_at,
        row.ends_at,
        booked_at,
        row.channel,
        row.place,
        row.title,
    )


def _in_order(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda each: (each.starts_at, each.id))
