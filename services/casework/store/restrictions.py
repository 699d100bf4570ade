"""Which records only some may open, and who broke the glass. Kept apart from what looks at it: the policy."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Select,
    Table,
    Text,
    Uuid,
    and_,
    select,
    text,
)
from sqlalchemy.orm import Session, relationship

from chassis.store.base import utc
from services.casework.domain.restrictions import EmergencyReading, NamedReader, Restriction
from services.casework.store.base import held, mapper, metadata, one
from services.casework.store.columns import placed, secret
from services.casework.store.participants import participant

restriction = Table(
    "restriction",
    metadata,
    *placed(),
    Index(
        "uq_restriction_standing", "participant_id", unique=True, postgresql_where=text("lifted_on is null")
    ),
)

restriction_name = Table(
    "restriction_name",
    metadata,
    Column("restriction_id", Uuid, ForeignKey("restriction.id"), primary_key=True),
    Column("account_id", Uuid, primary_key=True),
    Column("name", secret),
)

emergency_reading = Table(
    "emergency_reading",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("account_id", Uuid, nullable=False, index=True),
    Column("name", secret),
    Column("organisation_id", Uuid, nullable=False),
    Column("reason", secret, nullable=False),
    Column("opened_at", utc, nullable=False),
    Column("until_at", utc, nullable=False),
    Column("reviewed_on", Date),
    Column("reviewed_by", Uuid),
    Column("reviewed_by_name", secret),
    Column("finding", Text),
    Column("note", secret),
)

mapper.map_imperatively(NamedReader, restriction_name)
mapper.map_imperatively(
    Restriction,
    restriction,
    properties={
        "readers": relationship(NamedReader, lazy="selectin", order_by=restriction_name.c.account_id)
    },
)
mapper.map_imperatively(EmergencyReading, emergency_reading)


def closed_to(account: ColumnElement[Any], now: ColumnElement[Any]) -> Select[tuple[UUID]]:
    """The ids of those whose records are restricted, and not open to this account at that instant."""
    named = select(restriction_name.c.restriction_id).where(restriction_name.c.account_id == account)
    glass = emergency_reading.c
    opened = select(glass.participant_id).where(
        glass.account_id == account, and_(glass.opened_at <= now, glass.until_at > now)
    )
    standing = select(restriction.c.participant_id).where(restriction.c.lifted_on.is_(None))
    return standing.where(restriction.c.id.not_in(named), restriction.c.participant_id.not_in(opened))


def standing(session: Session, participant_id: UUID, *, for_update: bool = False) -> Restriction | None:
    """The restriction that holds for a record."""
    query = select(Restriction).where(
        restriction.c.participant_id == participant_id, restriction.c.lifted_on.is_(None)
    )
    return one(session, query, for_update=for_update)


def of(participant_id: UUID) -> Select[Restriction]:
    """The restrictions of a record, the latest first."""
    mine = select(Restriction).where(restriction.c.participant_id == participant_id)
    return mine.order_by(restriction.c.placed_on.desc(), restriction.c.id.desc())


def find_reading(session: Session, seen: ColumnElement[bool], reading_id: UUID) -> EmergencyReading | None:
    """One breaking of the glass, held until it is reviewed."""
    query = select(EmergencyReading).where(emergency_reading.c.id == reading_id, seen)
    return session.scalar(held(query))


def readings_of(participant_id: UUID) -> Select[EmergencyReading]:
    """Who broke the glass before a record, the latest first."""
    mine = select(EmergencyReading).where(emergency_reading.c.participant_id == participant_id)
    return mine.order_by(emergency_reading.c.opened_at.desc())


def open_reading(
    session: Session, participant_id: UUID, account_id: UUID, now: datetime
) -> EmergencyReading | None:
    """The broken glass through which this account sees a record now."""
    glass = emergency_reading.c
    query = readings_of(participant_id).where(
        glass.account_id == account_id, glass.opened_at <= now, glass.until_at > now
    )
    return session.scalar(query.limit(1))


def unreviewed(seen: ColumnElement[bool]) -> Select[EmergencyReading]:
    """Those that nobody has reviewed, the oldest first."""
    query = select(EmergencyReading).where(emergency_reading.c.reviewed_on.is_(None), seen)
    return query.order_by(emergency_reading.c.opened_at)


def references(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """The references by which people are named where their names need not be seen."""
    rows = session.execute(select(participant.c.id, participant.c.reference).where(participant.c.id.in_(ids)))
    return {row.id: row.reference for row in rows}
