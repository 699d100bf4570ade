"""Recording contacts on every channel, and the timeline in which all of them sit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from chassis.store import access
from chassis.store.paging import Page, page
from services.casework import policy
from services.casework.actions.appointments import appointment_of
from services.casework.actions.records import card_of, read
from services.casework.domain.calls import Call
from services.casework.domain.cautions import against, is_quiet, require_reason
from services.casework.domain.contact import ContactCard
from services.casework.domain.contacts import Contact
from services.casework.domain.errors import DomainError
from services.casework.domain.outgoing import REMEMBERED, Outgoing, follows, said_before
from services.casework.domain.timeline import Moment
from services.casework.store import calls, contacts, in_work, outgoing, timeline
from services.casework.store.calls import call as call_table
from services.casework.store.participants import participant

IN_WORK = "in-work"
"""How the reasons of calls to people in work begin."""
AT_MOST = 50
"""Calls on the list of one morning."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """A contact as it is told."""

    channel: str
    direction: str
    occurred_at: datetime | None = None
    summary: str | None = None
    assisted: bool = False
    call_id: UUID | None = None
    appointment_id: UUID | None = None
    voicemail: bool = False
    own_name: bool = False
    """Whether we said who we are, to somebody who had asked for another name."""
    because: str | None = None


def record_contact(session: Session, actor: Actor, participant_id: UUID, said: Said) -> Contact:
    """Somebody was in touch with the person; with a call of the call list, that call is made."""
    card = card_of(session, actor, participant_id)
    contact = _contact(actor, participant_id, said)
    happened = contact.record(clock.now(), clock.local)
    contact.against = _against(card, contact, said)
    if said.call_id is not None:
        call = policy.found(calls.get(session, said.call_id), "There is no such call.")
        call.close(participant_id, contact.id, clock.now())
        _spoken_to(session, call)
    if said.appointment_id is not None:
        _check_appointment(session, actor, participant_id, said.appointment_id)
    contacts.add(session, contact)
    outbox.record(session, *happened, of_new=True)
    return contact


def record_group_contact(session: Session, actor: Actor, people: Sequence[UUID], said: Said) -> int:
    """Many people had one contact, such as a job club: it is in all of their records, or in none."""
    whose = list(dict.fromkeys(people))
    for participant_id in whose:
        record_contact(session, actor, participant_id, said)
    return len(whose)


def show_timeline(
    session: Session, actor: Actor, participant_id: UUID, *, cursor: str | None, limit: int
) -> Page[Moment]:
    """Everything that happened with a person, the latest first; what staff noted is for staff to read."""
    read(session, actor, participant_id, "timeline")
    by = policy.by(actor, participant_id)
    everything = timeline.of(participant_id, session.info["service"].settings.timezone)
    found = page(
        session,
        select(everything),
        keys=(everything.c.order_at, everything.c.row_id, everything.c.what),
        cursor=cursor,
        limit=limit,
        descending=True,
    )
    with_notes = by.party == "adviser" or by.assisted
    before = _follows(session, found.items)
    items = [timeline.moment(row, with_notes=with_notes, follows=before.get(row.id)) for row in found.items]
    return Page(items, found.next)


def contact_advice(session: Session, actor: Actor, participant_id: UUID) -> dict[str, Any]:
    """What to know before one gets in touch: what they asked for, and what was sent last."""
    person = read(session, actor, participant_id, "contact advice")
    sent = outgoing.to(session, [participant_id], clock.now() - REMEMBERED)
    return {
        "card": person.card,
        "is_quiet_now": is_quiet(person.card.safe_contact, clock.local(clock.now()).time()),
        "said_before": said_before(sent.get(participant_id, [])),
    }


def list_calls(session: Session, actor: Actor, *, cursor: str | None, limit: int) -> Page[dict[str, Any]]:
    """Who has to be rung, the most pressing first. That each was read is written down."""
    seen = policy.visible(actor, call_table.c.participant_id)
    keys = (call_table.c.due_on, call_table.c.id)
    found = page(session, calls.open_calls(seen), keys=keys, cursor=cursor, limit=limit)
    for row in found.items:
        access.record_read(session, actor, row[0].participant_id, "call list")
    return Page(_to_ring(session, found.items), found.next)


def calls_of(session: Session, actor: Actor, advisers: Collection[UUID]) -> list[dict[str, Any]]:
    """Calls to the people of these advisers, the most pressing first. Each reading is written down."""
    seen = policy.visible(actor, call_table.c.participant_id)
    theirs = calls.open_calls(seen).where(participant.c.adviser_id.in_(advisers))
    rows = session.execute(theirs.order_by(call_table.c.due_on, call_table.c.id).limit(AT_MOST)).all()
    for row in rows:
        access.record_read(session, actor, row[0].participant_id, "call list")
    return _to_ring(session, rows)


def _to_ring(session: Session, rows: Sequence[Any]) -> list[dict[str, Any]]:
    people = {row[0].participant_id for row in rows}
    sent = outgoing.to(session, people, clock.now() - REMEMBERED) if people else {}
    abouts = {row[0].about for row in rows if row[0].about and row[0].reason.startswith(IN_WORK)}
    asked = in_work.waiting(session, abouts) if abouts else {}
    return [
        {
            "call": call,
            "called": called,
            "full_name": full_name,
            "phone": card.phone,
            "language": card.language,
            "safe_contact": card.safe_contact,
            "said_before": said_before(sent.get(call.participant_id, [])),
            "check_id": asked.get(call.about),
        }
        for call, called, full_name, card in (row[:4] for row in rows)
    ]


def _spoken_to(session: Session, call: Call) -> None:
    """Whoever was rung about staying in work has been spoken to: the warning has done its work."""
    seen = in_work.in_work_plan.c.participant_id == call.participant_id
    plan = in_work.find(session, seen, call.about) if call.about and call.reason.startswith(IN_WORK) else None
    if plan is not None and plan.stopped_on is None:
        plan.settle()


def _follows(session: Session, rows: Sequence[Any]) -> dict[UUID, Outgoing]:
    """What the messages among these moments followed."""
    messages = [row.id for row in rows if row.kind == "message"]
    return follows(outgoing.about(session, messages)) if messages else {}


def _against(card: ContactCard, contact: Contact, said: Said) -> list[str]:
    at = clock.local(contact.occurred_at).time()
    codes = against(card, said.channel, said.direction, at, voicemail=said.voicemail, own_name=said.own_name)
    require_reason(codes, said.because)
    return codes


def _contact(actor: Actor, participant_id: UUID, said: Said) -> Contact:
    now = clock.now()
    return Contact(
        id=new_id(),
        participant_id=participant_id,
        organisation_id=policy.organisation_of(actor),
        channel=said.channel,
        direction=said.direction,
        occurred_at=said.occurred_at or now,
        summary=said.summary,
        assisted=said.assisted or actor.acting_for == participant_id,
        recorded_by=policy.account_of(actor),
        recorded_by_name=actor.name,
        recorded_at=now,
        call_id=said.call_id,
        appointment_id=said.appointment_id,
        voicemail=said.voicemail,
        because=said.because,
    )


def _check_appointment(session: Session, actor: Actor, participant_id: UUID, appointment_id: UUID) -> None:
    if appointment_of(session, actor, appointment_id).participant_id != participant_id:
        advice = {"appointment_id": ["Choose an appointment of this person."]}
        raise DomainError("appointment-of-another", "That appointment is somebody else's.", advice)
