"""What the gateway says of accounts: the names of colleagues, and which person signs in for themselves."""

from marshmallow import fields
from sqlalchemy.orm import Session

from chassis.messaging.listeners import Opened, Reads, Received
from services.casework.actions import participants
from services.casework.listeners.base import LISTENERS
from services.casework.store import staff
from services.casework.store.staff import Colleague


class AccountCreated(Reads):
    """Whose account it is; the name is sealed to us."""

    roles = fields.List(fields.String(), required=True)
    organisation_id = fields.UUID(load_default=None, allow_none=True)
    name = Opened(fields.String(), load_default=None, allow_none=True)


class AccountLinked(Reads):
    """Which person's record the account belongs to."""

    person_id = fields.UUID(required=True)
    occurred_on = fields.Date(required=True)


@LISTENERS.on("workstead.gateway.account.created.v1", reads=AccountCreated)
def account_created(session: Session, event: Received) -> None:
    """Remember the name, so that pages can say who did what."""
    said = event.data
    known = Colleague(
        event.subject, event.sequence, said["organisation_id"], said["name"], tuple(said["roles"])
    )
    staff.keep(session, known)


@LISTENERS.on("workstead.gateway.account.linked.v1", reads=AccountLinked)
def account_linked(session: Session, event: Received) -> None:
    """The person can sign in from now on."""
    said = event.data
    participants.link_account(session, event.subject, said["person_id"], said["occurred_on"])
