"""Somebody reads the records of more people than anybody needs for their work: that is noticed.

Counted are different people, for each who reads, in each hour of real time and in each process; not how often
a page is loaded. A process that starts anew begins at nought, so it is a smoke detector and no audit: that is
the access log, which has every read.
"""

from collections.abc import Iterable
from datetime import datetime
from threading import Lock
from uuid import UUID

import structlog

from chassis import clock, metrics
from chassis.actor import Actor

log = structlog.get_logger("workstead.mass_reading")


class Readings:
    """Who has seen whom in this hour, as far as one service in this process showed it."""

    def __init__(self, service: str, alarm_at: int) -> None:
        self.service, self.alarm_at = service, alarm_at
        self._hour: datetime | None = None
        self._seen: dict[UUID, set[UUID]] = {}
        self._lock = Lock()
        # A count that begins at one is no increase to whoever watches it.
        metrics.MASS_READING.labels(service)

    def note(self, actor: Actor, people: Iterable[UUID]) -> None:
        """This actor was shown something of these people. Says so once an hour if they become too many."""
        if actor.id is None or actor.kind == "system":
            return
        with self._lock:
            self._turn()
            seen = self._seen.setdefault(actor.id, set())
            if len(seen) >= self.alarm_at:
                return
            seen.update(people)
            too_many = len(seen) >= self.alarm_at
        if too_many:
            self._raise_alarm(actor, len(seen))

    def _turn(self) -> None:
        hour = clock.real_now().replace(minute=0, second=0, microsecond=0)
        if hour != self._hour:
            self._hour, self._seen = hour, {}

    def _raise_alarm(self, actor: Actor, people: int) -> None:
        metrics.MASS_READING.labels(self.service).inc()
        log.warning(
            "mass reading",
            service=self.service,
            actor_id=str(actor.id),
            org=str(actor.org),
            roles=sorted(actor.roles),
            people=people,
        )
