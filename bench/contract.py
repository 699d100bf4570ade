"""`claims_written_per_s`: the same as `claims_derived_per_s`, but whole: a contract's people, in a database.

A hundred thousand people with the facts of `crowd` and no claim yet fall due on one day, and casework's own
timer works them out, a hundred in a transaction: facts read, milestones and claims worked out, written with
their rows in the ledger, their events and what is foreseen, committed. Casework and PostgreSQL take turns, so
that people by the processor time of both is what one core does.
"""

import gc
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import text

from bench.crowd import TODAY, Crowd, fill
from bench.processes import Failed
from bench.results import Figure, circumstances
from bench.scale import server_of_its_own
from bench.sizes import Size
from bench.used import postgresql, processor
from chassis import clock
from chassis.context import ServiceContext
from services.casework.actions import derivation
from services.casework.service import Casework

FIGURES = ("claims_written_per_s",)
GOAL = 2000.0
COUNTED = ("claim", "ledger_entry", "milestone", "forecast_fee", "outbox")
ALL_DUE = "insert into derivation (participant_id, due_on) select id, :today from participant"


def measure(size: Size) -> list[Figure]:
    """A whole contract, once: each transaction is a turn of its own."""
    where, crowd = circumstances(), Crowd(size.many_people)
    with server_of_its_own() as (databases, home), clock.frozen(TODAY):
        context = databases.context(Casework)
        fill(context, crowd, contacts=0, derived=False)
        raw = whole(context, home) | {"run": where}
    return [Figure(FIGURES[0], round(raw["people"] / raw["processor_s"]["sum"]), GOAL, raw, at_least=True)]


def whole(context: ServiceContext, home: Path) -> dict[str, Any]:
    """Work everybody out; what it took."""
    with context.database.transaction() as session:
        session.execute(text("delete from derivation"))
        session.execute(text(ALL_DUE), {"today": TODAY})
    before = _counted(context)
    gc.collect()
    gc.freeze()  # as the runner does: what lives as long as the process is no garbage to look for
    ours, theirs = _processor([psutil.Process()]), _processor(postgresql(home))
    began, done = time.perf_counter(), list(iter(lambda: _some(context), 0))
    took, spent = time.perf_counter() - began, {"casework": ours(), "postgresql": theirs()}
    spent |= {"sum": sum(spent.values())}
    written = {table: count - before[table] for table, count in _counted(context).items()}
    if written["claim"] < sum(done):
        raise Failed("There were fewer claims than people: the derivation did not do its work.")
    return {
        "unit": "people/s",
        "people": sum(done),
        "seconds": round(took, 1),
        "processor_s": {name: round(one, 1) for name, one in spent.items()},
        "written": written,
    }


def _some(context: ServiceContext) -> int:
    """What the timer does in one transaction."""
    with context.database.transaction() as session:
        return derivation.derive_due(session, TODAY)


def _processor(processes: list[psutil.Process]) -> Callable[[], float]:
    before = processor(processes)
    return lambda: processor(processes) - before


def _counted(context: ServiceContext) -> dict[str, int]:
    with context.database.transaction() as session:
        session.execute(text("set local statement_timeout = 0"))
        return {table: session.scalar(text(f"select count(*) from {table}")) or 0 for table in COUNTED}
