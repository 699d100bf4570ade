"""Booking, moving and calling off appointments, and recording whether the participant came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from chassis.store import access
from chassis.store.paging import Page, page
from services.casework import policy, reference
from services.casework.actions import passing_on
from services.casework.actions.absences import look_at_absences
from services.casework.actions.records import read, record_of
from services.casework.domain.appointments import CAME, Appointment, Attendance
from services.casework.domain.codes import known
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.participants import Participant
from services.casework.domain.travel import saves
from services.casework.store import (
    appointments,
    availability,
    calls,
    covers,
    former_attendance,
    groups,
    participants,
    staff,
    travel,
)
from services.casework.store.appointments import appointment as table


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """The time that somebody would like: a free slot or, for an adviser, any time of their own."""

    slot_id: UUID | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    channel: str | None = None
    place: str | None = None
    purpose: str | None = None
    reason: str | None = None
    """Why an appointment is moved."""


def book_appointment(session: Session, actor: Actor, participant_id: UUID, wanted: Wanted) -> Appointment:
    """A participant takes a free slot; an adviser also takes any free time of their own."""
    person = record_of(session, actor, participant_id, for_update=True)
    booked = _appointment(session, actor, person, wanted)
    happened = booked.book(clock.today(), clock.now())
    _add(session, booked)
    outbox.record(session, *happened)
    return booked


def rearrange_appointment(
    session: Session, actor: Actor, appointment_id: UUID, wanted: Wanted
) -> Appointment:
    """Another time is found: a new appointment, which supersedes the old one."""
    old = appointment_of(session, actor, appointment_id, for_update=True)
    person = record_of(session, actor, old.participant_id, for_update=True)
    return _in_its_place(session, actor, person, old, _like(old, wanted), old.adviser_id)


def hand_to_cover(session: Session, actor: Actor, appointment_id: UUID, reason: str | None) -> Appointment:
    """Whoever stands in for the adviser on that day keeps the appointment, at the same time: a new one."""
    old = appointment_of(session, actor, appointment_id, for_update=True)
    person = record_of(session, actor, old.participant_id, for_update=True)
    day = clock.local(old.starts_at).date()
    held = covers.on(session, policy.organisation_of(actor), day)
    cover = next((each for each in held if each.adviser_id == old.adviser_id), None)
    if cover is None:
        raise Conflict("no-cover", "Nobody stands in for this adviser on that day. Arrange cover first.")
    wanted = _like(old, Wanted(starts_at=old.starts_at, ends_at=old.ends_at, reason=reason))
    return _in_its_place(session, actor, person, old, wanted, cover.covered_by)


def cancel_appointment(
    session: Session, actor: Actor, appointment_id: UUID, reason: str | None
) -> Appointment:
    """It will not take place, and the time is free again."""
    appointment = appointment_of(session, actor, appointment_id, for_update=True)
    by = policy.by(actor, appointment.participant_id)
    happened = appointment.cancel(by, reason, clock.today(), clock.now())
    _no_longer(session, appointment)
    outbox.record(session, *happened)
    return appointment


def record_attendance(
    session: Session,
    actor: Actor,
    appointment_id: UUID,
    attendance: str,
    acceptability: str | None,
    reason: str | None,
) -> Appointment:
    """Whether the participant came, on the day of the appointment."""
    appointment = appointment_of(session, actor, appointment_id, for_update=True)
    person = record_of(session, actor, appointment.participant_id, for_update=True)
    if reason is not None:
        known(reason, reference.in_use("missed-reasons", clock.today()), "reason")
    fact = Attendance(
        id=new_id(),
        appointment_id=appointment.id,
        attendance=attendance,
        acceptability=acceptability,
        reason=reason,
        occurred_on=clock.local(appointment.starts_at).date(),
        recorded_by=policy.account_of(actor),
        recorded_at=clock.now(),
    )
    outbox.record(session, *appointment.record_attendance(fact, clock.now()))
    if fact.attendance not in CAME:
        look_at_absences(session, person)
    return appointment


def show_appointment(session: Session, actor: Actor, appointment_id: UUID) -> dict[str, Any]:
    """One appointment. That it was read is written down."""
    appointment = appointment_of(session, actor, appointment_id)
    access.record_read(session, actor, appointment.participant_id, "appointment")
    former = former_attendance.about(session, appointment.id)
    return shown(session, [appointment])[0] | {"former": former}


def list_appointments(
    session: Session, actor: Actor, participant_id: UUID, *, cursor: str | None, limit: int
) -> Page[dict[str, Any]]:
    """A person's appointments, the latest first."""
    read(session, actor, participant_id, "appointments")
    found = page(
        session,
        appointments.of(participant_id),
        keys=(table.c.starts_at, table.c.id),
        cursor=cursor,
        limit=limit,
        descending=True,
    )
    return Page(shown(session, found.items), found.next)


def list_diary(
    session: Session,
    actor: Actor,
    *,
    adviser_id: UUID | None,
    since: datetime | None,
    until: datetime | None,
    cursor: str | None,
    limit: int,
) -> Page[dict[str, Any]]:
    """What stands in an adviser's diary from now on; a team leader sees everybody's."""
    whose = adviser_id if adviser_id or actor.has("team leader") else actor.id
    seen = policy.visible(actor, table.c.participant_id)
    query = appointments.diary(seen, whose, since or clock.now(), until)
    found = page(session, query, keys=(table.c.starts_at, table.c.id), cursor=cursor, limit=limit)
    access.list_read(session, actor, (appointment.participant_id for appointment in found.items))
    return Page(shown(session, found.items), found.next)


def appointment_of(
    session: Session, actor: Actor, appointment_id: UUID, *, for_update: bool = False
) -> Appointment:
    """An appointment of somebody whose record the actor may see."""
    seen = policy.visible(actor, table.c.participant_id)
    return policy.found(appointments.find(session, seen, appointment_id, for_update=for_update))


def next_appointment(session: Session, participant_id: UUID) -> dict[str, Any] | None:
    """The person's next appointment, as it is shown; for pages that have noted already what is read."""
    found = appointments.next_of(session, participant_id, clock.now())
    return None if found is None else shown(session, [found])[0]


def shown(session: Session, some: Sequence[Appointment]) -> list[dict[str, Any]]:
    """Appointments with where they stand now and whom they are with."""
    people = participants.called(session, {one.participant_id for one in some})
    now = clock.now()
    return [
        {"appointment": one, "status": one.status(now), "called": people.get(one.participant_id)}
        for one in some
    ]


def _in_its_place(
    session: Session, actor: Actor, person: Participant, old: Appointment, wanted: Wanted, adviser_id: UUID
) -> Appointment:
    """A new appointment stands in for the old one."""
    new = _appointment(session, actor, person, wanted, adviser_id=adviser_id)
    new.supersedes = old.id
    by, today, now = policy.by(actor, person.id), clock.today(), clock.now()
    happened = [*old.rearrange(new.id, by, today, now, wanted.reason), *new.book(today, now)]
    _no_longer(session, old)
    _add(session, new)
    outbox.record(session, *happened)
    return new


def _add(session: Session, booked: Appointment) -> None:
    """Nobody is in a group and in a meeting at once; of two meetings the database refuses one by itself."""
    if groups.is_engaged(session, booked.participant_id, booked.starts_at, booked.ends_at):
        raise Conflict("already-booked", "There is a group session for this person at that time.")
    appointments.add(session, booked)


def _no_longer(session: Session, moved: Appointment) -> None:
    """Its time is free again, and nobody is rung about it any more, but to say that it is called off."""
    appointments.give_back(session, moved)
    calls.drop_about(session, moved.id, clock.now())
    passing_on.no_longer(session, moved)


def _appointment(
    session: Session, actor: Actor, person: Participant, wanted: Wanted, adviser_id: UUID | None = None
) -> Appointment:
    by = policy.by(actor, person.id)
    time = _time(session, actor, person, wanted, adviser_id)
    stated = travel.latest(session, person.id)
    return Appointment(
        id=new_id(),
        participant_id=person.id,
        purpose=wanted.purpose,
        with_whom=_name(session, actor, time["adviser_id"]),
        booked_by=by.party,
        booked_by_id=by.account_id,
        booked_at=clock.now(),
        assisted=by.assisted,
        travel_saved_minutes=saves(time["channel"], stated),
        **time,
    )


def _time(
    session: Session, actor: Actor, person: Participant, wanted: Wanted, adviser_id: UUID | None
) -> dict[str, Any]:
    if wanted.slot_id is not None:
        return _slot(session, person, wanted)
    if policy.by(actor, person.id).party != "adviser":
        advice = {"slot_id": ["Choose one of the free slots."]}
        raise DomainError("no-slot", "Choose one of the free slots.", advice)
    if wanted.starts_at is None or wanted.ends_at is None:
        advice = {"slot_id": ["Choose a slot, or give a start and an end."]}
        raise DomainError("no-time", "When is it to be?", advice)
    return {
        "adviser_id": adviser_id or policy.account_of(actor),
        "organisation_id": person.organisation_id,
        "starts_at": wanted.starts_at,
        "ends_at": wanted.ends_at,
        "channel": wanted.channel or "in-person",
        "place": wanted.place,
    }


def _slot(session: Session, person: Participant, wanted: Wanted) -> dict[str, Any]:
    assert wanted.slot_id is not None
    slot = availability.bookable(session, wanted.slot_id, person.organisation_id)
    if slot is None:
        advice = {"slot_id": ["Choose one of the free slots."]}
        raise DomainError("no-such-slot", "There is no such slot any more.", advice)
    channel = known(wanted.channel or slot.channels[0], slot.channels, "channel")
    return {
        "adviser_id": slot.adviser_id,
        "organisation_id": slot.organisation_id,
        "starts_at": slot.starts_at,
        "ends_at": slot.ends_at,
        "channel": channel,
        "place": slot.place if channel == "in-person" else None,
    }


def _like(old: Appointment, wanted: Wanted) -> Wanted:
    """What is not said anew stays as it was."""
    return Wanted(
        slot_id=wanted.slot_id,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        channel=wanted.channel or (None if wanted.slot_id else old.channel),
        place=wanted.place or old.place,
        purpose=wanted.purpose or old.purpose,
        reason=wanted.reason,
    )


def _name(session: Session, actor: Actor, adviser_id: UUID) -> str | None:
    if adviser_id == actor.id:
        return actor.name
    return staff.names(session, {adviser_id}).get(adviser_id)
