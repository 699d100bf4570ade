"""People and their contact cards, made from casework's events."""

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Column, Date, Table, Uuid, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.store.columns import EncryptedJSON
from services.notify.domain.people import Person
from services.notify.store.base import SERVICE, mapper, metadata

person = Table(
    "person",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation_id", Uuid, index=True),
    Column("adviser_id", Uuid),
    Column("belongs_since", BigInteger, nullable=False, server_default="0"),
    Column("card_values", EncryptedJSON(SERVICE)),
    Column("card_since", BigInteger, nullable=False, server_default="0"),
    Column("erased", Boolean, nullable=False, server_default="false"),
    Column("merged_into", Uuid),
    Column("merged_since", BigInteger, nullable=False, server_default="0"),
    Column("kept_until", Date),
)

mapper.map_imperatively(Person, person)


def get(session: Session, person_id: UUID) -> Person | None:
    """What is known of this person."""
    return session.get(Person, person_id)


def standing_for(session: Session, person_id: UUID) -> Person | None:
    """What is known of this person, or of the record into which theirs was merged."""
    found, passed = get(session, person_id), set[UUID]()
    while found is not None and found.merged_into is not None and found.id not in passed:
        passed.add(found.id)
        found = get(session, found.merged_into)
    return found


def stub(session: Session, person_id: UUID) -> Person:
    """This person, locked; made empty where no event has told of them yet."""
    session.execute(insert(person).values(id=person_id).on_conflict_do_nothing())
    return session.get_one(Person, person_id, with_for_update=True, populate_existing=True)


def kept_long_enough(session: Session, today: date) -> list[UUID]:
    """Those without a record whom we need not reach any more."""
    over = (person.c.kept_until < today, person.c.erased.is_(False))
    return list(session.scalars(select(person.c.id).where(*over)))
