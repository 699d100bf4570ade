"""Appointments, places in groups and earlier times: told of, reminded of, called back."""

from marshmallow import fields
from sqlalchemy.orm import Session

from chassis.messaging.listeners import Opened, Reads, Received
from services.notify.actions import appointments
from services.notify.listeners.base import LISTENERS


class Meeting(Reads):
    """When somebody is to meet us, and how; where, with whom and about what is sealed."""

    participant_id = fields.UUID(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    channel = fields.String(required=True)
    details = Opened(fields.Dict(), load_default=None, allow_none=True)


class Booked(Meeting):
    """An appointment, and the one that it takes the place of."""

    supersedes = fields.UUID(load_default=None, allow_none=True)


class PlaceBooked(Meeting):
    """A group in which somebody has a place, and whether they had waited for it."""

    waited = fields.Boolean(required=True)


class TimeOffered(Meeting):
    """A time that is kept for somebody, in the place of which appointment, and until when."""

    appointment_id = fields.UUID(required=True)
    answer_by = fields.AwareDateTime(required=True)


class CalledOff(Reads):
    """Whose appointment it was, or whom it is about."""

    participant_id = fields.UUID(required=True)


@LISTENERS.on("workstead.casework.appointment.booked.v1", reads=Booked, rebuild=True)
def appointment_booked(session: Session, event: Received) -> None:
    """Confirm it, and remind of it."""
    booking = dict(event.data)
    booked = appointments.keep_booking(session, event.subject, booking.pop("participant_id"), **booking)
    if not event.rebuild:
        appointments.tell_of_booking(session, event.id, booked)


@LISTENERS.on("workstead.casework.appointment.cancelled.v1", reads=CalledOff, rebuild=True)
def appointment_cancelled(session: Session, event: Received) -> None:
    """Nothing is left to remind of, and the person is told so."""
    ended = appointments.keep_end(session, event.subject, event.data["participant_id"])
    if not event.rebuild:
        appointments.tell_of_cancellation(session, event.id, ended)


@LISTENERS.on("workstead.casework.appointment.rearranged.v1", reads=CalledOff, rebuild=True)
def appointment_rearranged(session: Session, event: Received) -> None:
    """Nothing is left to remind of; the new appointment is an event of its own."""
    ended = appointments.keep_end(session, event.subject, event.data["participant_id"])
    if not event.rebuild:
        appointments.call_back_messages(session, event.id, ended)


@LISTENERS.on("workstead.casework.group-place.booked.v1", reads=PlaceBooked, rebuild=True)
def group_place_booked(session: Session, event: Received) -> None:
    """Confirm the place, and remind of it; whoever waited for it is told that it has become free."""
    place = dict(event.data)
    waited = place.pop("waited")
    name = "group-place.moved-up" if waited else "group-place.booked"
    booked = appointments.keep_booking(
        session, event.subject, place.pop("participant_id"), supersedes=None, **place
    )
    if not event.rebuild:
        appointments.tell_of_booking(session, event.id, booked, name)


@LISTENERS.on("workstead.casework.group-place.changed.v1", reads=Meeting, rebuild=True)
def group_place_changed(session: Session, event: Received) -> None:
    """Tell them how it is now, and remind of that."""
    place = dict(event.data)
    booked = appointments.keep_booking(
        session, event.subject, place.pop("participant_id"), supersedes=None, **place
    )
    if not event.rebuild:
        appointments.tell_of_booking(session, event.id, booked, "group-place.changed")


@LISTENERS.on("workstead.casework.group-place.given-up.v1", reads=CalledOff, rebuild=True)
def group_place_given_up(session: Session, event: Received) -> None:
    """They said so themselves, or their adviser did with them: nothing is left to remind of."""
    ended = appointments.keep_end(session, event.subject, event.data["participant_id"])
    if not event.rebuild:
        appointments.call_back_messages(session, event.id, ended, "group-place.given-up")


@LISTENERS.on("workstead.casework.group-place.cancelled.v1", reads=CalledOff, rebuild=True)
def group_place_cancelled(session: Session, event: Received) -> None:
    """The session will not take place, and the person is told so."""
    ended = appointments.keep_end(session, event.subject, event.data["participant_id"])
    if not event.rebuild:
        appointments.tell_of_cancellation(session, event.id, ended, "group-place.cancelled")


@LISTENERS.on("workstead.casework.slot-offer.made.v1", reads=TimeOffered, rebuild=True)
def slot_offer_made(session: Session, event: Received) -> None:
    """Tell the person of the earlier time, and until when it is kept for them."""
    offer = dict(event.data)
    answer_by, instead = offer.pop("answer_by"), offer.pop("appointment_id")
    offered = appointments.keep_booking(
        session, event.subject, offer.pop("participant_id"), supersedes=instead, **offer
    )
    if not event.rebuild:
        appointments.tell_of_offer(session, event.id, offered, answer_by)


@LISTENERS.on("workstead.casework.slot-offer.ended.v1", reads=CalledOff, rebuild=True)
def slot_offer_ended(session: Session, event: Received) -> None:
    """It is kept no more: what has not been said of it need not be said."""
    ended = appointments.keep_end(session, event.subject, event.data["participant_id"])
    if not event.rebuild:
        appointments.call_back_messages(session, event.id, ended, "slot-offer.ended")
