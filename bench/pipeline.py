"""`pipeline_vs_raw`: from the commit of an action in casework to MI's committed projection, over RabbitMQ."""

import time
from typing import Any
from uuid import UUID

from sqlalchemy import create_engine, func, select

from bench import rounds
from bench.broker import private_node
from bench.instances import Pair, pair
from bench.processes import STEP_SECONDS, Failed, child
from bench.results import Figure, circumstances
from bench.sizes import Size
from bench.telling import Office
from services.mi.store.facts import fact

GOAL = 1.5
FLOOR = 1.0
LOOK_SECONDS = 0.01


def measure(size: Size) -> Figure:
    """Events a second on our way and on the bare one, in turns."""
    where = circumstances()
    with (
        private_node() as broker,
        pair(broker, "casework", "mi") as suite,
        Office(suite) as office,
        Way(suite, office, people=size.rounds + 2) as way,
    ):
        way.rate(1)
        body = office.last_message()
        ours, theirs = rounds.in_turns(
            lambda: way.rate(size.events), lambda: bare(broker, size.events, body), size.rounds
        )
    raw = rounds.beside(ours, theirs, ("workstead", "bare_kombu"), "events/s") | {
        "events": size.events,
        "bytes": len(body.encode()),
        "actions_per_s": [round(rate, 1) for rate in way.actions_per_s[-size.rounds :]],
        "floor": FLOOR,
        "run": where,
    }
    return Figure("pipeline_vs_raw", rounds.ratio(ours, theirs), GOAL, raw, at_least=True)


class Way:
    """Contacts recorded in casework, watched until MI has them."""

    def __init__(self, suite: Pair, office: Office, people: int) -> None:
        self._office = office
        self._people = office.register(people)
        self._engine = create_engine(
            suite.settings["WORKSTEAD_MI_DATABASE_URL"], isolation_level="AUTOCOMMIT"
        )
        self.actions_per_s: list[float] = []

    def __enter__(self) -> "Way":
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    def rate(self, events: int) -> float:
        """Record so many contacts of another person; events a second from commit to the last projection."""
        person = self._people.pop()
        began = time.monotonic()
        committing = self._office.record_contacts(person, events)
        self.actions_per_s.append(events / (time.monotonic() - began))
        return events / (self._kept(person, events) - committing)

    def _kept(self, person: UUID, events: int) -> float:
        """When MI had committed all of them."""
        counted = select(func.count()).where(
            fact.c.person_id == person, fact.c.event == "casework.contact.recorded"
        )
        deadline = time.monotonic() + STEP_SECONDS
        with self._engine.connect() as connection:
            while time.monotonic() < deadline:
                if (found := connection.scalar(counted)) == events:
                    return time.monotonic()
                time.sleep(LOOK_SECONDS)
        raise Failed(f"MI had {found} of {events} contacts after {STEP_SECONDS:.0f} seconds.")


def bare(broker: str, events: int, body: str) -> float:
    """Events a second from the first publish to the last acknowledgement."""
    told: dict[str, Any] = {"url": broker, "count": events, "body": body}
    with child("bench.bare", "consume", **told) as consumer:
        consumer.started()
        with child("bench.bare", "publish", **told) as publisher:
            began = publisher.answer()["began"]
        return float(events / (consumer.answer()["ended"] - began))
