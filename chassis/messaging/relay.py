"""From the outbox to the broker. One relay is active for each database; others stand by."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import structlog

from chassis import clock
from chassis.messaging import metrics, telling, topology
from chassis.messaging.broker import HEARTBEAT, Link, connected
from chassis.messaging.claims import Claims, claiming
from chassis.messaging.consuming import Pauses
from chassis.messaging.errors import BrokerAway, DatabaseAway
from chassis.messaging.failures import backoff
from chassis.messaging.outbox import REPLAY
from chassis.messaging.publishing import Outcome, Publisher
from chassis.messaging.replaying import Replays
from chassis.messaging.waking import Waker

if TYPE_CHECKING:
    from chassis.context import ServiceContext

BATCH = 500
GATHER_SECONDS = 0.005
"""So soon after a batch the next one begins at the earliest: what comes at once goes together. An event that
comes alone waits for nothing."""
STANDBY_SECONDS = 0.25
"""So often a relay that stands by tries whether the one at work is gone. It costs it next to nothing."""
POLL_SECONDS = HEARTBEAT / 2
"""The database says when there is something; this is for the case that it was not heard."""
LONGEST_REFUSAL = 15.0
"""Seconds, about, between tries of what a full queue refuses: so soon after it has room all goes on."""
OBSTINATE, RENEW_SECONDS = 3, 15.0
"""A row that was refused so often gets a new channel to be tried on, so often at most. RabbitMQ 3.10 does not
tell a channel that the limit of a queue has been lifted, and refuses for ever what comes through that one."""
QUIET_SECONDS = 1.0
"""So often, at most, is it noted that everything has been consumed."""
FIRST_PROBE, LONGEST_PROBE = 1.0, 300.0
"""Seconds between attempts to find out whether somebody listens now for what nobody listened for."""

log = structlog.get_logger("workstead.events")


class Relay:
    """Publishes what a service has recorded, until it is stopped."""

    def __init__(self, context: "ServiceContext") -> None:
        self._context = context
        self._service = context.events.service
        self._waker = Waker()
        self._pauses = Pauses(self._waker)
        self._stopping = False
        metrics.ACTIVE.labels(self._service).set(0)

    def run(self) -> None:
        """Publish until stopped, whatever goes away and comes back."""
        while not self._stopping:
            try:
                with claiming(self._context) as claims:
                    self._relay(claims)
            except (BrokerAway, DatabaseAway) as error:
                log.warning("relay paused", service=self._service, error=str(error))
                self._pauses.take()
            finally:
                metrics.ACTIVE.labels(self._service).set(0)
        self._waker.close()

    def stop(self) -> None:
        """Finish the batch, and return from `run`."""
        self._stopping = True
        self._waker.ring()

    def _relay(self, claims: Claims) -> None:
        while not self._stopping and not claims.take_lock():
            self._waker.wait(STANDBY_SECONDS)
        if self._stopping:
            return
        with connected(self._context.settings, f"{self._service} outbox") as link:
            metrics.ACTIVE.labels(self._service).set(1)
            link.wake_on_memory(self._service, self._waker)
            try:
                Shift(self._context, claims, link).work(self)
            finally:
                link.release(self._waker)

    def gather(self, until: float) -> None:
        """Let come what is coming, until then (monotonic); whoever stops us is not kept waiting."""
        if (left := until - time.monotonic()) > 0 and not self._stopping:
            self._waker.wait(left)

    def rest(self, claims: Claims, link: Link, seconds: float) -> bool:
        """Wait until there may be something to do; whether to go on at all."""
        self._pauses.forget()
        told = self._stopping or claims.told()
        ready = [] if told else self._waker.wait(seconds, claims, link)
        if link in ready or link.has_more:
            link.look()
        link.check()
        return not self._stopping


class Shift:
    """The work of the active relay, as long as its two connections last."""

    def __init__(self, context: "ServiceContext", claims: Claims, link: Link) -> None:
        self._context = context
        self._service = context.events.service
        self._claims = claims
        self._link = link
        topology.declare_exchange(link.channel, self._service)
        self._publisher = Publisher(link)
        self._replays = Replays(context, claims, self._publisher, forgets=link.forgets)
        self._renew_at = time.monotonic() + RENEW_SECONDS
        self._next_at = 0.0
        self._unquiet = True
        self._quiet_at = 0.0
        self._probe_at = time.monotonic()
        self._probe_wait = FIRST_PROBE
        self._unroutable = True
        self._refused = True

    def work(self, relay: Relay) -> None:
        """Publish what waits; when there is nothing, see to what is left over, and rest."""
        if self._link.forgets:
            self._tell_again()
        going_on = True
        while going_on:
            if REPLAY in self._claims.heed():
                self._replays.look()
            relay.gather(self._next_at)
            busy = self._publish() | self._replays.serve()
            if not busy:
                self._see_to_unroutable()
                self._note_quiet()
            going_on = relay.rest(self._claims, self._link, 0 if busy else self._idle_seconds())

    def _publish(self) -> bool:
        rows = self._claims.waiting(BATCH)
        if rows:
            self._next_at = time.monotonic() + GATHER_SECONDS if len(rows) < BATCH else 0.0
            self._unquiet = True
            self._settle(rows, self._tell(rows))
        return len(rows) == BATCH

    def _tell(self, rows: Sequence[Any]) -> list[Outcome]:
        return self._publisher.publish([telling.to_everybody(self._context, row) for row in rows])

    def _settle(self, rows: Sequence[Any], outcomes: Sequence[Outcome]) -> None:
        seqs: dict[Outcome, list[int]] = {outcome: [] for outcome in Outcome}
        for row, outcome in zip(rows, outcomes, strict=True):
            seqs[outcome].append(row.seq)
        confirmed, unroutable = seqs[Outcome.CONFIRMED], seqs[Outcome.UNROUTABLE]
        self._claims.published(confirmed + unroutable, unroutable)
        self._count(seqs)
        if unroutable:
            self._unroutable = True
            self._probe_soon()
        attempts = {row.seq: row.attempts for row in rows}
        now = clock.real_now()
        refused = {seq: now + backoff(attempts[seq] + 1, LONGEST_REFUSAL) for seq in seqs[Outcome.REFUSED]}
        self._claims.refused(refused)
        self._refused = self._refused or bool(refused)
        self._renew_if_obstinate(max((attempts[seq] for seq in refused), default=0))

    def _renew_if_obstinate(self, attempts: int) -> None:
        if attempts >= OBSTINATE and time.monotonic() > self._renew_at:
            raise BrokerAway("It refuses the same again and again; a new connection may fare better.")

    def _count(self, seqs: dict[Outcome, list[int]]) -> None:
        metrics.PUBLISHED.labels(self._service).inc(len(seqs[Outcome.CONFIRMED]))
        metrics.REFUSED.labels(self._service).inc(len(seqs[Outcome.REFUSED]))
        if unroutable := len(seqs[Outcome.UNROUTABLE]):
            metrics.UNROUTABLE.labels(self._service).inc(unroutable)
            log.warning("nobody listens", service=self._service, events=unroutable)

    def _tell_again(self) -> None:
        """The memory has forgotten: publish again what may not have been consumed. Inboxes know what was."""
        seq = 0
        while rows := self._claims.since_quiet(self._service, seq, BATCH):
            seq = rows[-1].seq
            for row, outcome in zip(rows, self._tell(rows), strict=True):
                if outcome is Outcome.UNROUTABLE:
                    self._claims.unrouted([row.seq])

    def _note_quiet(self) -> None:
        """Nothing is on its way in memory: everything published so far has been consumed."""
        if self._is_quiet() and time.monotonic() >= self._quiet_at:
            self._claims.quiet(self._service)
            self._replays.consumed()
            self._unquiet = False
            self._quiet_at = time.monotonic() + QUIET_SECONDS

    def _is_quiet(self) -> bool:
        return self._unquiet and self._link.forgets and not self._link.outstanding(self._service)

    def _see_to_unroutable(self) -> None:
        """See whether somebody listens now; one message of each type finds out."""
        if not self._unroutable or time.monotonic() < self._probe_at:
            return
        kinds = self._claims.unroutable()
        self._unroutable = bool(kinds)
        for kind in kinds:
            self._probe(kind.type, kind.seq)
        self._probe_at = time.monotonic() + self._probe_wait
        self._probe_wait = min(self._probe_wait * 2, LONGEST_PROBE)

    def _probe(self, type_: str, seq: int) -> None:
        limit = 1
        while rows := self._claims.unroutable_of(type_, seq, limit):
            outcomes = self._tell(rows)
            routed = [r.seq for r, o in zip(rows, outcomes, strict=True) if o is Outcome.CONFIRMED]
            self._claims.routed(routed)
            if len(routed) < len(rows):
                return
            self._unquiet = True
            seq, limit = rows[-1].seq + 1, BATCH

    def _probe_soon(self) -> None:
        self._probe_wait = FIRST_PROBE
        self._probe_at = min(self._probe_at, time.monotonic() + FIRST_PROBE)

    def _idle_seconds(self) -> float:
        """Until the next thing that comes by itself."""
        until = [POLL_SECONDS]
        if self._is_quiet():
            until.append(self._quiet_at - time.monotonic())
        if self._unroutable:
            until.append(self._probe_at - time.monotonic())
        if self._refused:
            moment = self._claims.next_refused()
            self._refused = moment is not None
            until += [] if moment is None else [(moment - clock.real_now()).total_seconds()]
        return max(min(until), 0.02)
