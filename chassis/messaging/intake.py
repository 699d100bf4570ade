"""What a replica takes in: the whole inbox of its service, or its share of the partitions."""

import time
from collections import deque
from collections.abc import Callable, Set
from itertools import islice
from typing import Any

import structlog

from chassis.messaging import metrics, topology
from chassis.messaging.agreement import Agreement, Holdings
from chassis.messaging.broker import HEARTBEAT, Link, cancel, consume, contents

BATCH = 100
"""Events handled in one transaction, at most."""
PREFETCH = 3 * BATCH
"""Messages that the broker hands over, of each queue, before we acknowledge any."""
SHARE_SECONDS = 0.5
"""So often the replicas look whether each has its share of the partitions."""
UNHEARD_SECONDS = 5.0
"""So often it is looked whether one who has a partition really consumes it: it may be frozen."""

log = structlog.get_logger("workstead.events")


class Intake:
    """Messages of some queues, in the order in which they came."""

    def __init__(self, link: Link, patience: float = HEARTBEAT / 2) -> None:
        self._link = link
        self.patience = patience
        """Seconds to wait when nothing comes."""
        self.received: deque[Any] = deque()

    def some(self) -> list[Any]:
        """The next batch."""
        return [self.received.popleft() for _ in islice(range(len(self.received)), BATCH)]

    def hear(self, queue: str) -> None:
        """Have what is in this queue delivered."""
        consume(self._link, queue, PREFETCH, self.received.append)

    def leave(self, queue: str) -> None:
        """Have nothing more of this queue delivered; what has been is still to be handled."""
        cancel(self._link, queue)

    def rearrange(self, finish: Callable[[], None]) -> None:
        """See whether other queues should be heard. `finish` handles what has been received."""


class Whole(Intake):
    """The whole inbox: one replica hears it, and the broker has others stand by."""

    def __init__(self, link: Link, agreement: Agreement, service: str) -> None:
        super().__init__(link)
        self._agreement = agreement
        self._look_at = 0.0
        self.hear(topology.queue_of(service))
        metrics.PARTITIONS.labels(service).set(1)

    def rearrange(self, finish: Callable[[], None]) -> None:
        """See that we still count among the replicas: our connection may be gone, and with it our lock."""
        if time.monotonic() >= self._look_at:
            self._look_at = time.monotonic() + self.patience
            self._agreement.numbers()


class Share(Intake):
    """The partitions that are ours. Each replica has as many as any other, give or take one.

    A partition is given up only when all that came of it has been handled and acknowledged. That one consumes
    it at a time is also kept by the broker (single active consumer), so nothing rests on the locks alone.
    """

    def __init__(self, link: Link, agreement: Agreement, service: str) -> None:
        super().__init__(link, SHARE_SECONDS)
        self._agreement = agreement
        self._service = service
        self._queues = topology.queues_of(service, agreement.number)
        self._mine: set[int] = set()
        self._unlocked: dict[int, int] = {}
        """Of ours, those that another has who does not consume them; and who."""
        self._free: Set[int] = frozenset()
        self._look_at = 0.0
        self._listen_at = time.monotonic() + UNHEARD_SECONDS

    def rearrange(self, finish: Callable[[], None]) -> None:
        """Take what is free and ours to take; give up one where another has two fewer."""
        if time.monotonic() < self._look_at:
            return
        held = self._agreement.holdings()
        free = frozenset(range(len(self._queues))) - {one for its in held.values() for one in its}
        for partition in wanted(held, self._agreement.me, free, waited=self._free):
            if self._agreement.take(partition):
                self._hear(partition)
        self._free = free - self._mine
        if has_too_many(held, self._agreement.me):
            self._give_up(max(held[self._agreement.me]), finish)
        if time.monotonic() >= self._listen_at:
            self._listen_at = time.monotonic() + UNHEARD_SECONDS
            self._hear_the_unheard(held, finish)
        metrics.PARTITIONS.labels(self._service).set(len(self._mine))
        self._look_at = time.monotonic() + SHARE_SECONDS

    def _hear(self, partition: int) -> None:
        self._unlocked.pop(partition, None)
        if partition not in self._mine:
            self._mine.add(partition)
            self.hear(self._queues[partition])
            log.info("partition taken", service=self._service, partition=partition)

    def _give_up(self, partition: int, finish: Callable[[], None]) -> None:
        self.leave(self._queues[partition])
        finish()
        self._mine.discard(partition)
        if self._unlocked.pop(partition, None) is None:
            self._agreement.give_up(partition)
        log.info("partition given up", service=self._service, partition=partition)

    def _hear_the_unheard(self, held: Holdings, finish: Callable[[], None]) -> None:
        """A frozen replica keeps its locks, though the broker has given it up: hear what it should."""
        owners = {one: pid for pid, its in held.items() if pid != self._agreement.me for one in its}
        for partition, owner in owners.items():
            if self._unlocked.get(partition, owner) != owner:
                self._give_up(partition, finish)
            elif contents(self._link, self._queues[partition])[1] == 0:
                self._hear(partition)
                self._unlocked[partition] = owner


def wanted(held: Holdings, me: int, free: Set[int], waited: Set[int]) -> list[int]:
    """Which free partitions to take: until we have one more than another; and what nobody took in time."""
    others = [len(its) for pid, its in held.items() if pid != me]
    room = len(free) if not others else max(0, min(others) + 1 - len(held[me]))
    order, first = sorted(free), sum(pid < me for pid in held)
    # Replicas that start together begin at different ends, so as not to reach for the same one.
    chosen = [order[(first + place) % len(order)] for place in range(min(room, len(order)))]
    return chosen + sorted((free & waited) - set(chosen))


def has_too_many(held: Holdings, me: int) -> bool:
    """Whether another has at least two fewer."""
    others = [len(its) for pid, its in held.items() if pid != me]
    return bool(others) and len(held[me]) - min(others) >= 2


def intake_of(link: Link, agreement: Agreement | None, service: str) -> Intake:
    """What this replica takes in. The queues stand. In memory there is nobody to agree with."""
    if agreement is None:
        alone = Intake(link)
        alone.hear(topology.queue_of(service))
        metrics.PARTITIONS.labels(service).set(1)
        return alone
    return Whole(link, agreement, service) if agreement.number == 1 else Share(link, agreement, service)
