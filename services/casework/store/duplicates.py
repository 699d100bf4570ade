"""Pairs of records that may be about one person, found when a record is written."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Row,
    Select,
    Table,
    Text,
    Uuid,
    and_,
    any_,
    column,
    delete,
    func,
    literal,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain import names, search
from services.casework.domain.likeness import LookAlikes, Signs
from services.casework.store.base import mapper, metadata
from services.casework.store.findable import asked_keys, marks_of, name_key, sharing
from services.casework.store.participants import blind, participant

MOST_MARKED = 300
"""Of more who share a phone, say, those who share most marks are compared,"""
MOST_COMPARED = 60
"""and of those who share much of the name as well, so many."""
COMPARED = (
    "id",
    "reference",
    "full_name",
    "called",
    "card",
    "date_of_birth",
    "national_insurance_number",
    "registered_on",
)

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


def candidates(session: Session, seen: ColumnElement[bool], asked: Sequence[Signs]) -> list[list[Row[Any]]]:
    """For each who is asked about, those who share the day of birth or a mark."""
    found: dict[int, set[UUID]] = defaultdict(set)
    for place, id in [*_born_alike(session, asked), *_marked_alike(session, asked)]:
        found[place].add(id)
    wanted = literal([*set().union(*found.values())], ARRAY(Uuid))
    query = select(*(participant.c[name] for name in COMPARED)).where(participant.c.id == any_(wanted), seen)
    people = {row.id: row for row in session.execute(query.where(participant.c.merged_into.is_(None)))}
    return [[people[id] for id in found[place] if id in people] for place in range(len(asked))]


def _born_alike(session: Session, asked: Sequence[Signs]) -> list[tuple[int, UUID]]:
    """Who was born on the same day, or on the day that it is when day and month are exchanged."""
    born = [(place, signs.born) for place, signs in enumerate(asked) if signs.born is not None]
    days = [(place, blind(day)) for place, own in born for day in (own, *search.swapped(own))]
    given = _given(days, Text)
    query = select(given.c.place, participant.c.id)
    return _pairs(session, query.join(participant, participant.c.date_of_birth_index == given.c.value), days)


def _marked_alike(session: Session, asked: Sequence[Signs]) -> list[tuple[int, UUID]]:
    """Who shares a mark. Where very many do (a hostel has one phone), who shares most of the name besides."""
    marks = [(place, key) for place, signs in enumerate(asked) for key in sorted(marks_of(signs))]
    given = _given(marks, Integer)
    place, whose = given.c.place, name_key.c.participant_id
    rank = func.row_number().over(partition_by=place, order_by=(func.count().desc(), whose)).label("rank")
    sharing_one = select(place, whose, rank).join(name_key, name_key.c.key == given.c.value)
    ranked = sharing_one.group_by(place, whose).subquery()
    query = select(ranked.c.place, ranked.c.participant_id, ranked.c.rank)
    found = _pairs(session, query.where(ranked.c.rank <= MOST_MARKED + 1), marks)
    crowded = [place for place, _, rank in found if rank > MOST_MARKED]
    named = [(place, id) for place in set(crowded) for id in _named_alike(session, asked[place])]
    return [(place, id) for place, id, rank in found if rank <= MOST_MARKED] + named


def _named_alike(session: Session, signs: Signs) -> Sequence[Any]:
    return session.scalars(sharing(asked_keys(names.words(signs.name)), MOST_COMPARED)).all()


def _given(values: Sequence[tuple[int, Any]], kind: Any) -> Any:
    """Pairs of a place and a value, as a table."""
    places = literal([place for place, _ in values], ARRAY(Integer))
    told = literal([value for _, value in values], ARRAY(kind))
    columns = (column("place", Integer), column("value", kind))
    return func.unnest(places, told).table_valued(*columns, name="given").render_derived()


def _pairs(session: Session, query: Select[Any], values: Sequence[object]) -> list[Any]:
    return list(session.execute(query)) if values else []


def replace(session: Session, ids: Collection[UUID], found: Sequence[LookAlikes]) -> None:
    """The pairs of these records are these; what somebody has dismissed stays dismissed."""
    theirs = or_(pair.c.one_id.in_(ids), pair.c.other_id.in_(ids))
    session.execute(delete(pair).where(theirs, pair.c.dismissed_at.is_(None)))
    rows = [{column.name: getattr(each, column.name) for column in pair.c} for each in found]
    if rows:
        session.execute(insert(pair).on_conflict_do_nothing(), rows)


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
