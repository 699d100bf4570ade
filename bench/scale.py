"""`caseload_p95_growth` and others of its kind: what a hundred times the people cost a page.

Two databases, one of a small organisation and one of a whole contract. The same questions are asked of
casework in both, in turns, in this process and through its whole app: token, policy, queries, JSON. A figure
is the 95th percentile at the large one by that at the small one.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.crowd import TODAY, Crowd, fill
from bench.instances import home
from bench.processes import Failed
from bench.results import Figure, circumstances
from bench.rounds import in_turns, ratio
from bench.sizes import Size
from chassis import clock, logs
from chassis.context import ServiceContext
from chassis.settings import Settings
from chassis.store.embedded import EmbeddedServer
from chassis.testing import actors
from chassis.testing.http import Client, client_for
from chassis.testing.postgres import Databases
from services.casework.service import Casework

GOAL = 3.0
SETTINGS = {"WORKSTEAD_SECRET": "for one run of the bench", "WORKSTEAD_LOG_LEVEL": "WARNING"}

Ask = Callable[[Client, Crowd, int], Any]


@dataclass(frozen=True)
class Page:
    """What somebody with a role asks."""

    ask: Ask
    role: str = "adviser"
    one_in: int = 1
    """How many fewer questions are asked, where an answer is about everybody."""


class Place:
    """Casework with a crowd in its database."""

    def __init__(self, context: ServiceContext, crowd: Crowd) -> None:
        self.context, self.crowd = context, crowd
        self.given_up: Counter[Page] = Counter()
        """Questions to which there was no answer within the time that the database allows."""

    def p95(self, page: Page, questions: int) -> float:
        """The 95th percentile, in milliseconds, of so many questions about people here and there."""
        some = self.crowd.some(max(questions // page.one_in, 1))
        took = [self._asked(page, number) for number in some]
        return quantiles(took, n=20)[-1] if len(took) > 1 else took[0]

    def _asked(self, page: Page, number: int) -> float:
        crowd = self.crowd
        who = actors.person(page.role, org=crowd.here, id=crowd.adviser_of(number), name="Anwen")
        client = client_for(self.context, Casework, who)
        began = time.perf_counter()
        answer = page.ask(client, crowd, number)
        took = (time.perf_counter() - began) * 1000
        if answer.status_code == 503:
            self.given_up[page] += 1
        elif answer.status_code != 200:
            raise Failed(f"Casework answered {answer.status_code}: {answer.text}")
        return took


def caseload(client: Client, crowd: Crowd, number: int) -> Any:
    """The first page of whom an adviser looks after."""
    return client.get(f"/participants?limit=50&adviser_id={crowd.adviser_of(number)}")


def case(client: Client, crowd: Crowd, number: int) -> Any:
    """Everything that the case page shows of one person."""
    return client.get(f"/participants/{crowd.id_of(number)}/summary")


def search(client: Client, crowd: Crowd, number: int) -> Any:
    """Somebody by the words of their name."""
    return client.post("/participants/searches", {"text": crowd.name_of(number)})


def timeline(client: Client, crowd: Crowd, number: int) -> Any:
    """The first page of what happened with one person."""
    return client.get(f"/participants/{crowd.id_of(number)}/timeline?limit=50")


def always(path: str) -> Ask:
    """What is asked without naming anybody."""
    return lambda client, crowd, number: client.get(path)


PAGES = {
    "caseload": Page(caseload),
    "case": Page(case),
    "search": Page(search),
    "timeline": Page(timeline),
    "my_day": Page(always("/my-day")),
    "groups": Page(always("/groups?limit=50")),
    "team_board": Page(always("/team-board"), "team leader", 20),
    "claims": Page(always("/claims?state=claimed&limit=50"), "finance officer", 20),
    "statement": Page(always("/statement?month=2025-11&limit=50"), "finance officer", 20),
    "forecast": Page(always("/forecast"), "finance officer", 20),
}
"""The first three have the goal of the issue; the others are looked at beside them."""
FIGURES = tuple(f"{name}_p95_growth" for name in PAGES)


def measure(size: Size) -> Iterator[Figure]:
    """Every page, in a small place and in a large one."""
    with places(size.few_people, size.many_people) as (small, large):
        yield from growth(small, large, size)


def growth(small: Place, large: Place, size: Size) -> Iterator[Figure]:
    """Every page, in both by turns."""
    for name, page in zip(FIGURES, PAGES.values(), strict=True):
        where = circumstances()
        sides = [partial(place.p95, page, size.questions) for place in (large, small)]
        with clock.frozen(TODAY):
            many, few = in_turns(sides[0], sides[1], size.rounds)
        raw = {
            "unit": "×",
            "few_ms": [round(one, 1) for one in few],
            "many_ms": [round(one, 1) for one in many],
            "ratios": [round(one / other, 2) for one, other in zip(many, few, strict=True)],
            "few_people": small.crowd.people,
            "many_people": large.crowd.people,
            "median_many_ms": round(median(many), 1),
            "questions": max(size.questions // page.one_in, 1),
            "given_up": large.given_up[page],
            "run": where,
        }
        yield Figure(name, ratio(many, few), GOAL, raw)


@contextmanager
def places(*people: int) -> Iterator[list[Place]]:
    """A server of its own, with a database of casework for each number of people."""
    with server_of_its_own() as (databases, _home):
        yield [_place(databases.context(Casework), Crowd(number)) for number in people]


@contextmanager
def server_of_its_own() -> Iterator[tuple[Databases, Path]]:
    """A server on the disk that goes with its folder, and the way to databases in it."""
    with home() as folder:
        settings = Settings.from_env({**SETTINGS, "WORKSTEAD_HOME": str(folder)})
        logs.configure(settings)
        server = EmbeddedServer(folder, durable=False)
        server.start()
        databases = Databases(server, settings)
        try:
            yield databases, folder
        finally:
            databases.close()
            server.stop()


def _place(context: ServiceContext, crowd: Crowd) -> Place:
    fill(context, crowd)
    return Place(context, crowd)
