"""What the gateway hears: names of organisations, what is open to everybody, and whom to forget."""

from marshmallow import fields
from sqlalchemy.orm import Session

from chassis.messaging.listeners import Listeners, Reads, Received
from gateway.actions import forgetting
from gateway.exchange import open_events
from gateway.store import organisations

FORGET = "workstead.casework.participant.erased.v1"
LISTENERS = Listeners("gateway", projections=(organisations.organisation,), erased_by=FORGET)


class OrganisationJoined(Reads):
    """An organisation takes part."""

    name = fields.String(required=True)
    kind = fields.String(required=True)
    occurred_on = fields.Date(required=True)


class ParticipantErased(Reads):
    """A person is to be forgotten."""

    occurred_on = fields.Date(required=True)


@LISTENERS.on("workstead.marketplace.organisation.joined.v1", reads=OrganisationJoined, rebuild=True)
def organisation_joined(session: Session, event: Received) -> None:
    """Remember its name, for pages and invitations."""
    said = event.data
    organisations.put(session, event.subject, said["name"], said["kind"], said["occurred_on"])


@LISTENERS.on(FORGET, reads=ParticipantErased)
def participant_erased(session: Session, event: Received) -> None:
    """Their account goes, and whatever invited them."""
    forgetting.forget(session, event.subject)


open_events.listen(LISTENERS)
