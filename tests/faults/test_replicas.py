"""Two of each service under load: nothing is lost or doubled, and one takes over from the other at once."""

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from replicas import Replicas
from reporting import RESULTS, lasting
from sqlalchemy import text
from trial import Trial, folder

from chassis.testing.rabbitmq import PrivateNode
from chassis.testing.waiting import eventually

pytestmark = pytest.mark.fault

SERVICES = ("casework", "exchange", "marketplace", "mi", "notify", "web")
DOUBLED = ("casework", "mi", "notify")
RATE = 30
CALM = 60
SOON = 10.0
"""Seconds: far more than taking over takes, so that a busy machine does not fail the test."""
ORDER = text(
    """
    select count(*) from (
        select f.id, row_number() over (partition by f.subject order by f.sequence) as said,
            row_number() over (partition by f.subject order by i.received_at, f.sequence) as heard
        from fact f join inbox i on i.id = f.id and i.consumer = 'mi' and i.run > 0) as numbered
    where said <> heard
    """
)


@pytest.fixture(scope="module")
def doubled(rabbitmq_node: PrivateNode) -> Iterator[dict[str, Replicas]]:
    """An instance with two of casework, of mi and of notify."""
    with folder() as home:
        trial = Trial(home, rabbitmq_node.virtual_host(home.name), SERVICES)
        two = {name: Replicas(trial, name).plan() for name in DOUBLED}
        with trial:
            for one in two.values():
                one.start()
            yield two


@pytest.fixture
def two(doubled: dict[str, Replicas]) -> dict[str, Replicas]:
    """All of them running."""
    for one in doubled.values():
        one.start()
    return doubled


def note(name: str, **figures: Any) -> None:
    """Print what was measured, and keep it where results are kept."""
    print(name, json.dumps(figures))
    if place := os.environ.get(RESULTS):
        file = Path(place) / f"replicas-{name}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(figures, indent=1) + "\n")


def active(replicas: Replicas, count: Callable[[], dict[str, float]]) -> str:
    """The one of two that does the work while the other stands by."""
    before = count()
    eventually(lambda: replicas.busy(before, count()), within=30)
    lasting(1)
    (busy,) = replicas.busy(before, count())
    return busy


@pytest.fixture(scope="module")
def divided(rabbitmq_node: PrivateNode) -> Iterator[Replicas]:
    """Casework, and two of mi, whose inbox is divided into four."""
    with folder() as home:
        trial = Trial(home, rabbitmq_node.virtual_host(home.name), ("casework", "mi"))
        trial.suite.settings["WORKSTEAD_MI_PARTITIONS"] = "4"
        replicas = Replicas(trial, "mi").plan()
        with trial:
            replicas.start()
            yield replicas


def test_both_consume_a_divided_inbox_and_one_takes_over_when_the_other_is_killed(divided: Replicas) -> None:
    eventually(lambda: sorted(divided.partitions().values()) == [2, 2], within=60)
    before, taken = divided.handled(), []
    with divided.trial.load(rate=RATE, clients=16) as ledger:
        ledger.wait_for(150)
        by = {name: number - before[name] for name, number in divided.handled().items()}
        for name in list(divided.ports):
            at = divided.kill(name)
            # What the other consumed all along says nothing: it has to have taken all four.
            other = next(one for one in divided.ports if one != name)
            eventually(
                lambda: divided.measure(other, "workstead_partitions_held") == 4,  # noqa: B023
                within=30,
                every=0.02,
            )
            taken.append(round(time.time() - at, 2))
            ledger.wait_for(CALM)
            divided.start()
            eventually(lambda: sorted(divided.partitions().values()) == [2, 2], within=60)
    verdict = divided.trial.check(ledger)
    ((out_of_order,),) = divided.trial.rows("mi", ORDER)
    note("mi-divided", handled_by=by, seconds=taken, out_of_order=out_of_order, **_plain(verdict))
    assert verdict.is_clean, verdict
    assert min(by.values()) > 0.2 * sum(by.values()), "one of them did next to nothing"
    assert not out_of_order
    assert max(taken) < SOON


def test_two_of_each_change_nothing(two: dict[str, Replicas]) -> None:
    trial = two["mi"].trial
    before = two["casework"].measure("casework-2", "workstead_http_request_seconds_count")
    with trial.load(rate=RATE, appointments=0.2) as ledger:
        ledger.wait_for(150)
    verdict = trial.check(ledger)
    note("calm", accepted=verdict.accepted, lost=verdict.lost, doubled=verdict.doubled)
    assert verdict.is_clean, verdict
    after = two["casework"].measure("casework-2", "workstead_http_request_seconds_count")
    assert after - before > verdict.accepted / 3, "the second one of casework was asked nothing"


@pytest.mark.parametrize("name", ["mi", "notify"])
def test_the_other_consumes_when_one_is_killed(two: dict[str, Replicas], name: str) -> None:
    replicas, taken = two[name], []
    with replicas.trial.load(rate=RATE, appointments=0.2) as ledger:
        for _ in range(2):
            ledger.wait_for(CALM)
            at = replicas.kill(active(replicas, replicas.handled))
            taken.append(round(replicas.heard_again_after(at), 2))
            replicas.start()
    verdict = replicas.trial.check(ledger)
    note(
        f"{name}-killed", seconds=taken, accepted=verdict.accepted, lost=verdict.lost, doubled=verdict.doubled
    )
    assert verdict.is_clean, verdict
    assert max(taken) < SOON


def test_the_other_publishes_when_one_is_killed(two: dict[str, Replicas]) -> None:
    """Casework's relay; and its HTTP, for the gateway asks the other one."""
    replicas, taken = two["casework"], []
    with replicas.trial.load(rate=RATE, appointments=0.2) as ledger:
        for _ in range(2):
            ledger.wait_for(CALM)
            at = replicas.kill(active(replicas, replicas.published))
            taken.append(round(replicas.said_again_after(at), 2))
            ledger.wait_for(CALM)
            replicas.start()
    verdict = replicas.trial.check(ledger)
    failed = [one.status for one in ledger.tries if not 200 <= one.status < 300]
    note("casework-killed", seconds=taken, failed_requests=failed, **_plain(verdict))
    assert verdict.is_clean, verdict
    assert max(taken) < SOON


def _plain(verdict: Any) -> dict[str, int]:
    return {"accepted": verdict.accepted, "lost": verdict.lost, "doubled": verdict.doubled}


def test_the_other_consumes_when_the_host_of_one_is_gone(two: dict[str, Replicas]) -> None:
    """Nobody closes its connection: the broker misses its heartbeats, and that takes its time."""
    replicas = two["mi"]
    with replicas.trial.load(rate=RATE / 2) as ledger:
        ledger.wait_for(CALM / 2)
        frozen = active(replicas, replicas.handled)
        at = replicas.freeze(frozen)
        try:
            seconds = round(replicas.heard_again_after(at + 1) + 1, 1)
        finally:
            replicas.kill(frozen)
        replicas.start()
    verdict = replicas.trial.check(ledger)
    note("mi-vanished", seconds=seconds, **_plain(verdict))
    assert verdict.is_clean, verdict
    assert seconds < 90


def test_timers_act_in_one_at_a_time(two: dict[str, Replicas]) -> None:
    """Each mail is sent by a timer, in both replicas of notify: none goes out twice."""
    trial = two["notify"].trial
    with trial.load(rate=RATE, appointments=1.0) as ledger:
        ledger.wait_for(100)
    verdict = trial.check(ledger)
    note(
        "timers",
        mails_doubled=verdict.mails_doubled,
        mails_repeated=verdict.mails_repeated,
        **_plain(verdict),
    )
    assert verdict.is_clean, verdict
    assert not verdict.mails_repeated
