"""`latency_ms_p50` and `latency_ms_p99`: from the commit in casework to the committed projection in MI.

PostgreSQL itself says when each transaction was committed, so nothing has to be asked while it is measured.
"""

import time
from statistics import median, quantiles
from uuid import UUID

from sqlalchemy import Engine, create_engine, text

from bench.broker import private_node
from bench.instances import Pair, pair
from bench.results import Figure, circumstances
from bench.sizes import Size
from bench.telling import Office
from bench.used import Used
from bench.waiting import until

FIGURES = ("latency_ms_p50", "latency_ms_p99")
GOALS = (8.0, 25.0)
PER_SECOND = 200
COMMITTED = "extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000"
SAID = text(
    f"select aggregate_id, {COMMITTED} from aggregate_version"
    " where aggregate_type = 'contact' and aggregate_id = any(cast(:ids as uuid[]))"
)
KEPT = text(f"select subject, {COMMITTED} from fact where subject = any(cast(:ids as uuid[]))")


def measure(size: Size) -> list[Figure]:
    """Both, as the median of what each round says."""
    where = circumstances()
    with (
        private_node() as broker,
        pair(broker, "casework", "mi", notes_commits=True) as suite,
        Office(suite) as office,
    ):
        stopwatch, used = Stopwatch(suite, office), Used(suite)
        stopwatch.measure(size.paced_events)
        with used.watching(size.paced_events * size.rounds):
            found = [stopwatch.measure(size.paced_events) for _ in range(size.rounds)]
    raw = {
        "unit": "ms",
        "p50": [round(_percentile(one, 50), 2) for one in found],
        "p99": [round(_percentile(one, 99), 2) for one in found],
        "worst": [round(max(one), 2) for one in found],
        "per_s": [round(rate, 1) for rate in stopwatch.per_second[-size.rounds :]],
        "events": size.paced_events,
        "processor_us_per_event": used.per_event_us,
        "run": where,
    }
    return [
        Figure(name, round(median(_percentile(one, percent) for one in found), 2), goal, raw)
        for name, goal, percent in zip(FIGURES, GOALS, (50, 99), strict=True)
    ]


class Stopwatch:
    """Says so many things at a steady pace, and finds out how long each was on its way."""

    def __init__(self, suite: Pair, office: Office) -> None:
        self._office = office
        self._said = create_engine(suite.settings["WORKSTEAD_CASEWORK_DATABASE_URL"])
        self._kept = create_engine(suite.settings["WORKSTEAD_MI_DATABASE_URL"])
        self.per_second: list[float] = []

    def measure(self, events: int) -> list[float]:
        """Milliseconds from commit to commit, of each."""
        began, told = time.monotonic(), []
        for number in range(events):
            time.sleep(max(began + number / PER_SECOND - time.monotonic(), 0))
            told.append(self._office.tell_of_a_contact())
        self.per_second.append(events / (time.monotonic() - began))
        said, kept = _moments(self._said, SAID, told), self._all_kept(told)
        return [kept[id] - said[id] for id in told]

    def _all_kept(self, told: list[UUID]) -> dict[UUID, float]:
        until(
            lambda: len(_moments(self._kept, KEPT, told)) == len(told),
            f"MI did not keep {len(told)} events",
            every=0.2,
        )
        return _moments(self._kept, KEPT, told)


def _moments(engine: Engine, statement: object, ids: list[UUID]) -> dict[UUID, float]:
    with engine.connect() as connection:
        rows = connection.execute(statement, {"ids": [str(id) for id in ids]})  # type: ignore[call-overload]
        return {UUID(str(id)): float(moment) for id, moment in rows}


def _percentile(values: list[float], percent: int) -> float:
    return quantiles(values, n=100, method="inclusive")[percent - 1]
