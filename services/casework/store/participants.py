"""Participants and the organisations that have to do with them. Personal fields are encrypted."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    Row,
    Select,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    delete,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, relationship

from chassis.store.base import utc
from chassis.store.columns import blind_index
from services.casework.domain.errors import DomainError
from services.casework.domain.identity import name_words, national_insurance_number
from services.casework.domain.lawful import LawfulBasis
from services.casework.domain.participants import Membership, Participant
from services.casework.store.base import add_many, add_rows, mapper, metadata, one
from services.casework.store.columns import SERVICE, SecretCard, SecretDate, secret, secret_json

participant = Table(
    "participant",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("reference", Text, nullable=False, index=True),
    Column("organisation_id", Uuid, nullable=False, index=True),
    Column("full_name", secret, nullable=False),
    Column("called", secret, nullable=False),
    Column("card", SecretCard, nullable=False),
    Column("date_of_birth", SecretDate),
    Column("date_of_birth_index", Text, index=True),
    Column("national_insurance_number", secret),
    Column("national_insurance_index", Text),
    Column("accessibility_needs", secret_json, nullable=False),
    Column("heard_of", Text, nullable=False),
    Column("campaign", Text),
    Column("out_of_work_since", Date),
    Column("registered_on", Date, nullable=False),
    Column("recorded_at", utc, nullable=False),
    Column("recorded_by", Uuid, nullable=False),
    Column("adviser_id", Uuid, index=True),
    Column("allocated_on", Date),
    Column("account_id", Uuid),
    Column("linked_on", Date),
    Column("findable_as", Integer, nullable=False, server_default="0", index=True),
    Column("merged_into", Uuid, ForeignKey("participant.id"), index=True),
    UniqueConstraint("national_insurance_index"),
    Index("ix_participant_registered_on_id", "registered_on", "id"),
)

participant_party = Table(
    "participant_party",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("capacity", Text, nullable=False),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date),
    Column("referral_id", Uuid, unique=True),
    Index("ix_participant_party_organisation_id_capacity", "organisation_id", "capacity", "participant_id"),
)

participant_name_word = Table(
    "participant_name_word",
    metadata,
    Column("participant_id", Uuid, ForeignKey("participant.id"), primary_key=True),
    Column("word", Text, primary_key=True, index=True),
    comment="Keyed hashes of the words of a name, so that a person can be found by a word of it.",
)

lawful_basis = Table(
    "lawful_basis",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("purpose", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("article", Integer, nullable=False),
    Column("source", secret, nullable=False),
    Column("from_on", Date, nullable=False),
    Column("until_on", Date),
)

WORKED_OUT = ("date_of_birth_index", "national_insurance_index", "findable_as")
"""Columns that follow from the record: no part of it."""

mapper.map_imperatively(Membership, participant_party)
mapper.map_imperatively(LawfulBasis, lawful_basis)
mapper.map_imperatively(
    Participant,
    participant,
    properties={
        "memberships": relationship(Membership, order_by=participant_party.c.from_on, lazy="select"),
        "lawful_bases": relationship(LawfulBasis, order_by=lawful_basis.c.from_on, lazy="select"),
    },
    exclude_properties=WORKED_OUT,
)


def find(
    session: Session, seen: ColumnElement[bool], participant_id: UUID, *, for_update: bool = False
) -> Participant | None:
    """The person's record, if it is among those that may be seen."""
    query = select(Participant).where(participant.c.id == participant_id, seen)
    return one(session, query, participant, for_update=for_update)


def get(session: Session, participant_id: UUID, *, for_update: bool = False) -> Participant | None:
    """The person's record, for rules about it: what an actor may see is `find`'s."""
    query = select(Participant).where(participant.c.id == participant_id)
    return session.scalar(query.with_for_update() if for_update else query)


def add(session: Session, people: Sequence[Participant], findable_as: int) -> None:
    """Keep new records, past the session. Their parties come first: the wall lets nobody else write about a
    person. The database refuses a number that it knows already.
    """
    session.flush()
    add_rows(session, participant, [_row(person) | {"findable_as": findable_as} for person in people])
    add_many(session, participant_party, [party for person in people for party in person.memberships])
    add_many(session, lawful_basis, [basis for person in people for basis in person.lawful_bases])
    add_rows(session, participant_name_word, [row for person in people for row in _words(person)])


def _row(person: Participant) -> dict[str, Any]:
    names = [str(column.name) for column in participant.c if column.name not in WORKED_OUT]
    return {name: getattr(person, name) for name in names} | _indexes(person)


def _indexes(person: Participant) -> dict[str, str | None]:
    return {
        "date_of_birth_index": blind(person.date_of_birth),
        "national_insurance_index": blind(person.own_number),
    }


def _words(person: Participant) -> list[dict[str, Any]]:
    words = {_blind_word(word) for word in name_words(f"{person.full_name} {person.called}")}
    return [{"participant_id": person.id, "word": word} for word in words]


def make_findable(session: Session, person: Participant) -> None:
    """Bring the blind indexes into line; the database refuses a number that it knows already."""
    session.flush()
    session.execute(participant.update().where(participant.c.id == person.id).values(_indexes(person)))
    session.execute(delete(participant_name_word).where(participant_name_word.c.participant_id == person.id))
    add_rows(session, participant_name_word, _words(person))


def searched(people: Select[Any], search: str | None = None, adviser_id: UUID | None = None) -> Select[Any]:
    """Of these people, those found by reference, name, date of birth or National Insurance number."""
    if adviser_id is not None:
        people = people.where(participant.c.adviser_id == adviser_id)
    return people if search is None else people.where(_matches(search))


def with_numbers(session: Session, seen: ColumnElement[bool], numbers: Collection[str]) -> dict[str, Any]:
    """Who of those that may be seen has which of these National Insurance numbers: id and reference."""
    by_index = {blind(number): number for number in numbers}
    index = participant.c.national_insurance_index
    query = select(index.label("number"), participant.c.id, participant.c.reference)
    if not by_index:
        return {}
    return {by_index[row.number]: row for row in session.execute(query.where(index.in_(by_index), seen))}


def born_on(session: Session, seen: ColumnElement[bool], born: date) -> list[Participant]:
    """The visible records with this date of birth."""
    return list(
        session.scalars(select(Participant).where(participant.c.date_of_birth_index == blind(born), seen))
    )


def of_lawful_basis(session: Session, basis_id: UUID) -> UUID | None:
    """Whose ground it is."""
    return session.scalar(select(lawful_basis.c.participant_id).where(lawful_basis.c.id == basis_id))


def membership_of_referral(session: Session, referral_id: UUID) -> Membership | None:
    """The part that an organisation has in a person's support by way of a referral."""
    query = select(Membership).where(participant_party.c.referral_id == referral_id)
    return session.scalar(query)


def served_by(organisation_id: UUID, capacity: str, today: date) -> Select[tuple[UUID]]:
    """The ids of those with whom an organisation has to do, in that capacity, on that day."""
    party = participant_party.c
    return select(party.participant_id).where(
        party.organisation_id == organisation_id,
        party.capacity == capacity,
        party.from_on <= today,
        or_(party.until_on.is_(None), party.until_on > today),
    )


def _matches(search: str) -> ColumnElement[bool]:
    found = [func.upper(participant.c.reference) == search.strip().upper(), _has_words(search)]
    if (number := _number(search)) is not None:
        found.append(participant.c.national_insurance_index == blind(number))
    if (born := _date(search)) is not None:
        found.append(participant.c.date_of_birth_index == blind(born))
    return or_(*found)


def _has_words(search: str) -> ColumnElement[bool]:
    words = {_blind_word(word) for word in name_words(search)}
    if not words:
        return false()
    named = participant_name_word.c
    having = (
        select(named.participant_id)
        .where(named.word.in_(words))
        .group_by(named.participant_id)
        .having(func.count() == len(words))
    )
    return participant.c.id.in_(having)


def _number(search: str) -> str | None:
    try:
        return national_insurance_number(search)
    except DomainError:
        return None


def _date(search: str) -> date | None:
    try:
        return date.fromisoformat(search.strip())
    except ValueError:
        return None


def blind(value: str | date | None) -> str | None:
    """What stands in the blind index for this number or date."""
    return None if value is None else blind_index(SERVICE, str(value))


def _blind_word(word: str) -> str:
    return blind_index(SERVICE, f"name:{word}")


def by_id(session: Session, ids: Collection[UUID]) -> dict[UUID, Row[Any]]:
    """In short who each of these people is, as far as they may be seen."""
    columns = ("id", "reference", "full_name", "called", "date_of_birth", "registered_on", "merged_into")
    query = select(*(participant.c[name] for name in columns)).where(participant.c.id.in_(ids))
    return {row.id: row for row in session.execute(query)}


def signs_in(session: Session, account_id: UUID) -> bool:
    """Whether an account is the way in to somebody's record."""
    return session.scalar(select(participant.c.id).where(participant.c.account_id == account_id)) is not None


def card_of(session: Session, participant_id: UUID) -> Any:
    """How to reach this person."""
    return session.scalars(select(participant.c.card).where(participant.c.id == participant_id)).one()


def called(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """What to call each of these people, as far as they may be seen."""
    rows = session.execute(select(participant.c.id, participant.c.called).where(participant.c.id.in_(ids)))
    return {row.id: row.called for row in rows}
