"""Registering a person: on what ground, by whom, and whether they are with us already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id, reference
from chassis.messaging import outbox
from services.casework import policy
from services.casework import reference as codes
from services.casework.actions import duplicates
from services.casework.actions.person_checks import (
    check_details,
    known_numbers,
    number_told_once,
    refuse_known_number,
    refuse_look_alike,
    refuse_number,
)
from services.casework.domain.codes import known
from services.casework.domain.dates import not_in_future
from services.casework.domain.errors import DomainError
from services.casework.domain.happened import Happened
from services.casework.domain.lawful import LawfulBasis, article_of
from services.casework.domain.participants import Participant, Registration, register
from services.casework.store import findable, participants, recommendations


@dataclass(frozen=True, kw_only=True)
class Basis:
    """A lawful basis for one purpose, as it is given at registration."""

    purpose: str
    basis: str
    source: str
    from_on: date | None = None


Told = tuple[Registration, Sequence[Basis]]
"""What is said when a person is registered, and on what ground it is kept."""


def register_participant(
    session: Session,
    actor: Actor,
    registration: Registration,
    bases: Sequence[Basis],
    *,
    different_person: bool = False,
) -> Participant:
    """An adviser registers a person; the adviser's organisation answers for the record and helps."""
    told = (registration, bases)
    if not different_person:
        _refuse(session, actor, registration)
    (came,) = register_several(session, actor, [told])
    if isinstance(came, DomainError):
        raise came
    return came


def register_several(session: Session, actor: Actor, told: Sequence[Told]) -> list[Participant | DomainError]:
    """Different people at once: of each the record that is kept now, or why there is none."""
    asked = (registration.national_insurance_number for registration, _ in told)
    numbers = known_numbers(session, actor, asked)
    came = [_made(actor, *one, numbers) for one in told]
    people = [one for one in came if isinstance(one, Participant)]
    if people:
        _keep(session, actor, people)
    return came


def _refuse(session: Session, actor: Actor, registration: Registration) -> None:
    """What is wrong is told before who is alike."""
    _check(registration, clock.today())
    refuse_known_number(session, actor, registration.national_insurance_number)
    refuse_look_alike(session, actor, registration)


def _made(
    actor: Actor, registration: Registration, bases: Sequence[Basis], numbers: dict[str, str]
) -> Participant | DomainError:
    """The record, if there may be one; a number of the one is known to the next."""
    today = clock.today()
    try:
        _check(registration, today)
        refuse_number(registration.national_insurance_number, numbers)
        person = _record(actor, registration, today)
        person.lawful_bases = [lawful_basis(person, basis, today) for basis in bases]
        person.registered()
    except DomainError as refused:
        return refused
    if person.national_insurance_number is not None:
        numbers[person.national_insurance_number] = person.reference
    return person


def _keep(session: Session, actor: Actor, people: Sequence[Participant]) -> None:
    """Write what there is of them, and say that they are with us."""
    today = clock.today()
    happened = [
        fact
        for person in people
        for told in (person.registered(), _first_adviser(actor, person, today), person.contact_card_changed())
        for fact in told
    ]
    with number_told_once(session):
        participants.add(session, people, findable.FINDABLE)
    findable.add(session, people)
    duplicates.look_for(session, actor, *people)
    recommendations.mark_due(session, *(person.id for person in people))
    outbox.record(session, *happened, of_new=True)


def _check(registration: Registration, today: date) -> None:
    known(registration.heard_of, codes.in_use("heard-of", today), "heard_of")
    details = {
        "card": registration.card,
        "accessibility_needs": registration.accessibility_needs,
        "date_of_birth": registration.date_of_birth,
    }
    check_details(details, today)


def _record(actor: Actor, registration: Registration, today: date) -> Participant:
    id = new_id()
    return register(
        registration,
        id=id,
        membership_id=new_id(),
        reference=reference("P", id),
        organisation_id=policy.organisation_of(actor),
        by=policy.account_of(actor),
        at=clock.now(),
        today=today,
    )


def lawful_basis(person: Participant, given: Basis, today: date) -> LawfulBasis:
    """The ground as it will be kept: of a known kind, for a known purpose, and not from a day to come."""
    known(given.purpose, codes.in_use("purposes", today), "lawful_bases")
    return LawfulBasis(
        id=new_id(),
        participant_id=person.id,
        purpose=given.purpose,
        basis=given.basis,
        article=article_of(given.basis, codes.articles()),
        source=given.source,
        from_on=not_in_future(given.from_on or person.registered_on, today, "lawful_bases"),
    )


def _first_adviser(actor: Actor, person: Participant, today: date) -> list[Happened]:
    """Whoever registers a person as an adviser looks after them until somebody else does."""
    if not actor.has("adviser"):
        return []
    return person.allocate(policy.account_of(actor), person.organisation_id, person.registered_on, today)
