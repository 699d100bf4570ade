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
    number_told_once,
    refuse_known_number,
    refuse_look_alike,
)
from services.casework.domain.codes import known
from services.casework.domain.dates import not_in_future
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


def register_participant(
    session: Session,
    actor: Actor,
    registration: Registration,
    bases: Sequence[Basis],
    *,
    different_person: bool = False,
) -> Participant:
    """An adviser registers a person; the adviser's organisation answers for the record and helps."""
    today = clock.today()
    _check(registration, today)
    refuse_known_number(session, actor, registration.national_insurance_number)
    if not different_person:
        refuse_look_alike(session, actor, registration)
    person = _record(actor, registration, today)
    person.lawful_bases = [lawful_basis(person, basis, today) for basis in bases]
    happened = person.registered()
    with number_told_once(session):
        participants.add(session, person)
    findable.make_findable(session, person)
    duplicates.look_for(session, actor, person)
    recommendations.mark_due(session, person.id)
    outbox.record(session, *happened, *_first_adviser(actor, person, today), *person.contact_card_changed())
    return person


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
