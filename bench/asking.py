"""Asks one address again and again, by a few clients that keep their connection: the same for both sides.

`python -m bench.asking` is told {"url", "headers", "clients", "requests"}.
"""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from urllib3 import HTTPConnectionPool

from bench.processes import say, task

SECONDS = 30.0
"""The longest that one answer may take."""


class Clients:
    """So many clients, each of which asks as soon as it has its answer."""

    def __init__(self, told: dict[str, Any]) -> None:
        self._goal = urlsplit(told["url"])
        self._headers = told["headers"]
        self._clients = told["clients"]
        self._left: Iterator[int] = islice(iter(int, 1), told["requests"])
        self._lock = threading.Lock()
        self._together = threading.Barrier(self._clients + 1, timeout=SECONDS)
        self.seconds: list[float] = []
        self.statuses: list[int] = []
        self.bodies: set[int] = set()

    def ask(self) -> float:
        """Ask so often in all; how many seconds it took."""
        with ThreadPoolExecutor(self._clients) as threads:
            clients = [threads.submit(self._client) for _ in range(self._clients)]
            self._together.wait()
            began = time.monotonic()
            for client in clients:
                client.result()
            return time.monotonic() - began

    def _client(self) -> None:
        pool = HTTPConnectionPool(
            self._goal.hostname, self._goal.port, maxsize=1, timeout=SECONDS, retries=False
        )
        pool.request("GET", self._goal.path, headers=self._headers)
        self._together.wait()
        while self._another():
            began = time.monotonic()
            answer = pool.request("GET", self._goal.path, headers=self._headers)
            self.seconds.append(time.monotonic() - began)
            self.statuses.append(answer.status)
            self.bodies.add(len(answer.data))

    def _another(self) -> bool:
        with self._lock:
            return next(self._left, None) is not None


def main() -> None:
    """Ask, and say how it went. The first request of each client connects it, and is not counted."""
    clients = Clients(task())
    took = clients.ask()
    say(
        per_second=len(clients.statuses) / took,
        answered=len(clients.statuses),
        failed=sum(status != 200 for status in clients.statuses),
        bytes=max(clients.bodies),
        median_ms=median(clients.seconds) * 1000,
    )


if __name__ == "__main__":
    main()
