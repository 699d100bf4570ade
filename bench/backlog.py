"""`backlog_vs_raw_consume` and `backlog_per_s`: MI was away, and drains what has been waiting for it.

Against bare kombu that consumes and acknowledges as many of the same messages, 200 at a time handed over.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from sqlalchemy import create_engine, text

from bench import bare, rounds
from bench.broker import private_node
from bench.instances import Pair, pair
from bench.processes import child
from bench.results import Figure, circumstances
from bench.sizes import Size
from bench.telling import Office
from bench.used import Used
from bench.waiting import until
from chassis.messaging.topology import exchange_of

FIGURES = ("backlog_vs_raw_consume", "backlog_per_s")
GOALS = (0.4, 3000.0)
EVENT = "workstead.casework.contact.recorded.v1"
LOOK_SECONDS = 0.1
BATCHES = text(
    "select extract(epoch from pg_xact_commit_timestamp(xmin)), events"
    " from (select xmin, count(*) as events from fact group by xmin) as batch order by 1"
)


def measure(size: Size) -> list[Figure]:
    """Events a second that MI and the bare consumer drain, in turns."""
    where = circumstances()
    with (
        private_node() as broker,
        pair(broker, "casework", "mi", notes_commits=True) as suite,
        Office(suite) as office,
    ):
        office.tell_of_a_contact()
        office.until_published()
        backlog = Backlog(suite, broker, office.last_message())
        backlog.drained(size.backlog // 10)
        backlog.drained_barely(size.backlog // 10)
        backlog.used = Used(suite)
        ours, theirs = rounds.in_turns(
            lambda: backlog.drained(size.backlog),
            lambda: backlog.drained_barely(size.backlog),
            size.rounds,
            warm_up=0,
        )
    raw = rounds.beside(ours, theirs, ("workstead", "bare_kombu"), "events/s") | {
        "events": size.backlog,
        "processor_us_per_event": backlog.used.per_event_us,
        "run": where,
    }
    value = rounds.ratio(ours, theirs)
    return [
        Figure(FIGURES[0], value, GOALS[0], raw, at_least=True),
        Figure(FIGURES[1], round(median(ours)), GOALS[1], raw, at_least=True),
    ]


class Backlog:
    """A queue that is filled while nobody listens, and drained when somebody does."""

    def __init__(self, suite: Pair, broker: str, body: str) -> None:
        self._suite = suite
        self._told: dict[str, Any] = {"url": broker, "body": body}
        self._engine = create_engine(
            suite.settings["WORKSTEAD_MI_DATABASE_URL"], isolation_level="AUTOCOMMIT"
        )
        self.used = Used(suite)

    def drained(self, events: int) -> float:
        """Events a second from MI's first commit after it has come back to its last."""
        with self._away():
            self._fill(exchange_of("casework"), EVENT, events)
        self._until(lambda found: found > 0, events)
        with self.used.watching(events):
            batches = self._batches(events)
        first, last = batches[0], batches[-1]
        return (events - first[1]) / max(last[0] - first[0], 1e-9)

    def drained_barely(self, events: int) -> float:
        """Events a second from the bare consumer's first message to its last acknowledgement."""
        self._fill(bare.EXCHANGE.name, bare.KEY, events)
        with child("bench.bare", "consume-prefetched", count=events, **self._told) as consumer:
            found = consumer.started().answer()
        return float((events - 1) / (found["ended"] - found["began"]))

    @contextmanager
    def _away(self) -> Iterator[None]:
        """MI is not there, and has nothing; then it is started."""
        self._suite.stop_one("mi")
        with self._engine.connect() as connection:
            connection.execute(text("truncate fact, inbox"))
        yield
        self._suite.start_one("mi")

    def _fill(self, exchange: str, key: str, events: int) -> None:
        with child("bench.filling", exchange=exchange, key=key, count=events, **self._told) as filling:
            filling.answer()

    def _batches(self, events: int) -> list[tuple[float, int]]:
        """When MI committed how many, in order."""
        self._until(lambda found: found == events, events)
        with self._engine.connect() as connection:
            return [(float(moment), number) for moment, number in connection.execute(BATCHES)]

    def _until(self, enough: Callable[[int], bool], events: int) -> None:
        counted = text("select count(*) from fact")
        with self._engine.connect() as connection:
            until(
                lambda: enough(connection.scalar(counted) or 0),
                f"MI did not get on with {events} events",
                every=LOOK_SECONDS,
            )
