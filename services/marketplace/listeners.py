"""Events in: whose record each person's is, and that somebody has been erased."""

from marshmallow import fields
from sqlalchemy.orm import Session

from chassis.messaging import answering
from chassis.messaging.listeners import Listeners, Reads, Received
from services.marketplace.actions import people
from services.marketplace.store.holdings import held
from services.marketplace.store.people import known_person

ERASED = "workstead.casework.participant.erased.v1"
ASKED = "workstead.casework.participant.access-requested.v1"

LISTENERS = Listeners("marketplace", projections=[known_person], erased_by=ERASED)


class Registered(Reads):
    """The organisation that controls the person's record."""

    organisation_id = fields.UUID(required=True)


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


@LISTENERS.on(ERASED, reads=Reads, rebuild=True)
def participant_erased(session: Session, event: Received) -> None:
    """The person is forgotten here too."""
    people.erase_person(session, event.subject, event.sequence)


answering.answer_copies(LISTENERS, ASKED, held)
answering.confirm_erasures(LISTENERS, ERASED)
