"""Registering people, correcting what was written down, giving them an adviser, showing their record."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id, reference
from chassis.messaging import outbox
from chassis.store import access
from chassis.store.paging import Page, page
from chassis.store.tables import access_log
from services.casework import policy
from services.casework import reference as codes
from services.casework.actions.records import read, record_of
from services.casework.domain import identity
from services.casework.domain.codes import all_known, known
from services.casework.domain.contact import ContactCard
from services.casework.domain.dates import not_in_future
from services.casework.domain.errors import Conflict
from services.casework.domain.lawful import LawfulBasis, article_of
from services.casework.domain.participants import Participant, Registration, opens_on, register
from services.casework.store import organisations, participants, recommendations, staff
from services.casework.store.participants import participant as table


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
    policy.require(actor.org is not None, "Choose the organisation for which you register people.")
    today = clock.today()
    _check_codes(registration, today)
    if not different_person:
        _refuse_look_alike(session, actor, registration)
    _refuse_known_number(session, actor, registration.national_insurance_number)
    person = _record(actor, registration, today)
    person.lawful_bases = [_basis(person, basis) for basis in bases]
    happened = person.registered()
    with _number_told_once(session):
        participants.add(session, person)
    recommendations.mark_due(session, person.id)
    outbox.record(session, *happened, *_first_adviser(actor, person, today), *person.contact_card_changed())
    return person


def amend_participant(
    session: Session, actor: Actor, person: Participant, changes: Mapping[str, Any]
) -> Participant:
    """Correct what was written down. `changes` holds only what is to be different."""
    today = clock.today()
    by = policy.by(actor, person.id)
    policy.require(policy.may_amend(by, changes), "Ask your adviser to correct this.")
    _check_changes(changes, today)
    if (number := changes.get("national_insurance_number")) != person.national_insurance_number:
        _refuse_known_number(session, actor, number)
    happened = person.amend(**changes)
    with _number_told_once(session):
        participants.make_findable(session, person)
    recommendations.mark_due(session, person.id)
    outbox.record(session, *happened)
    return person


def allocate_participant(
    session: Session, actor: Actor, participant_id: UUID, adviser_id: UUID, on: date
) -> Participant:
    """A person gets an adviser of the organisation that provides for them."""
    person = record_of(session, actor, participant_id, for_update=True)
    policy.require(actor.org is not None)
    colleague = staff.find(session, adviser_id)
    known_here = colleague is not None and colleague.organisation_id == actor.org
    if adviser_id != actor.id and not known_here:
        raise Conflict(
            "not-a-colleague",
            "Nobody with this account works here.",
            {"adviser_id": ["Choose an adviser of your organisation."]},
        )
    happened = person.allocate(adviser_id, actor.org, on, clock.today())
    outbox.record(session, *happened, *person.contact_card_changed())
    return person


def link_account(session: Session, account_id: UUID, person_id: UUID, on: date) -> None:
    """The gateway says that this person can sign in now."""
    if (person := participants.get(session, person_id, for_update=True)) is not None:
        person.link(account_id, on)


def show_participant(session: Session, actor: Actor, participant_id: UUID) -> dict[str, Any]:
    """The record, as its reader sees it. That it was read is written down."""
    return as_shown(session, read(session, actor, participant_id, "record"))


def list_participants(
    session: Session,
    actor: Actor,
    *,
    search: str | None,
    adviser_id: UUID | None,
    cursor: str | None,
    limit: int,
) -> Page[dict[str, Any]]:
    """The caseload: those whom the actor may see, the latest registered first."""
    found = page(
        session,
        participants.caseload(policy.visible(actor), search, adviser_id),
        keys=(table.c.registered_on, table.c.id),
        cursor=cursor,
        limit=limit,
        descending=True,
    )
    return Page(_with_names(session, found.items), found.next)


def list_readers(
    session: Session, actor: Actor, participant_id: UUID, *, cursor: str | None, limit: int
) -> Page[dict[str, Any]]:
    """Who has read this record, the latest first; for the person and the data-protection officer."""
    record_of(session, actor, participant_id)
    policy.require(policy.may_see_access(actor, participant_id))
    found = page(
        session,
        access.reads_of(session, participant_id),
        keys=(access_log.c.at, access_log.c.id),
        cursor=cursor,
        limit=limit,
        descending=True,
    )
    names = organisations.names(session, {row.org for row in found.items})
    items = [{**row._mapping, "organisation_name": names.get(row.org)} for row in found.items]
    return Page(items, found.next)


def as_shown(session: Session, person: Participant) -> dict[str, Any]:
    """The record with what follows from it: names of others, weeks out of work and what opens by them."""
    return _with_names(session, [person])[0]


def _with_names(session: Session, people: Sequence[Participant]) -> list[dict[str, Any]]:
    advisers = staff.names(session, {person.adviser_id for person in people})
    employers = organisations.names(session, {person.organisation_id for person in people})
    today = clock.today()
    return [
        {
            "participant": person,
            "adviser_name": advisers.get(person.adviser_id),
            "organisation_name": employers.get(person.organisation_id),
            "weeks_out_of_work": person.weeks_out_of_work(today),
            "opens": _opens(person, today),
        }
        for person in people
    ]


def _opens(person: Participant, today: date) -> list[dict[str, Any]]:
    """What opens to somebody after so many weeks out of work, and whether it is open yet."""
    if person.out_of_work_since is None:
        return []
    days = [
        (code, opens_on(person.out_of_work_since, int(code.extra["weeks"]))) for code in codes.codes("opens")
    ]
    return [
        {"code": code.code, "label": code.label, "opens_on": day, "is_open": day <= today}
        for code, day in days
    ]


def _check_codes(registration: Registration, today: date) -> None:
    known(registration.heard_of, codes.in_use("heard-of", today), "heard_of")
    _check_changes(
        {
            "card": registration.card,
            "accessibility_needs": registration.accessibility_needs,
            "date_of_birth": registration.date_of_birth,
        },
        today,
    )


def _check_changes(changes: Mapping[str, Any], today: date) -> None:
    all_known(
        changes.get("accessibility_needs") or (),
        codes.in_use("accessibility-needs", today),
        "accessibility_needs",
    )
    if (card := changes.get("card")) is not None:
        assert isinstance(card, ContactCard)
        known(card.language, codes.in_use("languages", today), "contact.language")
    if (born := changes.get("date_of_birth")) is not None:
        identity.date_of_birth(born, today)
    if (since := changes.get("out_of_work_since")) is not None:
        not_in_future(since, today, "out_of_work_since")


def _record(actor: Actor, registration: Registration, today: date) -> Participant:
    id = new_id()
    assert actor.org is not None
    assert actor.id is not None
    return register(
        registration,
        id=id,
        membership_id=new_id(),
        reference=reference("P", id),
        organisation_id=actor.org,
        by=actor.id,
        at=clock.now(),
        today=today,
    )


def _basis(person: Participant, given: Basis) -> LawfulBasis:
    known(given.purpose, {code.code for code in codes.codes("purposes")}, "lawful_bases")
    return LawfulBasis(
        id=new_id(),
        participant_id=person.id,
        purpose=given.purpose,
        basis=given.basis,
        article=article_of(given.basis, codes.articles()),
        source=given.source,
        from_on=given.from_on or person.registered_on,
    )


def _first_adviser(actor: Actor, person: Participant, today: date) -> list[Any]:
    """Whoever registers a person as an adviser looks after them until somebody else does."""
    if not actor.has("adviser"):
        return []
    assert actor.id is not None
    return person.allocate(actor.id, person.organisation_id, person.registered_on, today)


@contextmanager
def _number_told_once(session: Session) -> Iterator[None]:
    """The unique index has the last word on a number: it sees every record, also when two come at once."""
    try:
        with session.begin_nested():
            yield
    except IntegrityError as error:
        if "national_insurance_index" not in str(error.orig):
            raise
        raise _number_is_known("Somebody else holds a record with this number.") from None


def _refuse_known_number(session: Session, actor: Actor, number: str | None) -> None:
    if number is None:
        return
    if (known_one := participants.with_number(session, policy.visible(actor), number)) is not None:
        raise _number_is_known(f"{known_one.reference} has this number.")


def _number_is_known(detail: str) -> Conflict:
    advice = {"national_insurance_number": ["Open the record that is there, or check the number."]}
    return Conflict("already-registered", detail, advice)


def _refuse_look_alike(session: Session, actor: Actor, registration: Registration) -> None:
    """The same day of birth and a word of the name in common: the adviser has to say that it is another."""
    if registration.date_of_birth is None:
        return
    words = identity.name_words(registration.full_name)
    for other in participants.born_on(session, policy.visible(actor), registration.date_of_birth):
        if words & identity.name_words(other.full_name):
            advice = {"different_person": ["Open that record, or say that this is a different person."]}
            raise Conflict("perhaps-registered", f"{other.reference} may be the same person.", advice)
