"""Group sessions, which anybody of the organisation may know of, and places, which are somebody's own."""

from collections.abc import Collection
from datetime import datetime
from itertools import groupby
from uuid import UUID

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Select,
    Table,
    Text,
    Uuid,
    and_,
    select,
    text,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.errors import Conflict
from services.casework.domain.groups import GroupPlace, GroupSession
from services.casework.store.base import held, mapper, metadata, one
from services.casework.store.columns import secret

STANDS = "given_up_at is null and cancelled_at is null"
ONE_PLACE = "uq_group_place_standing"
"""A person has one place in a session, or waits once."""

group_session = Table(
    "group_session",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("led_by", Uuid, nullable=False),
    Column("led_by_name", secret),
    Column("kind", Text, nullable=False),
    Column("title", secret, nullable=False),
    Column("starts_at", utc, nullable=False),
    Column("ends_at", utc, nullable=False),
    Column("channel", Text, nullable=False),
    Column("place", secret),
    Column("capacity", Integer, nullable=False),
    Column("taken", Integer, nullable=False),
    Column("waiting", Integer, nullable=False),
    Column("opened_by", Uuid, nullable=False),
    Column("opened_at", utc, nullable=False),
    Column("cancelled_at", utc),
    Column("cancelled_reason", secret),
    Column("series_id", Uuid),
    CheckConstraint("taken between 0 and capacity and waiting >= 0", name="places"),
    Index("ix_group_session_organisation_id_starts_at", "organisation_id", "starts_at"),
)

group_place = Table(
    "group_place",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("session_id", Uuid, ForeignKey("group_session.id"), nullable=False, index=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("asked_by", Text, nullable=False),
    Column("asked_by_id", Uuid, nullable=False),
    Column("asked_at", utc, nullable=False),
    Column("assisted", Boolean, nullable=False),
    Column("walked_in", Boolean, nullable=False),
    Column("placed_at", utc),
    Column("given_up_at", utc),
    Column("given_up_by", Text),
    Column("cancelled_at", utc),
    Column("attendance", Text),
    Column("acceptability", Text),
    Column("reason", secret),
    Column("marked_by", Uuid),
    Column("marked_at", utc),
    Column("contact_id", Uuid, ForeignKey("contact.id")),
    Column("because", Text),
    Index(ONE_PLACE, "session_id", "participant_id", unique=True, postgresql_where=text(STANDS)),
)

STANDING: ColumnElement[bool] = and_(
    group_place.c.given_up_at.is_(None), group_place.c.cancelled_at.is_(None)
)

mapper.map_imperatively(GroupSession, group_session)
mapper.map_imperatively(GroupPlace, group_place)


def get(
    session: Session, session_id: UUID, organisation_id: UUID | None, *, for_update: bool = False
) -> GroupSession | None:
    """One session of an organisation; held for update, so that one place is not given twice."""
    query = select(GroupSession).where(
        group_session.c.id == session_id, group_session.c.organisation_id == organisation_id
    )
    return one(session, query, for_update=for_update)


def following(session: Session, group: GroupSession) -> list[GroupSession]:
    """A session and those of its series that come after it and stand, in their order, held for update."""
    query = select(GroupSession).where(
        group_session.c.series_id == group.series_id,
        group_session.c.starts_at >= group.starts_at,
        group_session.c.cancelled_at.is_(None),
    )
    return list(session.scalars(held(query.order_by(group_session.c.starts_at))))


def held_by(
    organisation_id: UUID, since: datetime, until: datetime | None, led_by: UUID | None
) -> Select[GroupSession]:
    """The sessions of an organisation that have not ended by an instant, cancelled ones left out."""
    query = select(GroupSession).where(
        group_session.c.organisation_id == organisation_id,
        group_session.c.ends_at > since,
        group_session.c.cancelled_at.is_(None),
    )
    if led_by is not None:
        query = query.where(group_session.c.led_by == led_by)
    return query if until is None else query.where(group_session.c.starts_at < until)


def add_place(session: Session, place: GroupPlace) -> None:
    """Keep a new place; refuses a second one for the same person."""
    try:
        with session.begin_nested():
            session.add(place)
            session.flush()
    except IntegrityError as error:
        if ONE_PLACE not in str(error.orig):
            raise
        raise Conflict("place-twice", "They have a place there already, or wait for one.") from None


def find_place(session: Session, seen: ColumnElement[bool], place_id: UUID) -> GroupPlace | None:
    """One place, if it is among those that may be seen. Whoever changes it holds its session first."""
    return session.scalar(select(GroupPlace).where(group_place.c.id == place_id, seen))


def session_of(session: Session, session_id: UUID) -> GroupSession:
    """The session of a place, held for update."""
    query = select(GroupSession).where(group_session.c.id == session_id)
    return session.scalars(held(query)).one()


def places_in(session: Session, session_id: UUID, seen: ColumnElement[bool]) -> list[GroupPlace]:
    """Who has a place in a session, and who waits, as far as they may be seen, in the order they asked."""
    query = select(GroupPlace).where(group_place.c.session_id == session_id, STANDING, seen)
    return list(session.scalars(query.order_by(group_place.c.asked_at, group_place.c.id)))


def places_of(
    session: Session, participant_id: UUID, session_ids: Collection[UUID]
) -> dict[UUID, GroupPlace]:
    """The places of a person in these sessions, by session."""
    query = select(GroupPlace).where(
        group_place.c.participant_id == participant_id, group_place.c.session_id.in_(session_ids), STANDING
    )
    return {place.session_id: place for place in session.scalars(query)}


def places_twice(session: Session, one_id: UUID, other_id: UUID, now: datetime) -> list[list[GroupPlace]]:
    """Of sessions to come in which both of two people have a place or wait: the places, by session."""
    query = (
        select(GroupPlace)
        .join(group_session, group_session.c.id == group_place.c.session_id)
        .where(
            group_place.c.participant_id.in_((one_id, other_id)), STANDING, group_session.c.starts_at > now
        )
        .order_by(group_place.c.session_id, group_place.c.asked_at, group_place.c.id)
    )
    together = [list(places) for _, places in groupby(session.scalars(query), lambda each: each.session_id)]
    return [places for places in together if len(places) > 1]


def is_engaged(
    session: Session, participant_id: UUID, starts_at: datetime, ends_at: datetime, but: UUID | None = None
) -> bool:
    """Whether a person has a place in a session that reaches into this time, other than one that moves."""
    query = (
        select(group_place.c.id)
        .join(group_session, group_session.c.id == group_place.c.session_id)
        .where(
            group_place.c.participant_id == participant_id,
            STANDING,
            group_place.c.placed_at.is_not(None),
            group_session.c.starts_at < ends_at,
            group_session.c.ends_at > starts_at,
        )
    )
    if but is not None:
        query = query.where(group_session.c.id != but)
    return session.scalar(query.limit(1)) is not None


def with_room(session: Session, after: datetime, limit: int) -> list[GroupSession]:
    """Some sessions in which a place is free and for which somebody waits, held for update."""
    query = select(GroupSession).where(
        group_session.c.waiting > 0,
        group_session.c.taken < group_session.c.capacity,
        group_session.c.cancelled_at.is_(None),
        group_session.c.starts_at > after,
    )
    return list(session.scalars(query.limit(limit).with_for_update(skip_locked=True)))


def first_waiting(session: Session, group: GroupSession) -> list[GroupPlace]:
    """Those who wait, in the order in which they asked; the system's to see."""
    query = select(GroupPlace).where(
        group_place.c.session_id == group.id, STANDING, group_place.c.placed_at.is_(None)
    )
    return list(session.scalars(query.order_by(group_place.c.asked_at, group_place.c.id)))


def keep(session: Session, place: GroupPlace) -> None:
    """Keep what has been written in a register, also of somebody who was not in it."""
    if place not in session:
        add_place(session, place)
