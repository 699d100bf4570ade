"""What came of what somebody asked for: a copy, joining, and which of two accounts is closed."""

from marshmallow import fields
from sqlalchemy.orm import Session

from chassis.messaging.listeners import Opened, Reads, Received
from services.notify.actions import facts, people
from services.notify.domain.messages import Recipient
from services.notify.domain.rules import Fact
from services.notify.listeners.base import LISTENERS


class Joined(Reads):
    """What came of what somebody told us when they asked to join."""

    outcome = fields.String(required=True)


class Refused(Reads):
    """How to reach whoever cannot join here, sealed to notify."""

    card = Opened(fields.Dict(), required=True)
    organisation_id = fields.UUID(required=True)
    occurred_on = fields.Date(required=True)


class AccountClosed(Reads):
    """Into which record the one went whose account is closed."""

    into = fields.UUID(required=True)


@LISTENERS.on("workstead.casework.participant.copy-released.v1", reads=Reads)
def copy_released(session: Session, event: Received) -> None:
    """What they asked for is ready."""
    fact = Fact("participant.copy-released", event.id, event.subject, {})
    facts.tell(session, [Recipient(person_id=event.subject)], fact)


@LISTENERS.on("workstead.casework.participant.joined.v1", reads=Joined)
def participant_joined(session: Session, event: Received) -> None:
    """Tell them what came of it."""
    fact = Fact("participant.joined", event.id, event.subject, event.data)
    facts.tell(session, [Recipient(person_id=event.subject)], fact)


@LISTENERS.on("workstead.casework.joining-request.refused.v1", reads=Refused, rebuild=True)
def joining_request_refused(session: Session, event: Received) -> None:
    """Tell them so by the way that they gave; nobody can be asked to ring whoever has no record."""
    if event.data["card"] is None:
        return
    people.keep_for_a_while(session, event.subject, **event.data, sequence=event.sequence)
    if not event.rebuild:
        fact = Fact("joining-request.refused", event.id, event.subject, {})
        facts.tell(session, [Recipient(person_id=event.subject)], fact)


@LISTENERS.on("workstead.casework.participant.account-closed.v1", reads=AccountClosed)
def account_closed(session: Session, event: Received) -> None:
    """Tell them by the record that stays."""
    fact = Fact("participant.account-closed", event.id, event.subject, {})
    facts.tell(session, [Recipient(person_id=event.data["into"])], fact)


@LISTENERS.on("workstead.casework.participant.account-reopened.v1", reads=Reads)
def account_reopened(session: Session, event: Received) -> None:
    """Nobody need be told any more that it was closed."""
    facts.cancel(session, Fact("participant.account-reopened", event.id, event.subject, {}))
