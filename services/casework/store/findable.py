"""Keyed hashes by which people are found though their names, numbers and dates are encrypted; and those by
which records that may be about one person are found.

What these give away is in docs/adr/0010. A key is 32 bits of a keyed hash: few enough that the index of a
hundred thousand people stays small; who is found by one is compared by the decrypted name before being shown.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Integer,
    Row,
    Select,
    Table,
    Uuid,
    delete,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session

from chassis.store.columns import blind_index
from services.casework.domain import likeness, names
from services.casework.domain.likeness import Signs, signs_of
from services.casework.domain.participants import Participant
from services.casework.domain.search import Asked
from services.casework.store.base import add_rows, metadata
from services.casework.store.columns import SERVICE
from services.casework.store.participants import blind, participant

FINDABLE = 2
"""The version of the keys: a record that is findable as less is brought up to date by a timer."""
COMPARED = (
    "id",
    "reference",
    "full_name",
    "called",
    "date_of_birth",
    "national_insurance_number",
    "merged_into",
)
MOST_CANDIDATES = 300
"""Of more who share a key with what was asked, those who share most are compared."""

name_key = Table(
    "participant_name_key",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), primary_key=True, index=True),
    comment="Keyed hashes of spellings, beginnings and sounds of names: a misspelt name is found.",
)


def make_findable(session: Session, *people: Participant) -> None:
    """Bring the keys of these records into line with what they say."""
    ids = [person.id for person in people]
    session.execute(delete(name_key).where(name_key.c.participant_id.in_(ids)))
    add(session, people)
    session.execute(participant.update().where(participant.c.id.in_(ids)).values(findable_as=FINDABLE))


def add(session: Session, people: Iterable[Participant]) -> None:
    """The keys of new records, which are findable as much from the beginning."""
    rows = [{"key": key, "participant_id": one.id} for one in people for key in sorted(keys_of(one))]
    add_rows(session, name_key, rows)


def forget(session: Session, participant_id: UUID) -> None:
    """Nobody finds this record by a name any more."""
    session.execute(delete(name_key).where(name_key.c.participant_id == participant_id))


def to_be_made_findable(session: Session, limit: int) -> list[Participant]:
    """Some records that the release before wrote, held; whom another is at work on is left out."""
    query = select(Participant).where(participant.c.findable_as < FINDABLE).limit(limit)
    return list(session.scalars(query.with_for_update(skip_locked=True, of=participant)))


def keys_of(person: Participant) -> set[int]:
    """Every key of somebody's names, and of the marks by which another record of theirs is found."""
    named = {key for name in {person.full_name, person.called} for key in _stored(name)}
    return named | marks_of(signs_of(person))


def marks_of(signs: Signs) -> set[int]:
    """The keys of what two records of one person share."""
    return {key for code, value in likeness.marks(signs) for key in _hashed(code, [value])}


def candidates(session: Session, seen: ColumnElement[bool], asked: Asked) -> list[Row[Any]]:
    """Those who may answer to what was asked: few enough to decrypt and compare."""
    query = select(*(participant.c[name] for name in COMPARED)).where(seen, or_(*_ways(asked)))
    return list(session.execute(query.limit(2 * MOST_CANDIDATES)))


def _ways(asked: Asked) -> Iterator[ColumnElement[bool]]:
    if asked.reference is not None:
        yield participant.c.reference == asked.reference
    if asked.number is not None:
        yield participant.c.national_insurance_index == blind(asked.number)
    if asked.birthdays:
        yield participant.c.date_of_birth_index.in_([blind(day) for day in asked.birthdays])
    if asked.name:
        yield participant.c.id.in_(sharing(asked_keys(asked.name)))


def sharing(keys: Iterable[int], most: int = MOST_CANDIDATES) -> Select[tuple[UUID]]:
    """Those who share most of these keys."""
    shared = select(name_key.c.participant_id).where(name_key.c.key.in_(sorted(keys)))
    grouped = shared.group_by(name_key.c.participant_id)
    return grouped.order_by(func.count().desc(), name_key.c.participant_id).limit(most)


def _stored(name: str) -> Iterator[int]:
    for word in names.spellings(name):
        yield from _hashed("near", names.slips(word))
        yield from _hashed("start", names.beginnings(word))
        yield from _heard(word)


def asked_keys(words: tuple[str, ...]) -> set[int]:
    """The keys by which somebody of this name is looked for."""
    found: set[int] = set()
    for word in names.spellings(" ".join(words)):
        found.update(_hashed("near", names.slips(word)))
        found.update(_hashed("start", list(names.beginnings(word))[-1:]))
        found.update(_heard(word))
    return found


def _heard(word: str) -> Iterator[int]:
    heard = names.sound(word)
    return _hashed("sound", () if heard is None else (heard,))


def _hashed(kind: str, values: Iterable[str | date]) -> Iterator[int]:
    for value in values:
        key = int(blind_index(SERVICE, f"name-{kind}:{value}")[:8], 16)
        yield key - (1 << 32) if key >= 1 << 31 else key
