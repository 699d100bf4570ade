"""What the gateway hears: names of organisations, what is open to everybody, and whom to forget."""

from marshmallow import fields
from sqlalchemy.orm import Session

from chassis.messaging import answering
from chassis.messaging.listeners import Listeners, Reads, Received
from gateway.actions import forgetting, merging
from gateway.exchange import open_events
from gateway.store import organisations
from gateway.store.holdings import held

FORGET = "workstead.casework.participant.erased.v1"
ASKED = "workstead.casework.participant.access-requested.v1"
LISTENERS = Listeners("gateway", projections=(organisations.organisation,), erased_by=FORGET)


class OrganisationJoined(Reads):
    """An organisation takes part."""

    name = fields.String(required=True)
    kind = fields.String(required=True)
    occurred_on = fields.Date(required=True)


class ParticipantErased(Reads):
    """A person is to be forgotten."""

    occurred_on = fields.Date(required=True)
    erasure_id = fields.UUID(load_default=None, allow_none=True)


@LISTENERS.on("workstead.marketplace.organisation.joined.v1", reads=OrganisationJoined, rebuild=True)
def organisation_joined(session: Session, event: Received) -> None:
    """Remember its name, for pages and invitations."""
    said = event.data
    organisations.put(session, event.subject, said["name"], said["kind"], said["occurred_on"])


@LISTENERS.on(FORGET, reads=ParticipantErased)
def participant_erased(session: Session, event: Received) -> None:
    """Their account goes, and whatever invited them."""
    said = event.data
    forgetting.forget(session, event.subject, said["erasure_id"], said["occurred_on"])


class AccountClosed(Reads):
    """Which account of a merged record is closed; or is open again."""

    account_id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    occurred_on = fields.Date(required=True)


@LISTENERS.on("workstead.casework.participant.account-closed.v1", reads=AccountClosed)
def account_closed(session: Session, event: Received) -> None:
    """The person signs in to the record that stays, and no longer to this one."""
    merging.close(session, event.data["account_id"], event.subject)


@LISTENERS.on("workstead.casework.participant.account-reopened.v1", reads=AccountClosed)
def account_reopened(session: Session, event: Received) -> None:
    """They are two people after all."""
    said = event.data
    merging.reopen(session, said["account_id"], event.subject, said["organisation_id"], said["occurred_on"])


answering.answer_copies(LISTENERS, ASKED, held)
answering.confirm_erasures(LISTENERS, FORGET)
open_events.listen(LISTENERS)
