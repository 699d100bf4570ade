"""What is to be done or asked soon, and that an adviser has spoken to somebody."""

from marshmallow import fields
from sqlalchemy.orm import Session

from chassis.messaging.listeners import Opened, Reads, Received
from services.notify.actions import calls, facts, plans
from services.notify.domain.messages import Recipient
from services.notify.domain.rules import Fact
from services.notify.listeners.base import LISTENERS


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


@LISTENERS.on("workstead.casework.plan.action-due.v1", reads=ActionDue)
def plan_action_due(session: Session, event: Received) -> None:
    """Remind of it."""
    plans.remind(session, event.id, event.subject, **event.data)


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
