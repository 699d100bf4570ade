"""`import_people_per_s` and `import_memory_growth`: bringing a whole contract in from another system.

People who are made up are sent to casework in parts of a thousand rows, looked at, confirmed and
registered one by one, as when somebody brings a file in: through its app, its rules, its events and its
database. Each number of people has a process of its own, which says how much memory it had at most.
"""

import csv
import io
import multiprocessing
import time
from collections.abc import Iterator
from pathlib import Path

from bench.crowd import FIRST, LAST, TODAY
from bench.instances import home
from bench.processes import Failed
from bench.results import Figure, circumstances
from bench.scale import SETTINGS
from bench.sizes import Size
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
PER_S, GROWTH = 20.0, 1.2
PART = 1000
"""Rows of one request."""
SMALLER = 10
"""So many times fewer people, to compare the memory with."""
COLUMNS = ("key", "full_name", "date_of_birth", "channel", "language", "address", "postcode")
COLUMNS += ("heard_of", "basis", "source")

Measured = tuple[float, int]
"""Seconds, and the most memory in KiB."""


def measure(size: Size) -> Iterator[Figure]:
    """Both."""
    where = circumstances()
    few, many = max(size.many_people // SMALLER, 1), size.many_people
    (_, small), (seconds, large) = apart(few), apart(many)
    raw = {"people": many, "seconds": round(seconds, 1), "run": where}
    per_s = round(many / seconds, 1)
    yield Figure("import_people_per_s", per_s, PER_S, raw | {"unit": "people/s"}, at_least=True)
    raw |= {"unit": "×", "few_people": few, "few_kib": small, "many_kib": large}
    yield Figure("import_memory_growth", round(large / small, 2), GROWTH, raw)


def apart(people: int) -> Measured:
    """Import so many in a process of its own, whose memory nothing else has touched."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(imported, (people,))


def imported(people: int) -> Measured:
    """Import so many into an empty database; how long it took, and how much memory at most."""
    with home() as folder:
        settings = Settings.from_env({**SETTINGS, "WORKSTEAD_HOME": str(folder)})
        logs.configure(settings)
        server = EmbeddedServer(folder, durable=False)
        server.start()
        databases = Databases(server, settings)
        try:
            with clock.frozen(TODAY):
                return _timed(databases.context(Casework), people), _most_memory()
        finally:
            databases.close()
            server.stop()


def _timed(context: ServiceContext, people: int) -> float:
    leader = client_for(context, Casework, actors.person("team leader", name="Mair"))
    began = time.perf_counter()
    id = _sent(leader, "", {"kind": "people"})["id"]
    for first in range(0, people, PART):
        _sent(leader, f"/{id}/rows", {"csv": _rows(first, min(first + PART, people))})
    _sent(leader, f"/{id}/start", {})
    while imports.do_next(context.database, TAKES):
        pass
    took = time.perf_counter() - began
    counts = leader.get(f"/imports/{id}").json["counts"]
    if counts != {"done": people}:
        raise Failed(f"Not everybody was imported: {counts}")
    return took


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
    writer.writerows(_row(number) for number in range(first, end))
    return out.getvalue()


def _row(number: int) -> tuple[str, ...]:
    name = f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]} {number}"
    born = f"{1960 + number % 45}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    return (
        *(f"K-{number}", name, born, "letter", "en", f"{number} Harbour Row; Eastgate", "ZZ1 1AA"),
        *("library", "public-task", "Contract"),
    )


def _most_memory() -> int:
    """The most that this process has held at once, in KiB, since it began."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
