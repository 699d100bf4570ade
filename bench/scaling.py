"""`python -m bench.scaling backlog reads`: what replicas and partitions give on one machine.

Either can be measured alone. Written to bench/scaling.json; docs/scaling.md rests on it. There are no goals.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

import orjson
import psutil
import requests
from sqlalchemy import create_engine, text

from bench import filling
from bench.backlog import BATCHES, EVENT
from bench.broker import private_node
from bench.gateway import REGISTERED
from bench.instances import Pair, pair, whole
from bench.processes import Failed, child
from bench.results import circumstances
from bench.telling import Office
from bench.waiting import until
from chassis.messaging import topology
from chassis.messaging.broker import linked
from chassis.messaging.publishing import Outgoing, Publisher
from demo.suite import SplitSuite, free_port

FILE = Path(__file__).with_name("scaling.json")
EVENTS = 10_000
ROUNDS = 3
LAYOUTS = ((1, 1), (1, 2), (2, 2), (4, 1), (4, 2))
REQUESTS, CLIENTS = 1000, 8
REST_SECONDS = 20.0
CONNECTED = text(
    "select application_name as name, count(*) as number from pg_stat_activity"
    " where application_name like 'workstead %' group by 1 order by 1"
)


def main() -> None:
    """Measure what is asked for, and write it down beside what was measured before."""
    found = json.loads(FILE.read_text()) if FILE.exists() else {}
    for name in sys.argv[1:] or ["backlog"]:
        where = circumstances()
        with private_node() as broker:
            found[name] = {"run": where, **MEASURES[name](broker)}
        FILE.write_text(json.dumps(found, indent=2, sort_keys=True) + "\n")
        print(json.dumps(found[name], indent=2, sort_keys=True))


def backlogs(broker: str) -> dict[str, Any]:
    """Events a second that MI drains, by the number of partitions and of replicas."""
    with pair(broker, "casework", "mi", notes_commits=True) as suite, Office(suite) as office:
        office.tell_of_a_contact()
        office.until_published()
        body = office.last_message()
        suite.stop_one("casework")
        inbox = Inbox(suite, broker, body)
        drained: dict[tuple[int, int], list[float]] = {layout: [] for layout in LAYOUTS}
        shares: dict[tuple[int, int], list[int]] = {}
        for _ in range(ROUNDS):
            for partitions, replicas in LAYOUTS:
                inbox.divide(partitions)
                rate, by = inbox.drained(replicas)
                drained[partitions, replicas].append(round(rate))
                shares[partitions, replicas] = by
        drains = [
            {
                "partitions": partitions,
                "replicas": replicas,
                "events_per_s": round(median(rates)),
                "rounds": rates,
                "handled_by": shares[partitions, replicas],
                "events": EVENTS,
            }
            for (partitions, replicas), rates in drained.items()
        ]
        return {"drains": drains}


class Inbox:
    """MI's, filled while nobody listens."""

    def __init__(self, suite: Pair, broker: str, body: str) -> None:
        self._suite, self._broker, self._body = suite, broker, body
        self._ports = {"mi": suite.ports["mi"], "mi-2": free_port()}
        self._engine = create_engine(
            suite.settings["WORKSTEAD_MI_DATABASE_URL"], isolation_level="AUTOCOMMIT"
        )

    def divide(self, number: int) -> None:
        """Into so many; MI has seen to it, and is away."""
        self._stop()
        now = text("select array_agg(number) from inbox_partitions where consumer = 'mi'")
        if self._scalar(now) != [number]:
            self._suite.settings["WORKSTEAD_MI_PARTITIONS"] = str(number)
            self._start(1)
            self._until(lambda: self._scalar(now) == [number], "divided")
            self._stop()

    def drained(self, replicas: int) -> tuple[float, list[int]]:
        """Events a second from the first commit to the last; how many each replica handled."""
        with self._engine.connect() as connection:
            connection.execute(text("truncate fact, inbox"))
        self._fill()
        self._start(replicas)
        count = text("select count(*) from fact")
        self._until(lambda: self._scalar(count) == EVENTS, "drained")
        with self._engine.connect() as connection:
            batches = [(float(at), number) for at, number in connection.execute(BATCHES)]
        by = [self._handled(name) for name in list(self._ports)[:replicas]]
        first, last = batches[0], batches[-1]
        return (EVENTS - first[1]) / (last[0] - first[0]), by

    def _fill(self) -> None:
        with linked(self._broker, "bench") as link:
            publisher = Publisher(link)
            messages = [self._message(body) for body in filling.bodies(self._body, EVENTS)]
            for start in range(0, EVENTS, 500):
                publisher.publish(messages[start : start + 500])

    def _message(self, body: bytes) -> Outgoing:
        event = orjson.loads(body)
        slot = topology.slot_of(UUID(event["subject"]))
        exchange = topology.exchange_of("casework")
        properties = {"message_id": event["id"], "delivery_mode": 2}
        return Outgoing(
            event["id"], event["subject"], exchange, EVENT, body, properties, {topology.SLOT: slot}
        )

    def _start(self, replicas: int) -> None:
        for name in list(self._ports)[:replicas]:
            port = {"WORKSTEAD_MI_PORT": str(self._ports[name])}
            self._suite.start_one("mi", port, replica=name)
        self._until(lambda: all(_ready(self._ports[name]) for name in list(self._ports)[:replicas]), "ready")

    def _stop(self) -> None:
        for name in self._ports:
            if name in self._suite.processes:
                self._suite.stop_one(name)

    def _handled(self, name: str) -> int:

        said = requests.get(f"http://127.0.0.1:{self._ports[name]}/metrics", timeout=10).text
        lines = (line for line in said.splitlines() if line.startswith("workstead_events_handled_total{"))
        return sum(int(float(line.split()[-1])) for line in lines)

    def _scalar(self, statement: Any) -> Any:
        with self._engine.connect() as connection:
            return connection.scalar(statement)

    def _until(self, check: Any, what: str) -> None:
        until(check, f"MI was not {what}")


def asked(broker: str) -> dict[str, Any]:
    """Audited reads a second by the number of gateways and of caseworks; and what processes need."""
    with whole(broker, REGISTERED) as (suite, stage):
        token, path = stage["anwen"].token, f"/api/casework/participants/{stage.ids['amina']}"
        headers = {"Authorization": f"Bearer {token}"}
        doubled = Doubled(suite)
        rates: dict[tuple[int, int], list[float]] = {(1, 1): [], (1, 2): [], (2, 2): []}
        for _ in range(ROUNDS):
            for gateways, caseworks in rates:
                with doubled.running(gateways, caseworks) as doors:
                    rate(doors, path, headers, REQUESTS // 5)
                    rates[gateways, caseworks].append(round(rate(doors, path, headers, REQUESTS), 1))
        with doubled.running(2, 2):
            needs = doubled.needs()
    reads = [
        {"gateways": g, "caseworks": c, "reads_per_s": median(found), "rounds": found, "clients": CLIENTS}
        for (g, c), found in rates.items()
    ]
    return {"reads": reads, "processes": needs}


def rate(doors: list[int], path: str, headers: dict[str, str], number: int) -> float:
    """Reads a second through these gateways together."""
    told = {"headers": headers, "clients": CLIENTS // len(doors), "requests": number // len(doors)}
    with _asking(doors, path, told) as asking:
        answers = [one.answer() for one in asking]
    if any(one["failed"] for one in answers):
        raise Failed("Some reads were not answered well.")
    return float(sum(one["per_second"] for one in answers))


@contextmanager
def _asking(doors: list[int], path: str, told: dict[str, Any]) -> Iterator[list[Any]]:

    with ExitStack() as stack:
        yield [
            stack.enter_context(child("bench.asking", url=f"http://127.0.0.1:{port}{path}", **told))
            for port in doors
        ]


class Doubled:
    """An instance with one or two of the gateway and of casework."""

    def __init__(self, suite: SplitSuite) -> None:
        self._suite = suite
        self._casework, self._web = free_port(), free_port()
        self._first = suite.settings["WORKSTEAD_CASEWORK_URL"]

    @contextmanager
    def running(self, gateways: int, caseworks: int) -> Iterator[list[int]]:
        """So many of each; the ports of the gateways."""
        suite = self._suite
        both = f"{self._first},http://127.0.0.1:{self._casework}"
        suite.settings["WORKSTEAD_CASEWORK_URL"] = both if caseworks == 2 else self._first
        if caseworks == 2:
            suite.start_one(
                "casework", {"WORKSTEAD_CASEWORK_PORT": str(self._casework)}, replica="casework-2"
            )
        suite.stop_one("web")
        suite.start_one("web")
        if gateways == 2:
            suite.start_one("web", {"WORKSTEAD_PORT": str(self._web)}, replica="web-2")
        doors = [suite.port, self._web][:gateways]
        _until_ready([*doors, *([self._casework] if caseworks == 2 else [])])
        try:
            yield doors
        finally:
            for name in ("web-2", "casework-2"):
                if name in suite.processes:
                    suite.stop_one(name)

    def needs(self) -> dict[str, Any]:
        """Memory, connections to PostgreSQL, and processor time at rest, of each process."""
        _busy = {name: psutil.Process(one.pid) for name, one in self._suite.processes.items()}
        before = {name: _seconds(one) for name, one in _busy.items()}
        time.sleep(REST_SECONDS)
        resting = {name: _seconds(one) - before[name] for name, one in _busy.items()}
        engine = create_engine(self._suite.settings["WORKSTEAD_CASEWORK_DATABASE_URL"])
        with engine.connect() as connection:
            connected = {row.name: row.number for row in connection.execute(CONNECTED)}
        engine.dispose()
        return {
            "memory_mb": {name: round(one.memory_info().rss / 1024**2) for name, one in _busy.items()},
            "cpu_percent_at_rest": {
                name: round(seconds / REST_SECONDS * 100, 2) for name, seconds in resting.items()
            },
            "database_connections": connected,
        }


def _seconds(process: psutil.Process) -> float:
    used = process.cpu_times()
    return float(used.user + used.system)


def _until_ready(ports: list[int]) -> None:
    until(lambda: all(_ready(port) for port in ports), "Somebody did not start")


def _ready(port: int) -> bool:

    try:
        return requests.get(f"http://127.0.0.1:{port}/health/ready", timeout=5).ok
    except requests.RequestException:
        return False


MEASURES: dict[str, Callable[[str], dict[str, Any]]] = {"backlog": backlogs, "reads": asked}

if __name__ == "__main__":
    main()
