"""`start_s`, `idle_mb` and `idle_cpu`: the embedded suite, as `make demo` has it, starting and at rest."""

import time
from statistics import median

import psutil

from bench.instances import embedded, home
from bench.results import Figure, circumstances
from bench.sizes import Size
from bench.used import postgresql, processor
from demo.suite import Suite

FIGURES = ("start_s", "idle_mb", "idle_cpu")
START_GOAL = 10.0
MEGABYTES_GOAL = 250.0
CPU_GOAL = 1.0
SETTLE_SECONDS = 5.0


def measure(size: Size) -> list[Figure]:
    """All three, of one instance that holds no data yet."""
    where = circumstances()
    with home() as folder:
        suite = embedded(folder)
        try:
            seconds = [_start(suite) for _ in range(size.starts + 1)]
            rest = at_rest(suite, size.rest_seconds)
        finally:
            suite.stop()
    first, *again = (round(one, 2) for one in seconds)
    starts = {"unit": "s", "first": first, "again": again, "run": where}
    return [
        Figure("start_s", round(median(again), 2), START_GOAL, starts),
        Figure("idle_mb", rest["suite_mb"], MEGABYTES_GOAL, rest | {"unit": "MB", "run": where}),
        Figure("idle_cpu", rest["suite_cpu"], CPU_GOAL, rest | {"unit": "% of a core", "run": where}),
    ]


def at_rest(suite: Suite, seconds: float) -> dict[str, float]:
    """What the suite uses when nobody asks anything of it, and what its PostgreSQL uses beside it."""
    time.sleep(min(SETTLE_SECONDS, seconds))
    ours = [psutil.Process(process.pid) for process in suite.processes.values()]
    server = postgresql(suite.home)
    before = processor(ours), processor(server)
    time.sleep(seconds)
    return {
        "suite_mb": _megabytes(ours),
        "postgresql_mb": _megabytes(server),
        "suite_cpu": round((processor(ours) - before[0]) / seconds * 100, 2),
        "postgresql_cpu": round((processor(server) - before[1]) / seconds * 100, 2),
        "seconds": seconds,
    }


def _start(suite: Suite) -> float:
    """Seconds from the command to the answer that all is ready; it was stopped in order before."""
    suite.stop()
    began = time.monotonic()
    suite.start()
    return time.monotonic() - began


def _megabytes(processes: list[psutil.Process]) -> float:
    """What they hold in memory; what several share is counted once between them."""
    return round(sum(one.memory_full_info().pss for one in processes if one.is_running()) / 1e6, 1)
