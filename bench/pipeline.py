"""From the commit of an action in casework to MI's committed projection, over RabbitMQ, against three others.

`pipeline_vs_raw`, `pipeline_vs_raw_pipelined` and `pipeline_vs_nameko`: the four sides take turns in one run.
"""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from uuid import UUID

import requests
from sqlalchemy import create_engine, func, select

from bench import rounds
from bench.broker import private_node
from bench.instances import Pair, pair
from bench.processes import STEP_SECONDS, child
from bench.results import Figure, circumstances
from bench.sizes import Size
from bench.telling import Office
from bench.used import Used
from bench.waiting import until
from demo.suite import free_port
from services.mi.store.facts import fact

FIGURES = ("pipeline_vs_raw", "pipeline_vs_raw_pipelined", "pipeline_vs_nameko")
GOALS = (1.5, 0.15, 1.0)
OTHERS = ("bare_kombu", "bare_pipelined", "nameko_events")
FLOOR = 1.0
"""Of the first: no slower than what anybody would write in an hour."""
LOOK_SECONDS = 0.01


def measure(size: Size) -> list[Figure]:
    """Events a second on our way and on the three others, in turns."""
    where = circumstances()
    with (
        private_node() as broker,
        pair(broker, "casework", "mi") as suite,
        Office(suite) as office,
        Way(suite, office, people=size.rounds + 2) as way,
    ):
        way.rate(1)
        body = office.last_message()
        with stock(broker, body) as nameko:
            ours, *others = rounds.all_in_turns(
                [
                    lambda: way.rate(size.events),
                    lambda: bare(broker, ("publish", "consume"), size.events, body),
                    lambda: bare(broker, ("publish-pipelined", "consume-prefetched"), size.events, body),
                    lambda: nameko.rate(size.events),
                ],
                size.rounds,
            )
    run = {
        "events": size.events,
        "bytes": len(body.encode()),
        "actions_per_s": [round(rate, 1) for rate in way.actions_per_s[-size.rounds :]],
        "processor_us_per_event": way.used.per_event_us,
        "run": where,
    }
    return [
        Figure(
            name,
            rounds.ratio(ours, theirs),
            goal,
            rounds.beside(ours, theirs, ("workstead", other), "events/s")
            | run
            | ({"floor": FLOOR} if theirs is others[0] else {}),
            at_least=True,
        )
        for name, goal, other, theirs in zip(FIGURES, GOALS, OTHERS, others, strict=True)
    ]


class Way:
    """Contacts recorded in casework, watched until MI has them."""

    def __init__(self, suite: Pair, office: Office, people: int) -> None:
        self._office = office
        self._people = office.register(people)
        self._engine = create_engine(
            suite.settings["WORKSTEAD_MI_DATABASE_URL"], isolation_level="AUTOCOMMIT"
        )
        self.actions_per_s: list[float] = []
        self.used = Used(suite)

    def __enter__(self) -> "Way":
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    def rate(self, events: int) -> float:
        """Record so many contacts of another person; events a second from commit to the last projection."""
        person = self._people.pop()
        began = time.monotonic()
        with ExitStack() as watched:
            committing: list[float] = []

            def before_commit() -> None:
                watched.enter_context(self.used.watching(events))
                committing.append(time.monotonic())

            self._office.record_contacts(person, events, before_commit)
            kept = self._kept(person, events)
        self.actions_per_s.append(events / (committing[0] - began))
        return events / (kept - committing[0])

    def _kept(self, person: UUID, events: int) -> float:
        """When MI had committed all of them."""
        counted = select(func.count()).where(
            fact.c.person_id == person, fact.c.event == "casework.contact.recorded"
        )
        with self._engine.connect() as connection:
            until(
                lambda: connection.scalar(counted) == events,
                f"MI did not keep {events} contacts",
                every=LOOK_SECONDS,
            )
            return time.monotonic()


def bare(broker: str, sides: tuple[str, str], events: int, body: str) -> float:
    """Events a second from the first publish to the last acknowledgement."""
    publishes, consumes = sides
    told: dict[str, Any] = {"url": broker, "count": events, "body": body}
    with child("bench.bare", consumes, **told) as consumer:
        consumer.started()
        with child("bench.bare", publishes, **told) as publisher:
            began = publisher.answer()["began"]
        return float(events / (consumer.answer()["ended"] - began))


class Nameko:
    """Both of nameko's services, running."""

    def __init__(self, speaker: int, listener: int) -> None:
        self._speaker, self._listener = f"http://127.0.0.1:{speaker}", f"http://127.0.0.1:{listener}"
        self._said = 0

    def rate(self, events: int) -> float:
        """Events a second from the first dispatch until the last has been handled."""
        self._said += events
        began = requests.get(f"{self._speaker}/say/{events}", timeout=STEP_SECONDS).json()
        last = until(
            self._last_heard, f"nameko's listener did not hear {self._said} events", every=LOOK_SECONDS * 5
        )
        return float(events / (last - began))

    def _last_heard(self) -> float | None:
        """When the last of all that was said was heard; None before that."""
        heard, last = requests.get(f"{self._listener}/heard", timeout=STEP_SECONDS).json()
        return last if heard >= self._said else None


@contextmanager
def stock(broker: str, body: str) -> Iterator[Nameko]:
    """A speaker and a listener of stock nameko."""
    speaker, listener = free_port(), free_port()
    told: dict[str, Any] = {"url": broker, "body": json.loads(body)}
    with (
        child("bench.nameko_events", "listener", port=listener, **told) as hears,
        child("bench.nameko_events", "speaker", port=speaker, **told) as says,
    ):
        hears.started()
        says.started()
        yield Nameko(speaker, listener)
