"""An instance on trial: services as processes, their own PostgreSQL, a RabbitMQ, load at the door, a check.

`python -m pytest` finds the fixtures `home` and `trial` here; others may use `Trial` by itself.
"""

import email
import email.policy
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from doors import BackDoor, Door, FrontDoor
from ledger import Effect, Ledger, Verdict, compare
from load import Load, register
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from demo.clock import TrainingClock
from demo.postbox import PostboxProcess
from demo.stage import Stage
from demo.suite import SplitSuite, free_port

OPERATOR = "operator@northbridge.example"
PASSWORD = "the-operator-of-the-trial"
EVENTS = {"contact": "casework.contact.recorded", "appointment": "casework.appointment.booked"}
DEED = re.compile(r"Room ([0-9a-f-]{36})")

FACTS = text(
    """
    select f.event, f.subject, extract(epoch from i.received_at) as at
    from fact f left join inbox i on i.id = f.id and i.consumer = 'mi' and i.run > 0
    where f.person_id = any(cast(:people as uuid[])) and f.event = any(:events)
    """
)
WAITING = text("select aggregate_id from outbox")
PARKED = text("select subject from parked_event where discarded_at is null and subject is not null")


@contextmanager
def folder() -> Iterator[Path]:
    """A data folder with a short path, through which the user of the database server may pass."""
    home = Path(tempfile.mkdtemp(prefix="workstead-trial-"))
    home.chmod(0o711)
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


class Trial:
    """Some services as processes on a broker, with load and a check.

    `services`: which are started; with "web" among them load goes through the gateway (it then takes
    marketplace, casework, mi as well), else straight to casework. With "notify" mails are looked at too.
    """

    def __init__(
        self,
        home: Path,
        broker: str,
        services: Sequence[str] = ("casework", "mi"),
        settings: dict[str, str] | None = None,
    ) -> None:
        self.home = home
        self.services = tuple(services)
        self.mail = home / "mail"
        self._postbox = PostboxProcess(self.mail, free_port()) if "notify" in services else None
        own = {
            "WORKSTEAD_OPERATOR_PASSWORD": PASSWORD,
            "WORKSTEAD_SECRET": "for one trial",
            "WORKSTEAD_LOG_FORMAT": "text",
        }
        if self._postbox is not None:
            own["WORKSTEAD_SMTP_URL"] = self._postbox.url
        self.suite = SplitSuite(home, free_port(), broker, own | (settings or {}), services)
        self.suite.ports = {name: port for name, port in self.suite.ports.items() if name in services}
        self.clock = TrainingClock(self.suite.clock_file)
        self._engines: dict[str, Engine] = {}
        self._ledgers = 0
        self._door: Door | None = None

    def __enter__(self) -> "Trial":
        try:
            self.suite.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop everything that was started."""
        with ExitStack() as stack:
            if self._postbox is not None:
                stack.callback(self._postbox.stop)
            stack.callback(self.suite.stop)
            for engine in self._engines.values():
                stack.callback(engine.dispose)

    @property
    def door(self) -> Door:
        """Where the load goes in."""
        if self._door is None:
            if "web" in self.services:
                stage = Stage(self.suite.base, self.clock, OPERATOR, PASSWORD, self.mail)
                self._door = FrontDoor(self.suite, stage)
            else:
                self._door = BackDoor(self.suite)
        return self._door

    def new_ledger(self, people: int) -> Ledger:
        """An empty ledger about people of its own, who are registered for it."""
        self._ledgers += 1
        ledger = Ledger(self.home / f"ledger-{self._ledgers}.jsonl")
        ledger.people = register(self.door, people)
        return ledger

    @contextmanager
    def load(
        self, *, rate: float = 40.0, clients: int = 8, number: int | None = None, **rest: Any
    ) -> Iterator[Ledger]:
        """So many deeds a second by so many advisers, as long as the block lasts; with `number`, so many.

        `appointments`: which part of them is the booking of an appointment (and so a mail) and not the
        recording of a contact. What is refused or broken off is tried again for `patience` seconds.
        """
        ledger = self.new_ledger(clients)
        load = Load(self.door, ledger, rate=rate, clients=clients, at_most=number, now=self.clock.now, **rest)
        load.start()
        try:
            yield ledger
            if number is not None:
                load.join()
        finally:
            load.stop()
            ledger.close()

    def check(self, ledger: Ledger, within: float = 60.0) -> Verdict:
        """Compare, again until all has taken effect or the time is over; so it never waits for ever."""
        deadline = time.monotonic() + within
        while True:
            verdict = self._compared(ledger)
            if verdict.is_settled or time.monotonic() > deadline:
                return verdict
            time.sleep(0.1)

    def rows(self, service: str, statement: Any, **values: Any) -> list[Any]:
        """Ask a service's database, past the service."""
        with self.engine(service).begin() as connection:
            return list(connection.execute(statement, values))

    def engine(self, service: str) -> Engine:
        """The way into a service's database, past the service."""
        if service not in self._engines:
            url = self.suite.server.address(service, service)
            self._engines[service] = create_engine(url, pool_size=1, pool_pre_ping=True)
        return self._engines[service]

    def waiting(self, service: str) -> int:
        """How many events the service has recorded and not published."""
        return len(self.rows(service, WAITING))

    def _compared(self, ledger: Ledger) -> Verdict:
        # What has moved on between two looks must not be missed: so first where it comes from.
        on_their_way = {str(row[0]) for row in self.rows("casework", WAITING)}
        on_their_way |= {str(row[0]) for row in self.rows("mi", PARKED)}
        mails = None if self._postbox is None else self._mails()
        return compare(ledger, self.effects(ledger), on_their_way, mails)

    def effects(self, ledger: Ledger) -> list[Effect]:
        """What MI knows of the deeds of this ledger."""
        try:
            rows = self.rows("mi", FACTS, people=ledger.people, events=list(EVENTS.values()))
        except DBAPIError:
            return []
        return [
            Effect(row.event, str(row.subject), None if row.at is None else float(row.at)) for row in rows
        ]

    def _mails(self) -> list[tuple[str, str]]:
        found = []
        for file in self.mail.glob("*.eml"):
            mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            body = mail.get_body()
            deed = DEED.search(body.get_content()) if body is not None else None
            if deed:
                found.append((deed[1], str(mail["Message-ID"])))
        return found
