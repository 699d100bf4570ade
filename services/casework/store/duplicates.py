"""Pairs of records that may be about one person, found when a record is written."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import (
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
    delete,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain import names, search
from services.casework.domain.likeness import LookAlikes
from services.casework.domain.participants import Participant
from services.casework.store.base import mapper, metadata
from services.casework.store.findable import asked_keys, sharing
from services.casework.store.participants import blind, participant

MOST_COMPARED = 60
"""Of more who share much of a name, those who share most are compared."""

pair = Table(
    "lookalike",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("one_id", Uuid, ForeignKey("participant.id"), nullable=False),
    Column("other_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("score", Integer, nullable=False),
    Column("because", ARRAY(Text), nullable=False),
    Column("found_at", utc, nullable=False),
    Column("dismissed_at", utc),
    Column("dismissed_by", Uuid),
    Index("uq_lookalike", "one_id", "other_id", unique=True),
    Index("ix_lookalike_open", "score", "id", postgresql_where=text("dismissed_at is null")),
)

mapper.map_imperatively(LookAlikes, pair)


def candidates(
    session: Session, seen: ColumnElement[bool], name: str, born: date | None
) -> list[Participant]:
    """Those who share this day of birth, or much of this name."""
    ways = [participant.c.id.in_(sharing(asked_keys(names.words(name)), MOST_COMPARED))]
    if born is not None:
        days = [blind(day) for day in (born, *search.swapped(born))]
        ways.append(participant.c.date_of_birth_index.in_(days))
    others = select(Participant).where(or_(*ways), participant.c.merged_into.is_(None), seen)
    return list(session.scalars(others))


def replace(session: Session, participant_id: UUID, found: Iterable[LookAlikes]) -> None:
    """The pairs of this record are these; what somebody has dismissed stays dismissed."""
    mine = or_(pair.c.one_id == participant_id, pair.c.other_id == participant_id)
    session.execute(delete(pair).where(mine, pair.c.dismissed_at.is_(None)))
    rows = [{column.name: getattr(each, column.name) for column in pair.c} for each in found]
    if rows:
        session.execute(insert(pair).values(rows).on_conflict_do_nothing())


def open_pairs(one: ColumnElement[bool], other: ColumnElement[bool]) -> Select[LookAlikes]:
    """Pairs that nobody has looked at yet, both records of which may be seen and stand for themselves."""
    apart = select(participant.c.id).where(participant.c.merged_into.is_not(None))
    return select(LookAlikes).where(
        and_(pair.c.dismissed_at.is_(None), one, other),
        pair.c.one_id.not_in(apart),
        pair.c.other_id.not_in(apart),
    )


def find(
    session: Session, one: ColumnElement[bool], other: ColumnElement[bool], id: UUID
) -> LookAlikes | None:
    """One pair, if both records may be seen."""
    return session.scalar(select(LookAlikes).where(pair.c.id == id, one, other).with_for_update())
