"""`gateway_vs_nameko_rpc`: an authenticated, audited read of a case, against stock nameko HTTP → RPC."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, func, select

from bench import rounds
from bench.broker import private_node
from bench.instances import whole
from bench.processes import Failed, child
from bench.results import Figure, circumstances
from bench.sizes import Size
from chassis.store.tables import access_log
from demo.stage import Stage
from demo.suite import SplitSuite, free_port

GOAL = 2.0
FLOOR = 1.0
REGISTERED = "2025-03-03"
"""The day of the journey by whose end there is a case to read."""


def measure(size: Size) -> Figure:
    """Reads a second through our gateway and through nameko's, in turns."""
    where = circumstances()
    with private_node() as broker, whole(broker, REGISTERED) as (suite, stage):
        reading = Reading(suite, stage, size)
        with stock(broker, reading.body) as address:
            plain = f"{address}/participants/{reading.person}"
            ours, theirs = rounds.in_turns(reading.rate, lambda: asked(plain, {}, size), size.rounds)
    raw = rounds.beside(ours, theirs, ("workstead", "nameko_rpc"), "reads/s") | {
        "requests": size.requests,
        "clients": size.clients,
        "bytes": len(json.dumps(reading.body).encode()),
        "audited": reading.audited,
        "floor": FLOOR,
        "run": where,
    }
    return Figure("gateway_vs_nameko_rpc", rounds.ratio(ours, theirs), GOAL, raw, at_least=True)


class Reading:
    """An adviser who reads one person's record."""

    def __init__(self, suite: SplitSuite, stage: Stage, size: Size) -> None:
        self.person = stage.ids["amina"]
        self.body: dict[str, Any] = stage["anwen"].get(f"/api/casework/participants/{self.person}")
        self.audited = 0
        self._address = f"{suite.base}/api/casework/participants/{self.person}"
        self._headers = {"Authorization": f"Bearer {stage['anwen'].token}"}
        self._database = suite.settings["WORKSTEAD_CASEWORK_DATABASE_URL"]
        self._size = size

    def rate(self) -> float:
        """Reads a second, each of which must be in the log of who read what."""
        engine = create_engine(self._database)
        try:
            before = self._reads(engine)
            rate = asked(self._address, self._headers, self._size)
            written = self._reads(engine) - before
        finally:
            engine.dispose()
        if written != self._size.requests + self._size.clients:
            raise Failed(f"{written} reads were written down, of {self._size.requests}.")
        self.audited += written
        return rate

    def _reads(self, engine: Engine) -> int:
        with engine.connect() as connection:
            counted = select(func.count()).where(access_log.c.person_id == self.person)
            return connection.scalar(counted) or 0


def asked(url: str, headers: dict[str, str], size: Size) -> float:
    """Answers a second; each must be a good one."""
    told = {"url": url, "headers": headers, "clients": size.clients, "requests": size.requests}
    with child("bench.asking", **told) as clients:
        answer = clients.answer()
    if answer["failed"] or answer["answered"] != size.requests:
        raise Failed(f"{url}: {answer['failed']} of {answer['answered']} answers were not 200.")
    return float(answer["per_second"])


@contextmanager
def stock(broker: str, body: dict[str, Any]) -> Iterator[str]:
    """Both of nameko's services, running; the address of the one in front."""
    port = free_port()
    told: dict[str, Any] = {"url": broker, "port": port, "body": body}
    with child("bench.nameko_rpc", "cases", **told) as cases:
        cases.started()
        with child("bench.nameko_rpc", "front", **told) as front:
            front.started()
            yield f"http://127.0.0.1:{port}"
