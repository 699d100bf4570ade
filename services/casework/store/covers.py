"""Who stands in for whom. The database refuses two colleagues for one adviser on the same day."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Column, Date, Index, Select, Table, Uuid, func, or_, select, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.covers import Cover
from services.casework.store.base import mapper, metadata
from services.casework.store.columns import secret

DAYS = text("daterange(from_on, until_on, '[]')")

cover = Table(
    "cover",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("adviser_id", Uuid, nullable=False),
    Column("covered_by", Uuid, nullable=False),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date, nullable=False),
    Column("note", secret),
    Column("recorded_by", Uuid, nullable=False),
    Column("recorded_at", utc, nullable=False),
    Column("ended_on", Date),
    Index("ix_cover_covered_by_until_on", "covered_by", "until_on"),
    Index("ix_cover_organisation_id_until_on", "organisation_id", "until_on"),
    ExcludeConstraint(
        ("adviser_id", "="), (DAYS, "&&"), where=text("ended_on is null"), name="ex_cover_adviser_id"
    ),
)

mapper.map_imperatively(Cover, cover)


def hold(session: Session, organisation_id: UUID) -> None:
    """Whoever arranges cover in this organisation at this moment waits until we have done."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"cover {organisation_id}", 0))))


def of_organisation(organisation_id: UUID, since: date) -> Select[Cover]:
    """The organisation's covers that are not over on that day."""
    lasting = or_(cover.c.ended_on.is_(None), cover.c.ended_on > since)
    return select(Cover).where(cover.c.organisation_id == organisation_id, cover.c.until_on >= since, lasting)


def find(session: Session, organisation_id: UUID, cover_id: UUID) -> Cover | None:
    """One of the organisation's covers, held for update."""
    one = select(Cover).where(cover.c.id == cover_id, cover.c.organisation_id == organisation_id)
    return session.scalar(one.with_for_update())


def on(session: Session, organisation_id: UUID, day: date) -> Sequence[Cover]:
    """The organisation's covers that hold on that day."""
    return session.scalars(of_organisation(organisation_id, day).where(cover.c.from_on <= day)).all()
