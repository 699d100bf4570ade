"""Events in: whom to reach and how, what happens to them, and who wants the newsletter.

Those that only keep what is known also listen during a rebuild; nothing is sent for an event told again.
"""

from marshmallow import fields
from sqlalchemy.orm import Session

from chassis.messaging import answering
from chassis.messaging.listeners import Listeners, Opened, Reads, Received
from services.notify.actions import appointments, calls, facts, newsletters, people, plans
from services.notify.domain.messages import Recipient
from services.notify.domain.rules import Fact
from services.notify.store.appointments import appointment
from services.notify.store.holdings import held
from services.notify.store.people import person
from services.notify.store.subscriptions import subscription

ERASED = "workstead.casework.participant.erased.v1"
ASKED = "workstead.casework.participant.access-requested.v1"

LISTENERS = Listeners("notify", projections=[person, appointment, subscription], erased_by=ERASED)


class ContactCardChanged(Reads):
    """How to reach a person, sealed to notify, and whose they are."""

    card = Opened(fields.Dict(), required=True)
    organisation_id = fields.UUID(required=True)
    adviser_id = fields.UUID(load_default=None, allow_none=True)


class Registered(Reads):
    """The organisation that helps the person."""

    organisation_id = fields.UUID(required=True)


class Allocated(Reads):
    """The adviser who helps the person from now on."""

    organisation_id = fields.UUID(required=True)
    adviser_id = fields.UUID(required=True)


class Booked(Reads):
    """When an appointment takes place; where, with whom and about what is sealed."""

    participant_id = fields.UUID(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    channel = fields.String(required=True)
    supersedes = fields.UUID(load_default=None, allow_none=True)
    details = Opened(fields.Dict(), load_default=None, allow_none=True)


class PlaceBooked(Reads):
    """When a group meets in which somebody has a place; where, with whom and what for is sealed."""

    participant_id = fields.UUID(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    channel = fields.String(required=True)
    waited = fields.Boolean(required=True)
    details = Opened(fields.Dict(), load_default=None, allow_none=True)


class TimeOffered(Reads):
    """A time that is kept for somebody, in the place of which appointment, and until when."""

    participant_id = fields.UUID(required=True)
    appointment_id = fields.UUID(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    channel = fields.String(required=True)
    answer_by = fields.AwareDateTime(required=True)
    details = Opened(fields.Dict(), load_default=None, allow_none=True)


class CalledOff(Reads):
    """Whose appointment it was, or whom it is about."""

    participant_id = fields.UUID(required=True)


class ActionDue(Reads):
    """Whom to remind of something in their plan, and by when it is to be done; what it is, is sealed."""

    participant_id = fields.UUID(required=True)
    due_on = fields.Date(required=True)
    details = Opened(fields.Dict(), load_default=None, allow_none=True)


class ContactRecorded(Reads):
    """An adviser has spoken to somebody, perhaps because the call list asked for it."""

    occurred_on = fields.Date(required=True)
    call_id = fields.UUID(load_default=None, allow_none=True)


class SubscriptionRequested(Reads):
    """Who asked for the newsletter, and the token that their answer will bear."""

    address = Opened(fields.String(), required=True)
    token = Opened(fields.String(), required=True)
    language = fields.String(load_default="en")


class Dated(Reads):
    """When it happened."""

    occurred_on = fields.Date(required=True)


class NewsletterSent(Reads):
    """What the issue says, and to which subscriptions it goes."""

    title = Opened(fields.String(), required=True)
    body = Opened(fields.String(), required=True)
    subscriptions = fields.List(fields.UUID(), required=True)


@LISTENERS.on(
    "workstead.casework.participant.contact-card-changed.v1", reads=ContactCardChanged, rebuild=True
)
def contact_card_changed(session: Session, event: Received) -> None:
    """The newest card is the one that counts, in whatever order they come."""
    people.keep_card(
        session,
        event.subject,
        card=event.data["card"],
        organisation_id=event.data["organisation_id"],
        adviser_id=event.data["adviser_id"],
        sequence=event.sequence,
    )


@LISTENERS.on("workstead.casework.participant.registered.v1", reads=Registered, rebuild=True)
def participant_registered(session: Session, event: Received) -> None:
    """Their organisation may read what they are told."""
    organisation_id = event.data["organisation_id"]
    people.keep_adviser(
        session, event.subject, organisation_id=organisation_id, adviser_id=None, sequence=event.sequence
    )


@LISTENERS.on("workstead.casework.participant.allocated.v1", reads=Allocated, rebuild=True)
def participant_allocated(session: Session, event: Received) -> None:
    """Another adviser, or another organisation, helps them from now on."""
    people.keep_adviser(session, event.subject, **event.data, sequence=event.sequence)


@LISTENERS.on(ERASED, reads=Reads, rebuild=True)
def participant_erased(session: Session, event: Received) -> None:
    """Nothing by which they could be known stays here."""
    people.forget(session, event.subject)


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


@LISTENERS.on("workstead.casework.plan.action-due.v1", reads=ActionDue)
def plan_action_due(session: Session, event: Received) -> None:
    """Remind of it."""
    plans.remind(session, event.id, event.subject, **event.data)


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


@LISTENERS.on("workstead.casework.in-work.asked.v1", reads=CalledOff)
def in_work_asked(session: Session, event: Received) -> None:
    """Put the question to them."""
    facts.tell(session, [Recipient(person_id=event.data["participant_id"])], _in_work("asked", event))


@LISTENERS.on("workstead.casework.in-work.answered.v1", reads=CalledOff)
def in_work_answered(session: Session, event: Received) -> None:
    """Nobody need put it to them any more."""
    facts.cancel(session, _in_work("answered", event))


def _in_work(what: str, event: Received) -> Fact:
    return Fact(f"in-work.{what}", event.id, event.subject, {})


@LISTENERS.on("workstead.casework.contact.recorded.v1", reads=ContactRecorded)
def contact_recorded(session: Session, event: Received) -> None:
    """Where it was the call that we asked for, the person has been told."""
    if event.data["call_id"] is not None:
        calls.close_call(session, event.data["call_id"], event.data["occurred_on"])


@LISTENERS.on("workstead.community.subscription.requested.v1", reads=SubscriptionRequested, rebuild=True)
def subscription_requested(session: Session, event: Received) -> None:
    """Ask the owner of the address whether it was them."""
    newsletters.keep_request(session, event.subject, **event.data, sequence=event.sequence)
    if not event.rebuild:
        newsletters.ask_to_confirm(session, event.id, event.subject)


@LISTENERS.on("workstead.community.subscription.confirmed.v1", reads=Dated, rebuild=True)
def subscription_confirmed(session: Session, event: Received) -> None:
    """They want it."""
    newsletters.keep_confirmation(session, event.subject, event.data["occurred_on"])


@LISTENERS.on("workstead.community.subscription.ended.v1", reads=Dated, rebuild=True)
def subscription_ended(session: Session, event: Received) -> None:
    """They do not want it any more."""
    newsletters.keep_end(session, event.subject, event.data["occurred_on"])


@LISTENERS.on("workstead.community.newsletter.sent.v1", reads=NewsletterSent)
def newsletter_sent(session: Session, event: Received) -> None:
    """Write to each subscription, once."""
    newsletters.send_issue(
        session,
        event.id,
        event.subject,
        title=event.data["title"],
        content=event.data["body"],
        subscription_ids=event.data["subscriptions"],
    )


answering.answer_copies(LISTENERS, ASKED, held)
answering.confirm_erasures(LISTENERS, ERASED)
