"""Handling what was delivered: a batch in one transaction, and one at a time where that fails."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import structlog
from sqlalchemy.orm import Session

from chassis.messaging import envelope, inbox, metrics, origin, parked
from chassis.messaging.envelope import Envelope
from chassis.messaging.errors import DatabaseAway, Unreadable
from chassis.messaging.failures import Meaning, described, meaning
from chassis.messaging.handling import Turn
from chassis.messaging.inbox import Side

if TYPE_CHECKING:
    from chassis.context import ServiceContext

TRIES = 4
"""So often is a batch tried that failed by nobody's fault (a deadlock, say)."""

log = structlog.get_logger("workstead.events")


class Delivery(NamedTuple):
    """A message as the broker handed it over."""

    body: bytes
    recorded: float | None = None
    """When its event was recorded, in seconds of real time, if its sender says so."""
    through: str | None = None
    """The exchange through which it came, by the broker's word."""


@dataclass(frozen=True)
class Batch:
    """Deliveries, read; sorted by subject, so that two who handle batches lock things in one order."""

    events: list[Envelope]
    unreadable: dict[bytes, Unreadable]
    recorded: list[float]


@dataclass
class Tally:
    """What became of a batch."""

    handled: int = 0
    duplicates: int = 0
    parked: int = 0
    released: int = 0
    """Parked events whose predecessor is there now."""


def handle(context: "ServiceContext", deliveries: Sequence[Delivery]) -> Tally:
    """Handle these deliveries; when this returns they may be acknowledged.

    What cannot be handled is parked. Raises DatabaseAway when nothing can be handled or parked just now.
    """
    batch = _read(deliveries)
    tally = _settled(context, batch, guarded=False) or _settled(context, batch, guarded=True)
    if tally is None:
        raise DatabaseAway("The batch failed again and again by nobody's fault.")
    _measure(context.listeners.service, batch, tally)
    return tally


def _read(deliveries: Sequence[Delivery]) -> Batch:
    batch = Batch([], {}, [one.recorded for one in deliveries if one.recorded is not None])
    for delivery in deliveries:
        try:
            event = envelope.decoded(delivery.body)
            origin.check(event, delivery.through)
            batch.events.append(event)
        except Unreadable as error:
            batch.unreadable[delivery.body] = error
    batch.events.sort(key=lambda one: (one.subject.int, one.source, one.sequence))
    return batch


def _settled(context: "ServiceContext", batch: Batch, guarded: bool) -> Tally | None:
    """What became of the batch; None if it has to be handled with more care, one at a time."""
    return patiently(lambda: _in_one_transaction(context, batch, guarded), give_up_on_others=not guarded)


def patiently(work: Callable[[], Tally], give_up_on_others: bool) -> Tally | None:
    """Do a transaction, again where it failed by nobody's fault. Raises DatabaseAway when it is away."""
    for _ in range(TRIES):
        try:
            return work()
        except Exception as error:
            what = meaning(error)
            if what is Meaning.AWAY:
                raise DatabaseAway(described(error)) from error
            if what is not Meaning.AGAIN:
                if give_up_on_others:
                    return None
                raise
            time.sleep(random.uniform(0.01, 0.1))
    return None


def _in_one_transaction(context: "ServiceContext", batch: Batch, guarded: bool) -> Tally:
    with context.database.transaction() as session:
        tally = _park_unreadable(context, session, batch)
        turn = Turn(context, session)
        fresh = turn.claimed(batch.events)
        tally.duplicates = len(batch.events) - len(fresh)
        for event, runs in fresh:
            failed = turn.take(event, runs, guarded)
            if failed is None:
                tally.handled += 1
                continue
            parked.park(session, turn.consumer, event, runs, failed)
            tally.parked += 1
            metrics.PARKED.labels(turn.consumer, failed.state).inc()
            log.warning(
                "event parked",
                service=turn.consumer,
                type=event.type,
                id=str(event.id),
                error=failed.error,
            )
        turn.project()
        tally.released = turn.positions.save()
    return tally


def _park_unreadable(context: "ServiceContext", session: Session, batch: Batch) -> Tally:
    if not batch.unreadable:
        return Tally()
    consumer = context.listeners.service
    bodies = {parked.id_of_unreadable(body): body for body in batch.unreadable}
    claimed = inbox.claim(session, consumer, [Side("unreadable", id, projects=False) for id in bodies])
    for _, id in claimed.runs:
        error = batch.unreadable[bodies[id]]
        parked.park_unreadable(session, consumer, bodies[id], error)
        log.warning("unreadable message parked", service=consumer, error=str(error))
    return Tally(parked=len(bodies))


def _measure(consumer: str, batch: Batch, tally: Tally) -> None:
    metrics.HANDLED.labels(consumer).inc(tally.handled)
    metrics.DUPLICATES.labels(consumer).inc(tally.duplicates)
    metrics.BATCH.labels(consumer).observe(len(batch.events) + len(batch.unreadable))
    delay, now = metrics.DELAY.labels(consumer), time.time()
    for recorded in batch.recorded:
        delay.observe(max(now - recorded, 0.0))
