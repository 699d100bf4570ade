"""`gateway_vs_nameko_rpc` and `gateway_write_vs_nameko_rpc`: through gateway and service a case is read, with
its audit row, and a contact is recorded, with its event; against stock nameko HTTP → RPC that answers alike.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import create_engine, text

from bench import rounds
from bench.broker import private_node
from bench.instances import only, whole
from bench.processes import Failed, child
from bench.processor import Pids, family, listening, milliseconds
from bench.results import Figure, circumstances
from bench.sizes import Size
from chassis.ids import new_id
from demo.stage import Stage
from demo.suite import SplitSuite, free_port

FIGURES = ("gateway_vs_nameko_rpc", "gateway_write_vs_nameko_rpc")
READ_GOAL, WRITE_GOAL, FLOOR = 2.0, 1.0, 1.0
REGISTERED = "2025-03-03"
"""The day of the journey by whose end there is a case to read."""
AT_WORK = ("casework", "web")
"""What a request passes through. The other services of the suite are stopped: they would only hear of it."""
NEWS = {
    "channel": "phone",
    "direction": "out",
    "summary": "Rang about the interview; will ring again on Thursday.",
}
READS = "select count(*) from access_log where person_id = :person"
WRITES = """
    select count(*) from contact join
        (select aggregate_id from outbox union all select aggregate_id from event_log) said
    on said.aggregate_id = contact.id where contact.participant_id = :person
"""
"""Contacts whose event is in the outbox, or was there."""


@dataclass
class Side:
    """One side of the comparison: where it is asked, and which processes do the work."""

    url: str
    headers: dict[str, str]
    body: dict[str, Any] | None
    processes: Pids
    counted: Callable[[], int] | None = None
    """How much has been done so far, where it is to be seen in a database."""
    spent: dict[str, float] = field(default_factory=dict)
    """Milliseconds of processor for one request, in the last round."""

    def rate(self, size: Size) -> float:
        """Answers a second; each must be a good one, and what it did must be there."""
        before = self.counted() if self.counted else 0
        asked = partial(self._asked, size)
        rate, self.spent = milliseconds(self.processes, asked, size.requests + size.clients)
        if self.counted and (done := self.counted() - before) != size.requests + size.clients:
            raise Failed(f"{self.url}: {done} of {size.requests + size.clients} took effect.")
        return rate

    def _asked(self, size: Size) -> float:
        told = {"url": self.url, "headers": self.headers, "clients": size.clients, "requests": size.requests}
        if self.body is not None:
            told["body"] = json.dumps(self.body)
        with child("bench.asking", **told) as clients:
            answer = clients.answer()
        if answer["failed"] or answer["answered"] != size.requests:
            raise Failed(f"{self.url}: {answer['failed']} of {answer['answered']} answers were not good.")
        return float(answer["per_second"])


def measure(size: Size) -> list[Figure]:
    """Both figures, of one instance, in turns with stock nameko."""
    where = circumstances()
    with private_node() as broker, whole(broker, REGISTERED) as (suite, stage):
        person, adviser = stage.ids["amina"], stage["anwen"]
        case = f"/api/casework/participants/{person}"
        answers = adviser.get(case), adviser.post(f"{case}/contacts", NEWS, key=str(new_id()))
        only(suite, AT_WORK)
        with stock(broker, *answers) as (address, theirs):
            ours = partial(_ours, suite, stage, person)
            plain = f"{address}/participants/{person}"
            read = ours(case, None, READS), Side(plain, {}, None, theirs)
            write = ours(f"{case}/contacts", NEWS, WRITES), Side(f"{plain}/contacts", {}, NEWS, theirs)
            return [
                _figure(FIGURES[0], READ_GOAL, size, where, *read),
                _figure(FIGURES[1], WRITE_GOAL, size, where, *write),
            ]


def _figure(name: str, goal: float, size: Size, where: dict[str, Any], ours: Side, theirs: Side) -> Figure:
    one, other = rounds.in_turns(lambda: ours.rate(size), lambda: theirs.rate(size), size.rounds)
    raw = rounds.beside(one, other, ("workstead", "nameko_rpc"), "answers/s") | {
        "requests": size.requests,
        "clients": size.clients,
        "processor_ms": {"workstead": ours.spent, "nameko_rpc": theirs.spent},
        "floor": FLOOR,
        "run": where,
    }
    return Figure(name, rounds.ratio(one, other), goal, raw, at_least=True)


def _ours(
    suite: SplitSuite, stage: Stage, person: str, path: str, body: dict[str, Any] | None, done: str
) -> Side:
    pid = int((suite.home / "pg" / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0])
    processes = {name: [suite.processes[name].pid] for name in AT_WORK} | {"postgresql": family(pid)}
    headers = {"Authorization": f"Bearer {stage['anwen'].token}"}
    counted = partial(_count, suite.settings["WORKSTEAD_CASEWORK_DATABASE_URL"], done, person)
    return Side(suite.base + path, headers, body, processes, counted)


def _count(url: str, statement: str, person: str) -> int:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            connection.execute(text("select set_config('workstead.kind', 'system', true)"))
            return int(connection.scalar(text(statement), {"person": person}) or 0)
    finally:
        engine.dispose()


@contextmanager
def stock(broker: str, body: dict[str, Any], answer: dict[str, Any]) -> Iterator[tuple[str, Pids]]:
    """Both of nameko's services, running; the address of the one in front, and the processes at work."""
    port = free_port()
    told: dict[str, Any] = {"url": broker, "port": port, "body": body, "answer": answer}
    with child("bench.nameko_rpc", "cases", **told) as cases:
        cases.started()
        with child("bench.nameko_rpc", "front", **told) as front:
            front.started()
            processes = {"front": [front.pid], "cases": [cases.pid]}
            rabbitmq = {"rabbitmq": listening(urlsplit(broker).port or 5672)}
            yield f"http://127.0.0.1:{port}", processes | rabbitmq
