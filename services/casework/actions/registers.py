"""The register of a group session: one entry for everybody, and a contact in the timeline of all who came."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from services.casework import policy, reference
from services.casework.actions.absences import look_at_absences
from services.casework.actions.groups import own_session, with_register
from services.casework.actions.records import record_of
from services.casework.domain.appointments import CAME
from services.casework.domain.codes import known
from services.casework.domain.contacts import Contact
from services.casework.domain.errors import DomainError
from services.casework.domain.groups import GroupPlace, GroupSession, Mark
from services.casework.domain.happened import Happened
from services.casework.store import contacts, groups
from services.casework.store.groups import group_place


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a register."""

    participant_id: UUID
    attendance: str
    acceptability: str | None = None
    reason: str | None = None
    note: str | None = None
    """What was said, for the contact: a fact of its own beside attendance."""


def enter_register(
    session: Session, actor: Actor, session_id: UUID, entries: Sequence[Entry]
) -> dict[str, Any]:
    """Mark everybody at once, also those who walked in; if one line cannot be, none is."""
    group = own_session(session, actor, session_id)
    seen = policy.visible(actor, group_place.c.participant_id)
    places = {place.participant_id: place for place in groups.places_in(session, group.id, seen)}
    _once_each(entries)
    happened = []
    for number, entry in enumerate(entries):
        try:
            happened += _mark(session, actor, group, places.get(entry.participant_id), entry)
        except DomainError as error:
            raise _at_line(error, number) from None
    outbox.record(session, *happened)
    for entry in entries:
        if entry.attendance not in CAME:
            look_at_absences(session, record_of(session, actor, entry.participant_id, for_update=True))
    return with_register(session, actor, group)


def _mark(
    session: Session, actor: Actor, group: GroupSession, place: GroupPlace | None, entry: Entry
) -> list[Happened]:
    today, now = clock.today(), clock.now()
    if entry.reason is not None:
        known(entry.reason, reference.in_use("missed-reasons", today), "reason")
    mark = Mark(entry.attendance, entry.acceptability, entry.reason, policy.account_of(actor), now)
    if place is None or place.status == "waiting":
        place = _walked_in(session, actor, group, place, entry)
    on = clock.local(group.starts_at).date()
    happened = place.mark(group, mark, on, now)
    groups.keep(session, place)
    return happened + (note_contact(session, actor, group, place, entry.note) if place.came else [])


def _walked_in(
    session: Session, actor: Actor, group: GroupSession, waits: GroupPlace | None, entry: Entry
) -> GroupPlace:
    """Somebody who had no place, and came: they take none from those who had."""
    if waits is not None:
        group.waiting -= 1
        waits.walked_in = True
        return waits
    person = record_of(session, actor, entry.participant_id)
    return GroupPlace(
        id=new_id(),
        session_id=group.id,
        participant_id=person.id,
        asked_by="adviser",
        asked_by_id=policy.account_of(actor),
        asked_at=clock.now(),
        walked_in=True,
    )


def note_contact(
    session: Session, actor: Actor, group: GroupSession, place: GroupPlace, note: str | None
) -> list[Happened]:
    """Whoever came has it in their timeline, as a contact."""
    contact = Contact(
        id=new_id(),
        participant_id=place.participant_id,
        organisation_id=policy.organisation_of(actor),
        channel=group.channel,
        direction="in",
        occurred_at=group.starts_at,
        summary=f"{group.title}. {note}" if note else group.title,
        assisted=False,
        recorded_by=policy.account_of(actor),
        recorded_by_name=actor.name,
        recorded_at=clock.now(),
    )
    happened = contact.record(clock.now(), clock.local)
    contacts.add(session, contact)
    place.contact_id = contact.id
    return happened


def _once_each(entries: Sequence[Entry]) -> None:
    found: set[UUID] = set()
    for number, entry in enumerate(entries):
        if entry.participant_id in found:
            advice = {f"entries.{number}.participant_id": ["Leave this out: it is there already."]}
            raise DomainError("entry-twice", "The same person stands twice in the register.", advice)
        found.add(entry.participant_id)


def _at_line(error: DomainError, number: int) -> DomainError:
    """The same refusal, at the line that it is about."""
    fields = error.errors or {"attendance": [error.detail]}
    errors = {f"entries.{number}.{name}": advice for name, advice in fields.items()}
    return type(error)(error.code, error.detail, errors)
