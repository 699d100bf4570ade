"""Trying parked events again when their time has come."""

from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import Row
from sqlalchemy.orm import Session

from chassis.messaging import envelope, parked
from chassis.messaging.envelope import Envelope
from chassis.messaging.errors import DatabaseAway, Unreadable
from chassis.messaging.failures import Meaning, described, meaning, next_try
from chassis.messaging.handling import Turn
from chassis.messaging.parked import Failure

if TYPE_CHECKING:
    from chassis.context import ServiceContext

log = structlog.get_logger("workstead.events")


def retry_due(context: "ServiceContext") -> int:
    """Try each parked event whose time has come, one in each transaction. Answers how many were tried."""
    tried = 0
    while _retry_one(context):
        tried += 1
    return tried


def _retry_one(context: "ServiceContext") -> bool:
    try:
        with context.database.transaction() as session:
            row = parked.take_due(session, context.listeners.service)
            if row is not None:
                _retry(context, session, row)
            return row is not None
    except Exception as error:
        what = meaning(error)
        if what is Meaning.AWAY:
            raise DatabaseAway(described(error)) from error
        if what is Meaning.AGAIN:
            return False
        raise


def _retry(context: "ServiceContext", session: Session, row: Row[Any]) -> None:
    event = _event(row)
    if isinstance(event, Failure):
        parked.failed_again(session, row, event)
        return
    turn = Turn(context, session)
    event = turn.again(event)
    if row.discarded_at is not None:
        parked.given_up(session, row)
        parked.step_over(session, row)
        return
    failed = turn.take(event, row.runs, guarded=True)
    if failed is None:
        parked.mended(session, row)
        log.info("parked event handled", service=row.consumer, type=row.type, id=str(row.event_id))
    else:
        parked.failed_again(session, row, _patience(failed, row.attempts + 1))
    turn.positions.save()


def _event(row: Row[Any]) -> Envelope | Failure:
    if row.type == parked.FORGED:
        return Failure("permanent", row.error)
    try:
        if row.envelope is None:
            return envelope.decoded(row.unreadable or "")
        return envelope.from_document(row.envelope)
    except Unreadable as error:
        return Failure("permanent", str(error))


def _patience(failed: Failure, attempts: int) -> Failure:
    """The further wait follows from how often it has failed."""
    if failed.state != "transient":
        return failed
    again = next_try(attempts)
    return Failure("transient" if again else "permanent", failed.error, again)
