"""Events in: whose record each person's is, and that somebody has been erased."""

from marshmallow import fields
from sqlalchemy.orm import Session

from chassis.messaging import answering
from chassis.messaging.listeners import Listeners, Reads, Received
from services.marketplace.actions import consents, people
from services.marketplace.store.consents import referral_consent
from services.marketplace.store.holdings import held
from services.marketplace.store.people import known_person

ERASED = "workstead.casework.participant.erased.v1"
ASKED = "workstead.casework.participant.access-requested.v1"

LISTENERS = Listeners("marketplace", projections=[known_person, referral_consent], erased_by=ERASED)


class Registered(Reads):
    """The organisation that controls the person's record."""

    organisation_id = fields.UUID(required=True)


class ConsentChanged(Reads):
    """What the person said to one purpose."""

    purpose = fields.String(required=True)
    given = fields.Boolean(required=True)
    occurred_on = fields.Date(required=True)


class Merged(Reads):
    """The record that stands for both."""

    into = fields.UUID(required=True)


@LISTENERS.on("workstead.casework.participant.registered.v1", reads=Registered, rebuild=True)
def participant_registered(session: Session, event: Received) -> None:
    """Only an adviser of the controlling organisation may refer the person."""
    people.register_person(session, event.subject, event.data["organisation_id"], event.sequence)


@LISTENERS.on("workstead.casework.participant.merged.v1", reads=Merged, rebuild=True)
def participant_merged(session: Session, event: Received) -> None:
    """Whoever is to be referred is referred by the record that stands for both."""
    people.set_person_aside(session, event.subject, event.sequence)


@LISTENERS.on("workstead.casework.participant.unmerged.v1", reads=Registered, rebuild=True)
def participant_unmerged(session: Session, event: Received) -> None:
    """The record stands for itself again."""
    people.register_person(session, event.subject, event.data["organisation_id"], event.sequence)


@LISTENERS.on("workstead.casework.participant.consent-changed.v1", reads=ConsentChanged, rebuild=True)
def consent_changed(session: Session, event: Received) -> None:
    """Whoever has taken back their word is referred on it no more, and what waits is taken back."""
    said = event.data
    if said["purpose"] != consents.REFERRAL:
        return
    consents.hear_consent(session, event.subject, said["given"], said["occurred_on"], event.sequence)
    if not event.rebuild:
        consents.take_back_waiting(session, event.subject)


@LISTENERS.on(ERASED, reads=Reads, rebuild=True)
def participant_erased(session: Session, event: Received) -> None:
    """The person is forgotten here too."""
    people.erase_person(session, event.subject, event.sequence)


answering.answer_copies(LISTENERS, ASKED, held)
answering.confirm_erasures(LISTENERS, ERASED)
