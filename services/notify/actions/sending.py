"""The sender: takes one due message after the other, sends it, and notes what became of it.

A message is claimed in one transaction, carried outside any, and settled in another. A sender that dies in
between leaves a claim that lapses; the message is then tried again under the same Message-ID.
"""

import random
from datetime import timedelta

import structlog
from sqlalchemy.orm import Session

from chassis import clock
from chassis.context import ServiceContext
from chassis.messaging import outbox
from services.notify.actions.facts import when
from services.notify.actions.preparing import prepare
from services.notify.carriers import Carriers, Outcome, Parcel, Receipt
from services.notify.domain.messages import SENDING, Message
from services.notify.store import messages

AFTER_A_FAULT = timedelta(minutes=10)
log = structlog.get_logger(__name__)


def send_due(context: ServiceContext, carriers: Carriers, limit: int = 500) -> int:
    """Send what is due, and say how many messages were dealt with."""
    try:
        return next((done for done in range(limit) if not send_next(context, carriers)), limit)
    finally:
        carriers.close()


def send_next(context: ServiceContext, carriers: Carriers) -> bool:
    """Deal with the message that has waited longest; False when none is due."""
    with context.database.transaction() as session:
        message = messages.next_due(session, clock.now(), clock.real_now())
        if message is None:
            return False
        parcel = _prepare_safely(session, message, carriers)
    if parcel is not None:
        receipt = carriers.carry(parcel)
        with context.database.transaction() as session:
            settle(session, parcel, receipt)
    return True


def settle(session: Session, parcel: Parcel, receipt: Receipt) -> None:
    """Note what became of a parcel."""
    message = messages.get(session, parcel.id, for_update=True)
    if message is None or message.state != SENDING:
        return
    if receipt.outcome is Outcome.SENT:
        happened = message.succeed(when(), receipt.words)
    elif receipt.outcome is Outcome.FOR_NOW:
        happened = message.fail_for_now(when(), receipt.words, random.random())
    else:
        happened = message.fail_for_good(when(), receipt.words)
    outbox.record(session, *happened)


def _prepare_safely(session: Session, message: Message, carriers: Carriers) -> Parcel | None:
    """A message that cannot be made ready is put aside, so that it never stops those behind it."""
    if message.state == SENDING:
        message.lapse(when())
    try:
        with session.begin_nested():
            return prepare(session, message, carriers)
    except Exception as error:
        log.error("message cannot be made ready", message=str(message.id), error=type(error).__name__)
        message.hold(clock.real_now() + AFTER_A_FAULT, f"it could not be written ({type(error).__name__})")
        return None
