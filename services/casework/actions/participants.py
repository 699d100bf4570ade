"""Correcting what was written down of people, giving them an adviser, showing their records."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.messaging import outbox
from chassis.store import access
from chassis.store.paging import Page, page
from chassis.store.tables import access_log
from services.casework import policy
from services.casework import reference as codes
from services.casework.actions import duplicates, records
from services.casework.actions.colleagues import require_colleague
from services.casework.actions.explaining import explained
from services.casework.actions.person_checks import check_details, number_told_once, refuse_known_number
from services.casework.actions.records import record_of
from services.casework.domain.participants import Participant, opens_on, weeks_since
from services.casework.domain.spells import without_work_since
from services.casework.store import (
    caseload,
    findable,
    organisations,
    participants,
    recommendations,
    transfers,
)
from services.casework.store.participants import participant as table


def amend_participant(
    session: Session, actor: Actor, person: Participant, changes: Mapping[str, Any]
) -> Participant:
    """Correct what was written down. `changes` holds only what is to be different."""
    today = clock.today()
    by = policy.by(actor, person.id)
    policy.require(policy.may_amend(by, changes), "Ask your adviser to correct this.")
    check_details(changes, today)
    if (number := changes.get("national_insurance_number")) != person.national_insurance_number:
        refuse_known_number(session, actor, number)
    happened = person.amend(**changes)
    with number_told_once(session):
        participants.make_findable(session, person)
    findable.make_findable(session, person)
    duplicates.look_for(session, actor, person)
    recommendations.mark_due(session, person.id)
    outbox.record(session, *happened)
    return person


def allocate_participant(
    session: Session, actor: Actor, participant_id: UUID, adviser_id: UUID, on: date
) -> Participant:
    """A person gets an adviser of the organisation that provides for them."""
    person = record_of(session, actor, participant_id, for_update=True)
    organisation_id = policy.organisation_of(actor)
    require_colleague(session, actor, adviser_id)
    happened = person.allocate(adviser_id, organisation_id, on, clock.today())
    transfers.overtake(session, participant_id, clock.now())
    outbox.record(session, *happened, *person.contact_card_changed())
    return person


def link_account(session: Session, account_id: UUID, person_id: UUID, on: date) -> None:
    """The gateway says that this person can sign in now."""
    if (person := participants.get(session, person_id, for_update=True)) is not None:
        person.link(account_id, on)


def show_participant(session: Session, actor: Actor, participant_id: UUID) -> dict[str, Any]:
    """The record, as its reader sees it. That it was read is written down."""
    return _with_what_follows(records.shown_to(session, actor, participant_id), clock.today())


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
        participants.searched(caseload.rows(policy.visible(actor), clock.now()), search, adviser_id),
        keys=(table.c.registered_on, table.c.id),
        cursor=cursor,
        limit=limit,
        descending=True,
    )
    access.list_read(session, actor, (row.id for row in found.items))
    today = clock.today()
    return Page([_with_what_follows(row, today) for row in found.items], found.next)


def list_readers(
    session: Session, actor: Actor, participant_id: UUID, *, cursor: str | None, limit: int
) -> Page[dict[str, Any]]:
    """Who has read this record, the latest first; for the person and the data-protection officer."""
    records.of_merged(session, actor, participant_id)
    person = record_of(session, actor, participant_id)
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
    items = [
        {**row, "organisation_name": names.get(row["org"])} for row in explained(session, person, found.items)
    ]
    return Page(items, found.next)


def as_shown(session: Session, person: Participant) -> dict[str, Any]:
    """The record with what follows from it: names of others, weeks out of work and what opens by them."""
    return _with_what_follows(records.shown(session, person.id), clock.today())


def _with_what_follows(record: Any, today: date) -> dict[str, Any]:
    since = without_work_since(record.out_of_work_since, record.worked, today)
    return {
        "participant": record,
        "adviser_name": record.adviser_name,
        "organisation_name": record.organisation_name,
        "weeks_out_of_work": weeks_since(since, today),
        "opens": _opens(since, today),
    }


def _opens(since: date | None, today: date) -> list[dict[str, Any]]:
    """What opens to somebody after so many weeks out of work, and whether it is open yet."""
    if since is None:
        return []
    days = [(code, opens_on(since, int(code.extra["weeks"]))) for code in codes.codes("opens")]
    return [
        {"code": code.code, "label": code.label, "opens_on": day, "is_open": day <= today}
        for code, day in days
    ]
