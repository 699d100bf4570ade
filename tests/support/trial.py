"""An instance on trial: services as processes, their own PostgreSQL, a RabbitMQ, load at the door, a check.

`python -m pytest` finds the fixtures `home` and `trial` here; others may use `Trial` by itself.
"""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import urllib3
from doors import BackDoor, Door, FrontDoor
from ledger import Effect, Ledger, Verdict, compare
from load import Load, register, slots
from mails import keys_of_mails
from psycopg2.sql import SQL
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from demo.clock import TrainingClock
from demo.postbox import PostboxProcess
from demo.stage import Stage
from demo.suite import WORKSTEAD, SplitSuite, free_port

OPERATOR = "operator@northbridge.example"
PASSWORD = "the-operator-of-the-trial"
EVENTS = {"contact": "casework.contact.recorded", "appointment": "casework.appointment.booked"}

FACTS = text(
    """
    select f.event, f.subject, extract(epoch from i.received_at) as at
    from fact f left join inbox i on i.id = f.id and i.consumer = 'mi' and i.run > 0
    where f.person_id = any(cast(:people as uuid[])) and f.event = any(:events)
    """
)
COMMITTED = text(
    """
    select aggregate_id, extract(epoch from created_at) as at
    from (
        select aggregate_id, created_at from outbox union all select aggregate_id, created_at from event_log
    ) said
    where aggregate_id = any(cast(:ids as uuid[]))
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

    `services`: which are started; with "web" among them load goes through the gateway (it then needs
    marketplace, exchange, casework and mi as well), else straight to casework. With "notify" mails are
    looked at too.
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
        self.slots: Iterator[datetime] = iter(())
        """Free times in the advisers' diary, each to be given away once."""

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

    @cached_property
    def back_door(self) -> Door:
        """Casework itself, past the gateway: for much at once."""
        return BackDoor(self.suite)

    @property
    def door(self) -> Door:
        """Where the load goes in, unless it is told otherwise."""
        if self._door is None:
            if "web" in self.services:
                stage = Stage(self.suite.base, self.clock, OPERATOR, PASSWORD, self.mail)
                self._door = FrontDoor(self.suite, stage)
            else:
                self._door = self.back_door
            self.slots = slots(self.clock.now())
        return self._door

    def new_ledger(self, people: int, door: Door | None = None) -> Ledger:
        """An empty ledger about people of its own, who are registered for it."""
        self._ledgers += 1
        ledger = Ledger(self.home / f"ledger-{self._ledgers}.jsonl")
        ledger.people = register(door or self.door, people)
        return ledger

    @contextmanager
    def load(
        self,
        *,
        rate: float = 40.0,
        clients: int = 8,
        number: int | None = None,
        door: Door | None = None,
        **rest: Any,
    ) -> Iterator[Ledger]:
        """So many deeds a second by so many advisers, as long as the block lasts; with `number`, so many.

        `appointments`: which part of them is the booking of an appointment (and so a mail) and not the
        recording of a contact. What is refused or broken off is tried again for `patience` seconds.
        """
        ledger = self.new_ledger(clients)
        load = Load(self.door, ledger, rate=rate, clients=clients, at_most=number, slots=self.slots, **rest)
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
            time.sleep(0.2)

    def cut_off(self, ledger: Ledger) -> int:
        """How many deeds were done by a request whose sender was not told so, and had to ask again."""
        again = {str(deed.id): deed.tries[-1].at for deed in ledger.accepted if len(deed.tries) > 1}
        rows = self.rows("casework", COMMITTED, ids=list(again))
        return sum(float(row.at) < again[str(row.aggregate_id)] for row in rows)

    def again(self, name: str, settings: dict[str, str] | None = None) -> None:
        """Stop a service, if it runs, and start it with these settings beside those of all."""
        if name in self.suite.processes:
            self.suite.stop_one(name)
        self.suite.own[name] = settings or {}
        self.suite.start()

    def all_again(self, settings: dict[str, str]) -> None:
        """Stop all services together, and start them with these settings beside their own."""
        for process in self.suite.processes.values():
            process.terminate()
        for process in self.suite.processes.values():
            process.wait(40)
        self.suite.own = {name: dict(settings) for name in self.services}
        self.suite.start()

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

    def metric(self, name: str, metric: str) -> float:
        """What a service's /metrics says of itself, over all labels."""
        answer = urllib3.request("GET", f"http://127.0.0.1:{self.suite.ports[name]}/metrics", retries=False)
        lines = [line.rsplit(" ", 1) for line in answer.data.decode().splitlines()]
        return sum(float(value) for key, value in (line for line in lines if line[0].startswith(metric)))

    def command(self, *arguments: str) -> str:
        """`workstead …`, as operations staff type it."""
        done = subprocess.run(
            [*WORKSTEAD, *arguments], env=self.suite.settings, check=True, capture_output=True, text=True
        )
        return done.stdout

    def run(self, service: str, statements: str) -> None:
        """Do something to a service's database, past the service."""
        with self.engine(service).begin() as connection:
            connection.exec_driver_sql(statements)

    def run_sql(self, statement: str) -> None:
        """Run one statement as the database's superuser."""
        self.suite.server.execute(SQL(statement))

    def forget(self) -> None:
        """Forget the ways into the databases: others take their place."""
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()
        self.__dict__.pop("back_door", None)
        self._door = None

    def in_outbox(self, service: str) -> set[str]:
        """The ids of whatever the service has recorded and not published."""
        return {str(row[0]) for row in self.rows(service, WAITING)}

    def waiting(self, service: str) -> int:
        """How many events the service has recorded and not published."""
        return len(self.rows(service, WAITING))

    def _compared(self, ledger: Ledger) -> Verdict:
        # What has moved on between two looks must not be missed: so first where it comes from.
        on_their_way = self.in_outbox("casework")
        on_their_way |= {str(row[0]) for row in self.rows("mi", PARKED)}
        mails = None if self._postbox is None else keys_of_mails(self.mail)
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
