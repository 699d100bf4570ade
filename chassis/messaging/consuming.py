"""Consuming a service's queue: take in, handle a batch, acknowledge; pause while something is away.

It runs in a greenlet of a container, or in a plain thread.
"""

import random
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog

from chassis.messaging import inbox, metrics, moving, origin, parked, processing, retrying
from chassis.messaging.agreement import Agreement, agreeing
from chassis.messaging.broker import Link, acknowledge, connected
from chassis.messaging.errors import BrokerAway, DatabaseAway
from chassis.messaging.failures import described
from chassis.messaging.intake import Intake, intake_of
from chassis.messaging.processing import Delivery, Tally
from chassis.messaging.waking import Waker

if TYPE_CHECKING:
    from chassis.context import ServiceContext

RETRY_SECONDS = 5.0
"""So often is it looked whether a parked event is due, at least."""
INBOX_KEPT = timedelta(days=90)
"""Longer than any outage after which somebody might say something again without flagging it as a rebuild."""
TIDY_EVERY = timedelta(days=1)

log = structlog.get_logger("workstead.events")


class Consumption:
    """Everything that comes in for one service, until it is stopped."""

    def __init__(self, context: "ServiceContext") -> None:
        self._context = context
        self._service = context.listeners.service
        self._waker = Waker()
        self._pauses = Pauses(self._waker)
        self._stopping = False
        self.when_parked: Callable[[], None] = lambda: None
        """Called when there may be something to try again."""
        metrics.PARTITIONS.labels(self._service).set(0)

    def run(self) -> None:
        """Consume until stopped, whatever goes away and comes back."""
        while not self._stopping:
            try:
                with connected(self._context.settings, f"{self._service} inbox") as link:
                    self._consume(link)
            except BrokerAway as error:
                self._paused("broker", error)
                self._pauses.take()
            except DatabaseAway as error:
                # The connection has been closed, once: what was not acknowledged goes back to the queue.
                self._paused("database", error)
                self._wait_for_database()
        self._waker.close()

    def stop(self) -> None:
        """Finish the batch, and return from `run`."""
        self._stopping = True
        self._waker.ring()

    def _consume(self, link: Link) -> None:
        try:
            if link.forgets:
                self._take_in(link, None)
            else:
                with agreeing(self._context) as agreement:
                    self._take_in(link, agreement)
        finally:
            metrics.PARTITIONS.labels(self._service).set(0)

    def _take_in(self, link: Link, agreement: Agreement | None) -> None:
        listeners = self._context.listeners
        if not moving.settle(listeners, link, agreement, lambda intake: self._turn(link, intake)):
            return
        intake = intake_of(link, agreement, self._service)
        while not self._stopping:
            intake.rearrange(lambda: self._finish(link, intake))
            self._turn(link, intake)

    def _turn(self, link: Link, intake: Intake) -> bool:
        """Handle a batch of what has come, or wait for something to come; whether to go on."""
        link.look()
        if intake.received:
            self._handle(link, intake.some())
            self._pauses.forget()
        else:
            link.check()
            self._waker.wait(intake.patience, link)
        return not self._stopping

    def _finish(self, link: Link, intake: Intake) -> None:
        while intake.received:
            self._handle(link, intake.some())

    def _handle(self, link: Link, messages: list[Any]) -> None:
        tally = processing.handle(self._context, [delivery(message, self._service) for message in messages])
        acknowledge(link, messages[-1])
        if _to_be_tried(tally):
            self.when_parked()

    def _wait_for_database(self) -> None:
        while not self._stopping:
            self._pauses.take()
            try:
                self._context.database.ping()
                return
            except Exception as error:
                log.info("database still away", service=self._service, error=described(error))

    def _paused(self, cause: str, error: Exception) -> None:
        metrics.PAUSES.labels(self._service, cause).inc()
        log.warning("consumption paused", service=self._service, cause=cause, error=str(error))


class Retrying:
    """Tries parked events again as they become due, until it is stopped."""

    def __init__(self, context: "ServiceContext") -> None:
        self._context = context
        self._waker = Waker()
        self._stopping = False
        self._tidy_at = time.monotonic() + TIDY_EVERY.total_seconds() * random.random()

    def run(self) -> None:
        """Try, and wait for the next that is due."""
        while not self._stopping:
            wait = RETRY_SECONDS
            try:
                wait = self._until_next()
                if wait <= 0:
                    retrying.retry_due(self._context)
                    wait = max(self._until_next(), 0.05)
                self._tidy()
            except Exception as error:
                log.warning("retries paused", service=self._context.listeners.service, error=described(error))
            self._waker.wait(wait)
        self._waker.close()

    def stop(self) -> None:
        """Finish what is being tried, and return from `run`."""
        self._stopping = True
        self._waker.ring()

    def look(self) -> None:
        """Look again now."""
        self._waker.ring()

    def _tidy(self) -> None:
        """Once a day, forget what was handled so long ago that it cannot come again."""
        if time.monotonic() >= self._tidy_at:
            with self._context.database.transaction() as session:
                inbox.prune(session, INBOX_KEPT)
            self._tidy_at = time.monotonic() + TIDY_EVERY.total_seconds()

    def _until_next(self) -> float:
        with self._context.database.transaction() as session:
            left = parked.seconds_until_due(session, self._context.listeners.service)
        return RETRY_SECONDS if left is None else min(left, RETRY_SECONDS)


class Pauses:
    """Waits that grow, with some chance in them, so that many do not come back at the same moment."""

    FIRST = 0.2
    LONGEST = 5.0

    def __init__(self, waker: Waker) -> None:
        self._waker = waker
        self._next = self.FIRST

    def take(self) -> None:
        """Wait, or until woken."""
        self._waker.wait(self._next * random.uniform(0.5, 1.5))
        self._next = min(self._next * 2, self.LONGEST)

    def forget(self) -> None:
        """It went well: begin with short waits again."""
        self._next = self.FIRST


def delivery(message: Any, service: str) -> Delivery:
    """What a message of kombu's says that came to this service."""
    body = message.body.encode() if isinstance(message.body, str) else bytes(message.body)
    recorded = (message.headers or {}).get("recorded")
    recorded = recorded if isinstance(recorded, float) else None
    return Delivery(body, recorded, origin.through(message, service))


def _to_be_tried(tally: Tally) -> bool:
    return bool(tally.parked or tally.released)
