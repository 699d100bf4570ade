"""On what grounds a person's data is used: given, replaced and ended, each with its days and evidence."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from services.casework import policy
from services.casework.actions.records import read, record_of
from services.casework.actions.registration import Basis, lawful_basis
from services.casework.domain import lawful
from services.casework.domain.dates import not_in_future
from services.casework.domain.lawful import LawfulBasis
from services.casework.store import participants


def list_lawful_bases(session: Session, actor: Actor, participant_id: UUID) -> list[LawfulBasis]:
    """All grounds, those that hold no longer too, the first one first."""
    return list(read(session, actor, participant_id, "lawful bases").lawful_bases)


def give_lawful_basis(
    session: Session, actor: Actor, participant_id: UUID, given: Basis
) -> list[LawfulBasis]:
    """A purpose rests on this ground from a day on; it takes the place of the one before it."""
    person = record_of(session, actor, participant_id, for_update=True)
    today = clock.today()
    dated = given if given.from_on else Basis(**{**vars(given), "from_on": today})
    basis = lawful_basis(person, dated, today)
    lawful.place(basis, person.lawful_bases)
    person.lawful_bases.append(basis)
    session.flush()
    return list(person.lawful_bases)


def end_lawful_basis(session: Session, actor: Actor, basis_id: UUID, on: date) -> list[LawfulBasis]:
    """A ground holds no longer from that day on."""
    not_in_future(on, clock.today())
    whose = policy.found(participants.of_lawful_basis(session, basis_id))
    person = record_of(session, actor, whose, for_update=True)
    ending = next(each for each in person.lawful_bases if each.id == basis_id)
    lawful.end(ending, person.lawful_bases, on)
    session.flush()
    return list(person.lawful_bases)
