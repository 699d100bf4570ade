"""Calls by advisers."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from chassis.messaging import outbox
from services.notify.actions.facts import when
from services.notify.store import messages


def close_call(session: Session, call_id: UUID, on: date) -> None:
    """An adviser has recorded the contact that the call list asked for."""
    if message := messages.get(session, call_id, for_update=True):
        outbox.record(session, *message.call_made(when(), on))
