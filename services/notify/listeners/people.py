"""What casework says of people: how they are reached, whose they are, what they agreed to, that they go."""

from marshmallow import fields
from sqlalchemy.orm import Session

from chassis.messaging.listeners import Opened, Reads, Received
from services.notify.actions import consents, people
from services.notify.listeners.base import ERASED, LISTENERS


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


class ConsentChanged(Reads):
    """What the person said to one purpose."""

    purpose = fields.String(required=True)
    given = fields.Boolean(required=True)
    occurred_on = fields.Date(required=True)


class KindsErased(Reads):
    """Which kinds of record have gone."""

    kinds = fields.List(fields.String(), required=True)


class Merged(Reads):
    """The record that stands for both."""

    into = fields.UUID(required=True)


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


@LISTENERS.on("workstead.casework.participant.consent-changed.v1", reads=ConsentChanged, rebuild=True)
def consent_changed(session: Session, event: Received) -> None:
    """Nothing more goes out that rests on a word that was taken back."""
    consents.hear(session, event.subject, **event.data, sequence=event.sequence)
    if not event.rebuild:
        consents.call_back_waiting(session, event.subject, event.data["purpose"])


@LISTENERS.on("workstead.casework.participant.merged.v1", reads=Merged, rebuild=True)
def participant_merged(session: Session, event: Received) -> None:
    """What is still to be told to the one record is told by the other."""
    people.lead_to(session, event.subject, event.data["into"], event.sequence)


@LISTENERS.on("workstead.casework.participant.unmerged.v1", reads=Reads, rebuild=True)
def participant_unmerged(session: Session, event: Received) -> None:
    """They are two people after all."""
    people.lead_to(session, event.subject, None, event.sequence)


@LISTENERS.on(ERASED, reads=Reads, rebuild=True)
def participant_erased(session: Session, event: Received) -> None:
    """Nothing by which they could be known stays here."""
    people.forget(session, event.subject)


@LISTENERS.on("workstead.casework.participant.kinds-erased.v1", reads=KindsErased)
def participant_kinds_erased(session: Session, event: Received) -> None:
    """Nothing that was said of these stays here; the person can be reached as before."""
    people.forget_kinds(session, event.subject, event.data["kinds"])
