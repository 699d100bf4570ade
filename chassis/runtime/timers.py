"""What a service does by itself every so often. It fires in every replica; an advisory lock lets one act."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import structlog
from eventlet import Timeout
from eventlet.event import Event
from nameko.extensions import Entrypoint

from chassis import clock, metrics
from chassis.runtime.context import context_of

Method = TypeVar("Method", bound=Callable[..., None])

LOOK_EVERY = 0.5
"""Seconds between looks at the clock where it can be set, so that a day that is played fires too."""

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

    def start(self) -> None:
        """Begin to count."""
        self._thread = self.container.spawn_managed_thread(self._run, identifier=self._name)

    def stop(self) -> None:
        """Let a firing end, and fire no more."""
        if not self._stopping.ready():
            self._stopping.send(True)
        self._thread.wait()

    def kill(self) -> None:
        """Stop at once."""
        self._thread.kill()

    def _run(self) -> None:
        # Replicas that start together need not all reach for the lock together.
        wait = random.uniform(0, min(self.seconds, 1.0))
        while not self._rest(wait):
            self._fire()
            wait = self.seconds

    def _rest(self, seconds: float) -> bool:
        """Wait, but no longer than until the clock is set. Whether it is time to stop."""
        until, offset = time.monotonic() + seconds, _offset()
        while (left := until - time.monotonic()) > 0:
            with Timeout(min(left, LOOK_EVERY) if self._can_be_set else left, False):
                self._stopping.wait()
                return True
            if abs(_offset() - offset) > 1:
                break
        return bool(self._stopping.ready())

    @property
    def _can_be_set(self) -> bool:
        return self._context.settings.clock_file is not None

    def _fire(self) -> None:
        outcome = "failed"
        try:
            with alone(self._context.database, self._name) as first:
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


@contextmanager
def alone(database: Any, name: str) -> Iterator[bool]:
    """Whether nobody else does this at the moment. The lock is a connection's own, and ends with it."""
    connection = database.dedicated_connection()
    try:
        with connection.cursor() as cursor:
            cursor.execute("select pg_try_advisory_lock(hashtextextended(%s, 0))", (f"timer {name}",))
            yield bool(cursor.fetchone()[0])
    finally:
        connection.close()


def every(*, seconds: float) -> Callable[[Method], Method]:
    """Have this method done every so many seconds, by one replica; first within a second of the start."""
    return cast(Callable[[Method], Method], Every.decorator(seconds=seconds))


def _offset() -> float:
    return (clock.now() - clock.real_now()).total_seconds()
