"""`import_people_per_s` and `import_memory_growth`: bringing a whole contract in from another system.

People who are made up (`bench/newcomers.py`) are sent to casework in parts of a thousand rows, looked at,
confirmed and registered as the timer does it: through its app, its rules, its events and its database. Each
number of people has a process of its own, which says how much memory it had at most, and how much it held
when so many were in the records.
"""

import csv
import io
import multiprocessing
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
from sqlalchemy import text

from bench.crowd import TODAY
from bench.instances import home
from bench.newcomers import COLUMNS, newcomer
from bench.processes import Failed
from bench.results import Figure, circumstances
from bench.scale import SETTINGS
from bench.sizes import Size
from bench.used import postgresql, processor
from chassis import clock, logs
from chassis.context import ServiceContext
from chassis.settings import Settings
from chassis.store.embedded import EmbeddedServer
from chassis.testing import actors
from chassis.testing.http import Client, client_for
from chassis.testing.postgres import Databases
from services.casework.actions import imports
from services.casework.api.import_layouts import TAKES
from services.casework.service import Casework

FIGURES = ("import_people_per_s", "import_memory_growth")
PER_S, GROWTH = 28.0, 1.2
"""A hundred thousand people within an hour: a contract that changes hands is brought in between two days."""
PART = 1000
"""Rows of one request."""
SMALLER = 10
"""So many times fewer people, to compare the memory with."""
POINTS = (1_000, 10_000, 50_000, 100_000)
"""People in the records by whom memory and time are noted on the way."""


@dataclass(frozen=True)
class Imported:
    """How long it took, the most memory in KiB, and on the way: people, seconds, KiB at that moment."""

    seconds: float
    most_kib: int
    line: list[tuple[int, float, int]]
    pairs: int
    """Records that may be about one person, of these people."""
    processor_s: dict[str, float]


def measure(size: Size) -> Iterator[Figure]:
    """Both."""
    where = circumstances()
    few, many = max(size.many_people // SMALLER, 1), size.many_people
    small, large = apart(few), apart(many)
    raw = {
        "people": many,
        "seconds": round(large.seconds, 1),
        "line": large.line,
        "look_alikes": large.pairs,
        "processor_s": large.processor_s,
        "run": where,
        "load_at_the_end": circumstances()["load"],
    }
    per_s = round(many / large.seconds, 1)
    yield Figure("import_people_per_s", per_s, PER_S, raw | {"unit": "people/s"}, at_least=True)
    sizes = {"few_people": few, "few_kib": small.most_kib, "many_kib": large.most_kib}
    growth = round(large.most_kib / small.most_kib, 2)
    yield Figure("import_memory_growth", growth, GROWTH, raw | {"unit": "×"} | sizes)


def apart(people: int) -> Imported:
    """Import so many in a process of its own, whose memory nothing else has touched."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(imported, (people,))


def imported(people: int) -> Imported:
    """Import so many into an empty database; how long it took, and how much memory."""
    with home() as folder:
        settings = Settings.from_env({**SETTINGS, "WORKSTEAD_HOME": str(folder)})
        logs.configure(settings)
        server = EmbeddedServer(folder, durable=False)
        server.start()
        databases = Databases(server, settings)
        try:
            with clock.frozen(TODAY):
                return _timed(databases.context(Casework), folder, people)
        finally:
            databases.close()
            server.stop()


def _timed(context: ServiceContext, folder: Path, people: int) -> Imported:
    leader = client_for(context, Casework, actors.person("team leader", name="Mair"))
    began, line = time.perf_counter(), list[tuple[int, float, int]]()
    ours = processor([psutil.Process()])
    id = _sent(leader, "", {"kind": "people"})["id"]
    for first in range(0, people, PART):
        _sent(leader, f"/{id}/rows", {"csv": _rows(first, min(first + PART, people))})
    _sent(leader, f"/{id}/start", {})
    done = 0
    while more := imports.do_next(context.database, TAKES):
        line += [_point(each, began) for each in POINTS if done < each <= done + more]
        done += more
    took = time.perf_counter() - began
    used = {"casework": processor([psutil.Process()]) - ours, "postgresql": processor(postgresql(folder))}
    counts = leader.get(f"/imports/{id}").json["counts"]
    if counts != {"done": people}:
        raise Failed(f"Not everybody was imported: {counts}")
    rounded = {name: round(seconds, 1) for name, seconds in used.items()}
    return Imported(took, _kib("VmHWM"), line, _pairs(context), rounded)


def _point(people: int, began: float) -> tuple[int, float, int]:
    return people, round(time.perf_counter() - began, 1), _kib("VmRSS")


def _pairs(context: ServiceContext) -> int:
    with context.database.transaction() as session:
        return session.scalar(text("select count(*) from lookalike")) or 0


def _sent(leader: Client, path: str, body: dict[str, str]) -> dict[str, str]:
    answer = leader.post(f"/imports{path}", body)
    if answer.status_code not in (200, 201) or answer.json is None:
        raise Failed(f"The import was refused: {answer.text}")
    return dict(answer.json)


def _rows(first: int, end: int) -> str:
    """A part of the file, with the heading."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(newcomer(number) for number in range(first, end))
    return out.getvalue()


def _kib(which: str) -> int:
    """The most that this process has held at once (VmHWM), or holds now (VmRSS), in KiB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(which))
