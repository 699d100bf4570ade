"""Attendance that was recorded wrongly is put right, alone and in a group; what rested on it follows."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from services.casework import policy, reference
from services.casework.actions.absences import look_at_absences
from services.casework.actions.appointments import appointment_of
from services.casework.actions.records import record_of
from services.casework.actions.registers import note_contact
from services.casework.domain.appointments import Appointment
from services.casework.domain.codes import known
from services.casework.domain.former_attendance import Answer, Correction
from services.casework.domain.groups import GroupPlace, GroupSession
from services.casework.domain.happened import Happened
from services.casework.store import absences, contacts, groups
from services.casework.store.groups import group_place


@dataclass(frozen=True, kw_only=True)
class Right:
    """What is right, and why what was recorded is not."""

    attendance: str
    acceptability: str | None
    reason: str | None
    because: str

    @property
    def said(self) -> Answer:
        """What is to hold."""
        return self.attendance, self.acceptability, self.reason


def correct_attendance(session: Session, actor: Actor, appointment_id: UUID, right: Right) -> Appointment:
    """What was said of an appointment was wrong; this holds."""
    appointment = appointment_of(session, actor, appointment_id, for_update=True)
    record_of(session, actor, appointment.participant_id, for_update=True)
    former, happened = appointment.correct_attendance(right.said, _correction(actor, right))
    session.add(former)
    outbox.record(session, *happened)
    if appointment.attendance is not None:
        _follow(session, actor, appointment.participant_id, appointment.attendance.id)
    return appointment


def correct_register(session: Session, actor: Actor, place_id: UUID, right: Right) -> GroupPlace:
    """The register was wrong about somebody; their timeline follows, a contact for whoever came."""
    seen = policy.visible(actor, group_place.c.participant_id)
    place = policy.found(groups.find_place(session, seen, place_id))
    record_of(session, actor, place.participant_id, for_update=True)
    group = groups.session_of(session, place.session_id)
    session.refresh(place)
    came, on = place.came, clock.local(group.starts_at).date()
    former, happened = place.correct(group.channel, right.said, _correction(actor, right), on)
    session.add(former)
    if place.came != came:
        happened += _on_timeline(session, actor, group, place)
    outbox.record(session, *happened)
    _follow(session, actor, place.participant_id, place.id)
    return place


def _correction(actor: Actor, right: Right) -> Correction:
    today = clock.today()
    known(right.because, reference.in_use("correction-reasons", today), "because")
    if right.reason is not None:
        known(right.reason, reference.in_use("missed-reasons", today), "reason")
    by = policy.account_of(actor)
    return Correction(id=new_id(), because=right.because, by=by, by_name=actor.name, at=clock.now())


def _on_timeline(session: Session, actor: Actor, group: GroupSession, place: GroupPlace) -> list[Happened]:
    if place.came:
        return note_contact(session, actor, group, place, None)
    if place.contact_id is None:
        return []
    contact = contacts.get(session, place.contact_id)
    place.contact_id = None
    return contact.take_back(clock.local(contact.occurred_at).date(), clock.now())


def _follow(session: Session, actor: Actor, participant_id: UUID, absence_id: UUID) -> None:
    """Follow-ups that rested on what was wrong are withdrawn; what is left may ask for one by itself."""
    session.flush()
    for one in absences.resting_on(session, absence_id):
        one.withdraw(policy.account_of(actor), actor.name, clock.now())
    look_at_absences(session, record_of(session, actor, participant_id, for_update=True))
