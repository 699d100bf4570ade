"""The embedded suite is killed with -9 at twenty random points of the journey, and started again each time.

The in-memory broker forgets everything at each of them; the figures at the end are the same all the same.
"""

import random
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from script import CONTACTS_RECORDED, FEES_BY_GROUP, FUNNEL, SOURCES, parts, totals
from suites import Performance

from chassis.testing.waiting import eventually
from demo.client import Person

KILLS = 20
REQUESTS = 120
"""The journey makes at least so many; the points are drawn among these."""


class Killer:
    """Counts the requests of everybody on the stage, and ends the suite while one of them is under way."""

    def __init__(self, performance: Performance, seed: int) -> None:
        draw = random.Random(seed)
        self.delays = {at: draw.uniform(0, 0.03) for at in draw.sample(range(5, REQUESTS), KILLS)}
        self.performance = performance
        self.requests = self.kills = 0
        self.restarts: list[threading.Thread] = []

    def watch(self, person: Person) -> None:
        """Have this person's requests counted."""
        send = person.http.request

        def counted(*arguments: Any, **rest: Any) -> requests.Response:
            # What is asked in vain while it starts again does not count: the kills would all meet one start.
            if not any(restart.is_alive() for restart in self.restarts):
                self.requests += 1
                if (delay := self.delays.pop(self.requests, None)) is not None:
                    self.restarts.append(threading.Thread(target=self._strike, args=(delay,)))
                    self.restarts[-1].start()
            return send(*arguments, **rest)

        person.http.request = counted  # type: ignore[method-assign]  # the test stands between person and net

    def _strike(self, delay: float) -> None:
        threading.Event().wait(delay)
        self.performance.suite.kill()
        self.kills += 1
        self.performance.suite.start()


@pytest.fixture
def performance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Performance]:
    made = Performance(tmp_path_factory.mktemp("killed"))
    made.stage.patience = 180
    try:
        made.start()
        yield made
    finally:
        made.end()


@pytest.mark.slow
def test_twenty_kills_change_no_figure(performance: Performance, monkeypatch: pytest.MonkeyPatch) -> None:
    seed = random.SystemRandom().randrange(1_000_000)
    print(f"seed {seed}")
    killer = Killer(performance, seed)
    signed_in = type(performance.stage).signed_in

    def watched(stage: Any, key: str, *arguments: str) -> Person:
        known = key in stage.people
        person = signed_in(stage, key, *arguments)
        if not known:
            killer.watch(person)
        return person

    monkeypatch.setattr(type(performance.stage), "signed_in", watched)
    performance.play()
    for restart in killer.restarts:
        restart.join()
    assert killer.kills == KILLS
    analyst = performance.stage["kofi"]
    eventually(lambda: totals(analyst, "funnel") == FUNNEL, within=30)
    eventually(lambda: parts(analyst, "fees-earned", "payment_group") == FEES_BY_GROUP, within=30)
    assert parts(analyst, "contacts-recorded", "channel") == CONTACTS_RECORDED
    assert parts(analyst, "people-registered", "heard_of") == SOURCES
