"""What a service does by itself every so often. It fires in every replica; an advisory lock lets one act."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import structlog
from eventlet import Timeout, sleep, spawn
from eventlet.event import Event
from nameko.extensions import Entrypoint

from chassis import clock, metrics
from chassis.runtime.context import context_of

Method = TypeVar("Method", bound=Callable[..., None])

LOOK_EVERY = 0.5
"""Seconds between looks at the clock where it can be set, so that a day that is played fires too."""
OFTEN = 60.0
"""A timer that fires more often keeps the connection of its lock: connecting costs more than the rest."""

log = structlog.get_logger("workstead.timers")


class Every(Entrypoint):  # type: ignore[misc]  # nameko has no types
    """Fires the method every so many seconds, and whenever the instance's clock has been set."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__()

    def setup(self) -> None:
        """Learn whose timer this is."""
        self._context = context_of(self)
        self._stopping = Event()
        self._name = f"{self._context.name}.{self.method_name}"
        self._turn = Turn(self._context.database, self._name, keeps=self.seconds < OFTEN)
        self._bell = Event()

    def start(self) -> None:
        """Begin to count."""
        self._thread = self.container.spawn_managed_thread(self._run, identifier=self._name)

    def stop(self) -> None:
        """Let a firing end, and fire no more."""
        if not self._stopping.ready():
            self._stopping.send(True)
        self.ring()
        self._thread.wait()

    def ring(self) -> None:
        """Fire now, or stop if it is time to: the clock has been set, or the container stops."""
        if not self._bell.ready():
            self._bell.send(True)

    def kill(self) -> None:
        """Stop at once."""
        self._thread.kill()

    def _run(self) -> None:
        # Replicas that start together need not all reach for the lock together.
        wait = random.uniform(0, min(self.seconds, 1.0))
        try:
            with _watched(self):
                while not self._rest(wait):
                    self._fire()
                    wait = self.seconds
        finally:
            self._turn.close()

    def _rest(self, seconds: float) -> bool:
        """Wait, but no longer than until somebody rings. Whether it is time to stop."""
        with Timeout(seconds, False):
            self._bell.wait()
        self._bell = Event()
        return bool(self._stopping.ready())

    @property
    def can_be_set(self) -> bool:
        """Whether the clock that it goes by can be set."""
        return self._context.settings.clock_file is not None

    def _fire(self) -> None:
        outcome = "failed"
        try:
            with self._turn.taken() as first:
                outcome = self._work() if first else "left to another"
        except Exception as error:
            log.warning("timer could not fire", timer=self._name, error=type(error).__name__)
        metrics.TIMER_RUNS.labels(self._context.name, self.method_name, outcome).inc()

    def _work(self) -> str:
        """Run the method as a worker of the container, and wait for its end."""
        done = Event()

        def handle(_: Any, result: Any, failure: Any) -> tuple[Any, Any]:
            if failure:
                log.error("timer failed", timer=self._name, exc_info=failure)
            done.send("failed" if failure else "done")
            return result, failure

        self.container.spawn_worker(self, (), {}, handle_result=handle)
        return str(done.wait())


class Turn:
    """One replica's turn to do something: a lock that is a connection's own, and ends with it."""

    def __init__(self, database: Any, name: str, keeps: bool) -> None:
        self._database = database
        self._name = (f"timer {name}",)
        self._keeps = keeps
        self._connection: Any = None

    @contextmanager
    def taken(self) -> Iterator[bool]:
        """Whether nobody else does this at the moment."""
        whole = False
        try:
            if self._connection is None:
                self._connection = self._database.dedicated_connection()
            first = self._asked("select pg_try_advisory_lock(hashtextextended(%s, 0))")
            yield first
            if first and self._keeps:
                self._asked("select pg_advisory_unlock(hashtextextended(%s, 0))")
            whole = self._keeps
        finally:
            if not whole:
                self.close()

    def close(self) -> None:
        """Whoever comes next has the turn."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _asked(self, statement: str) -> bool:
        with self._connection.cursor() as cursor:
            cursor.execute(statement, self._name)
            return bool(cursor.fetchone()[0])


_timers: set[Every] = set()
"""Those of this process that go by a clock which can be set."""


@contextmanager
def _watched(timer: Every) -> Iterator[None]:
    """Have the timer rung when the clock is set; one greenlet looks for all of them."""
    if not timer.can_be_set:
        yield
        return
    if not _timers:
        spawn(_watch)
    _timers.add(timer)
    try:
        yield
    finally:
        _timers.discard(timer)


def _watch() -> None:
    """Look at the clock as long as there are timers."""
    offset = _offset()
    while _timers:
        sleep(LOOK_EVERY)
        before, offset = offset, _offset()
        if abs(offset - before) > 1:
            for timer in list(_timers):
                timer.ring()


def every(*, seconds: float) -> Callable[[Method], Method]:
    """Have this method done every so many seconds, by one replica; first within a second of the start."""
    return cast(Callable[[Method], Method], Every.decorator(seconds=seconds))


def _offset() -> float:
    return (clock.now() - clock.real_now()).total_seconds()
