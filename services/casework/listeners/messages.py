"""What notify says: messages that went out or could not, and people who have to be rung."""

from marshmallow import fields
from sqlalchemy.orm import Session

from chassis import clock
from chassis.messaging.listeners import Opened, Reads, Received
from services.casework.listeners.base import LISTENERS
from services.casework.store import appointments, calls, mergers, messages


class MessageTold(Reads):
    """Which message, to whom and by which channel."""

    participant_id = fields.UUID(load_default=None, allow_none=True)
    template = fields.String(required=True)
    channel = fields.String(load_default=None, allow_none=True)
    about = fields.UUID(load_default=None, allow_none=True)
    occurred_on = fields.Date(required=True)


class CallNeeded(Reads):
    """Whom to ring, why and by when; what to say is sealed to us."""

    participant_id = fields.UUID(required=True)
    reason = fields.String(required=True)
    about = fields.UUID(load_default=None, allow_none=True)
    due_on = fields.Date(required=True)
    script = Opened(fields.String(), load_default=None, allow_none=True)


@LISTENERS.on("workstead.notify.message.sent.v1", reads=MessageTold, rebuild=True)
def message_sent(session: Session, event: Received) -> None:
    """It is on its way."""
    _keep(session, event, "sent")


@LISTENERS.on("workstead.notify.message.failed.v1", reads=MessageTold, rebuild=True)
def message_failed(session: Session, event: Received) -> None:
    """That way has failed for good."""
    _keep(session, event, "failed")


@LISTENERS.on("workstead.notify.call.needed.v1", reads=CallNeeded)
def call_needed(session: Session, event: Received) -> None:
    """No message would reach the person: somebody has to ring, unless the appointment was moved meanwhile."""
    needed = event.data | {"participant_id": mergers.survivor_of(session, event.data["participant_id"])}
    calls.keep(session, event.subject, needed_at=event.time, **needed)
    about = event.data["about"]
    if about is not None and appointments.was_moved(session, about):
        calls.drop_about(session, about, clock.now())


def _keep(session: Session, event: Received, state: str) -> None:
    """A message that is about nobody in particular (a newsletter) is on nobody's timeline."""
    if event.data["participant_id"] is not None:
        told = event.data | {"participant_id": mergers.survivor_of(session, event.data["participant_id"])}
        messages.keep(session, event.subject, state=state, sequence=event.sequence, at=event.time, **told)
