"""Asks one address again and again, by a few clients that keep their connection: the same for both sides.

`python -m bench.asking` is told {"url", "headers", "clients", "requests"} and, for a write, {"body"}. It is
drawn from the same cores as the servers, so it does as little as can be done: one thread, plain sockets,
requests made beforehand. Of an answer it reads the status and the length.
"""

import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from statistics import median
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from bench.processes import Failed, say, task

SECONDS = 30.0
"""The longest that nothing may be heard."""
READY = selectors.EVENT_READ
LENGTH = b"content-length:"


class Client:
    """One kept connection, with one question at a time."""

    def __init__(self, host: str, port: int) -> None:
        self.socket = socket.create_connection((host, port), SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._asked_at = 0.0
        self._heard = b""

    def ask(self, request: bytes) -> None:
        """Send a question."""
        self._asked_at, self._heard = time.monotonic(), b""
        self.socket.sendall(request)

    def hear(self) -> tuple[int, int, float] | None:
        """Read what has come: the status, the length of the body and the seconds, once all is here."""
        piece = self.socket.recv(65536)
        if not piece:
            raise Failed("A connection was closed.")
        self._heard += piece
        head, found, body = self._heard.partition(b"\r\n\r\n")
        if not found or len(body) < (length := _length(head)):
            return None
        return int(head[9:12]), length, time.monotonic() - self._asked_at


class Clients:
    """So many clients, each of which asks as soon as it has its answer."""

    def __init__(self, told: dict[str, Any]) -> None:
        goal = urlsplit(told["url"])
        place = goal.hostname or "", goal.port or 80
        self._clients = [Client(*place) for _ in range(told["clients"])]
        self._questions = _questions(told, told["clients"] + told["requests"])
        self.seconds: list[float] = []
        self.statuses: Counter[int] = Counter()
        self.lengths: set[int] = set()

    def ask(self) -> float:
        """Ask so often in all; how many seconds it took. Each client's first question is not counted."""
        self._until_all_are_answered(islice(self._questions, len(self._clients)))
        self.seconds, self.statuses = [], Counter()
        began = time.monotonic()
        self._until_all_are_answered(self._questions)
        return time.monotonic() - began

    def _until_all_are_answered(self, questions: Iterator[bytes]) -> None:
        waiting = 0
        with selectors.DefaultSelector() as selector:
            for client, question in zip(self._clients, questions, strict=False):
                selector.register(client.socket, READY, client)
                client.ask(question)
                waiting += 1
            while waiting:
                for key, _ in selector.select(SECONDS) or _nothing():
                    if (answer := key.data.hear()) is None:
                        continue
                    self._note(*answer)
                    if (question := next(questions, None)) is None:  # type: ignore[assignment]
                        waiting -= 1
                    else:
                        key.data.ask(question)

    def _note(self, status: int, length: int, seconds: float) -> None:
        self.statuses[status] += 1
        self.lengths.add(length)
        self.seconds.append(seconds)


def _questions(told: dict[str, Any], number: int) -> Iterator[bytes]:
    """The requests, byte for byte; each write has a key of its own."""
    goal, body = urlsplit(told["url"]), told.get("body")
    headers = {"Host": goal.netloc, "Accept": "application/json", **told["headers"]}
    if body is None:
        return iter([_request("GET", goal.path, headers)] * number)
    content = body.encode()
    headers |= {"Content-Type": "application/json", "Content-Length": str(len(content))}
    keyed = (headers | {"Idempotency-Key": str(uuid4())} for _ in range(number))
    return iter([_request("POST", goal.path, one) + content for one in keyed])


def _request(method: str, path: str, headers: dict[str, str]) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode()


def _length(head: bytes) -> int:
    lowered = head.lower()
    at = lowered.find(LENGTH)
    if at < 0:
        raise Failed("An answer does not say how long it is.")
    return int(lowered[at + len(LENGTH) :].split(b"\r\n", 1)[0])


def _nothing() -> list[Any]:
    raise Failed(f"Nothing was heard for {SECONDS:.0f} seconds.")


def main() -> None:
    """Ask, and say how it went."""
    clients = Clients(task())
    took = clients.ask()
    good = sum(number for status, number in clients.statuses.items() if 200 <= status < 300)
    answered = clients.statuses.total()
    say(
        per_second=answered / took,
        answered=answered,
        failed=answered - good,
        bytes=max(clients.lengths),
        median_ms=median(clients.seconds) * 1000,
        processor_ms=time.process_time() * 1000 / answered,
    )


if __name__ == "__main__":
    main()
