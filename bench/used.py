"""What the parts of an instance use while they are measured: processor time says what is the limit."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

from demo.suite import Suite


class Used:
    """Microseconds of processor that each part used for an event, over all rounds that were watched."""

    def __init__(self, suite: Suite) -> None:
        self._suite = suite
        self._seconds: dict[str, float] = {}
        self._events = 0

    @contextmanager
    def watching(self, events: int) -> Iterator[None]:
        """The block takes care of so many events."""
        before = busy(self._suite)
        yield
        for name, seconds in busy(self._suite).items():
            self._seconds[name] = self._seconds.get(name, 0.0) + seconds - before.get(name, 0.0)
        self._events += events

    @property
    def per_event_us(self) -> dict[str, float]:
        """By part: each service, and PostgreSQL."""
        return {name: round(s / max(self._events, 1) * 1e6, 1) for name, s in self._seconds.items()}


def busy(suite: Suite) -> Mapping[str, float]:
    """Seconds of processor that each service of a suite and its PostgreSQL have used."""
    used = {name: processor([psutil.Process(one.pid)]) for name, one in suite.processes.items()}
    return used | {"postgresql": processor(postgresql(suite.home))}


def postgresql(home: Path) -> list[psutil.Process]:
    """The server's processes: the one whose id is in its data folder, and its children."""
    pid = int((home / "pg" / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0])
    server = psutil.Process(pid)
    return [server, *server.children(recursive=True)]


def processor(processes: list[psutil.Process]) -> float:
    """Seconds of processor that they have used, and their children that have ended."""
    return float(sum(sum(one.cpu_times()[:4]) for one in processes if one.is_running()))
