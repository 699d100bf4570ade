"""Load: advisers who do one thing after the other at a steady pace, and are patient with what is away."""

import json
import random
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import urllib3
from doors import PERSON, Door
from ledger import BROKEN, Deed, Ledger, Try

AGAIN = frozenset((BROKEN, 401, 408, 500, 502, 503, 504))
"""After these the same request, under the same key, may be accepted later."""
ANSWER_SECONDS = 15.0
"""The longest that a client waits for one answer."""
PAUSE_SECONDS = 0.25
"""About so long a client rests before it tries again."""


SLOT = timedelta(minutes=5)


class Refused(Exception):
    """A request was wrong in itself, so that the load says nothing about the system."""


class Client:
    """One connection to the door, which is made anew when it breaks."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._pool = urllib3.PoolManager(num_pools=1, maxsize=1, retries=False)

    def post(self, path: str, body: dict[str, Any], key: str) -> tuple[int, dict[str, Any]]:
        """Send it once; the status and the body of the answer, whatever goes wrong."""
        headers = {**self._door.headers(), "Content-Type": "application/json", "Idempotency-Key": key}
        limit = urllib3.Timeout(connect=3.0, read=ANSWER_SECONDS)
        try:
            answer = self._pool.request(
                "POST", self._door.base + path, body=json.dumps(body), headers=headers, timeout=limit
            )
            return answer.status, answer.json()
        except (urllib3.exceptions.HTTPError, OSError, ValueError):
            return BROKEN, {}

    def close(self) -> None:
        """Hang up."""
        self._pool.clear()


def register(door: Door, number: int) -> list[str]:
    """Register so many people; their ids."""
    client = Client(door)
    try:
        return [_registered(client) for _ in range(number)]
    finally:
        client.close()


def _registered(client: Client) -> str:
    key, deadline = str(uuid.uuid4()), time.monotonic() + 60
    while True:
        status, said = client.post("/participants", PERSON, key)
        if status == 201:
            return str(said["id"])
        if status not in AGAIN or time.monotonic() > deadline:
            raise Refused(f"POST /participants → {status}: {said}")
        time.sleep(PAUSE_SECONDS)


class Load:
    """So many advisers, each about people of their own, until they are told to stop."""

    def __init__(
        self,
        door: Door,
        ledger: Ledger,
        *,
        rate: float,
        clients: int = 8,
        appointments: float = 0.0,
        channels: Sequence[str] = ("letter",),
        patience: float = 120.0,
        at_most: int | None = None,
        slots: Iterator[datetime],
    ) -> None:
        self._door, self._ledger = door, ledger
        self._interval = clients / rate
        self._appointments, self._patience = appointments, patience
        self._left = at_most
        self._lock = threading.Lock()
        self._channels, self._slots = channels, slots
        self._stopping = threading.Event()
        self._failures: list[Exception] = []
        self._threads = [
            threading.Thread(target=self._work, args=(number,), name=f"adviser {number}", daemon=True)
            for number in range(clients)
        ]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Begin nothing new, and see what has been begun to its end. Raises what went wrong with the load."""
        self._stopping.set()
        self.join()

    def join(self) -> None:
        """Wait until all that was ordered is done."""
        for thread in self._threads:
            thread.join(self._patience + 60)
        if self._failures:
            raise self._failures[0]

    def _work(self, number: int) -> None:
        client = Client(self._door)
        person = self._ledger.people[number % len(self._ledger.people)]
        due = time.monotonic() + random.uniform(0, self._interval)
        try:
            while not self._stopping.wait(max(0.0, due - time.monotonic())) and self._another():
                # Who was held up goes on at their pace: they do not make up for what they could not do.
                due = max(due + self._interval, time.monotonic())
                self._do(client, person)
        except Exception as error:
            self._failures.append(error)
        finally:
            client.close()

    def _another(self) -> bool:
        with self._lock:
            if self._left is not None:
                self._left -= 1
            return self._left is None or self._left >= 0

    def _do(self, client: Client, person: str) -> None:
        kind = "appointment" if random.random() < self._appointments else "contact"
        deed = Deed(str(uuid.uuid4()), kind)
        body, deadline = self._body(deed), time.monotonic() + self._patience
        while True:
            at, began = time.time(), time.monotonic()
            status, said = client.post(f"/participants/{person}/{kind}s", body, deed.key)
            tried = Try(at, time.monotonic() - began, status)
            self._ledger.note(deed, tried, said["id"] if status == 201 else None)
            if status == 201:
                return
            if status not in AGAIN:
                raise Refused(f"POST {kind} → {status}: {said}")
            if time.monotonic() > deadline:
                return
            if status == 401:
                self._door.renew()
            time.sleep(PAUSE_SECONDS * random.uniform(0.5, 1.5))

    def _body(self, deed: Deed) -> dict[str, Any]:
        if deed.kind == "contact":
            channel = random.choice(self._channels)
            return {"channel": channel, "direction": "out", "summary": f"Deed {deed.key}"}
        with self._lock:
            return appointment(next(self._slots), deed.key)


def appointment(start: datetime, key: str) -> dict[str, Any]:
    """The booking of an appointment whose mail bears the key."""
    times = {"starts_at": start.isoformat(), "ends_at": (start + SLOT).isoformat()}
    return {**times, "channel": "in-person", "place": f"Room {key}"}


def slots(now: datetime) -> Iterator[datetime]:
    """Free times of an adviser who sees people day and night, from the day after tomorrow."""
    start = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    while True:
        yield start
        start += SLOT
