"""What waits for those who work here, and who of them wants to be told."""

from marshmallow import fields
from sqlalchemy.orm import Session

from chassis.messaging.listeners import Opened, Reads, Received
from services.notify.actions import colleagues
from services.notify.listeners.base import LISTENERS


class WorkMessagesChosen(Reads):
    """How often somebody wants to be told, and where."""

    wants = fields.String(required=True)
    language = fields.String(load_default="en")
    address = Opened(fields.String(), load_default=None, allow_none=True)


class WorkWaits(Reads):
    """Whom something waits for, and of which kind it is."""

    adviser_id = fields.UUID(required=True)
    kind = fields.String(required=True)


@LISTENERS.on("workstead.gateway.account.work-messages-chosen.v1", reads=WorkMessagesChosen, rebuild=True)
def work_messages_chosen(session: Session, event: Received) -> None:
    """The newest word is the one that counts."""
    colleagues.keep_choice(session, event.subject, **event.data, sequence=event.sequence)


@LISTENERS.on("workstead.casework.work.waits.v1", reads=WorkWaits)
def work_waits(session: Session, event: Received) -> None:
    """Tell them, at once or with the day's message."""
    colleagues.note(session, event.id, event.subject, event.data["adviser_id"], event.data["kind"])
