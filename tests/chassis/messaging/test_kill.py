"""kill -9 of whoever carries events, wherever it hurts: nothing is lost, nothing is done twice."""

import random
from uuid import uuid4

import pytest
from ledgers import counted, lost_and_doubled, numbers, parked_in, say
from processes import TinyProcess, processes
from running import declare
from tiny_services import Happened

from chassis.context import ServiceContext
from chassis.messaging import outbox
from chassis.testing.bus import recorded
from chassis.testing.waiting import eventually

EVENTS = 300
WITHIN = 60

pytestmark = pytest.mark.slow


@pytest.fixture
def broker_url(each_broker: str) -> str:
    return each_broker


def say_many(maker: ServiceContext, number: int = EVENTS, subjects: int = 20) -> None:
    """Many events of some things, in transactions of ten."""
    things = [uuid4() for _ in range(subjects)]
    for first in range(0, number, 10):
        facts = [Happened("thing.changed", random.choice(things), {"number": 100 + n}) for n in range(10)]
        say(maker, *facts, Happened("walk.stepped", things[0], {"step": 1 + first // 10}))


def expected(maker: ServiceContext) -> int:
    """How many entries the ledger must have in the end."""
    return len(recorded(maker, "thing.changed")) + len(recorded(maker, "walk.stepped"))


def settled(maker: ServiceContext, taker: ServiceContext) -> bool:
    """Whether everything that was said has come into the ledger."""
    with maker.database.transaction() as session:
        return not outbox.waiting(session) and lost_and_doubled(taker, expected(maker))[0] == 0


def check(maker: ServiceContext, taker: ServiceContext) -> None:
    """The ledger, the projection and what the taker said itself all agree with what was said."""
    changes = recorded(maker, "thing.changed")
    assert lost_and_doubled(taker, expected(maker)) == (0, 0)
    assert sum(events for events, _ in counted(taker).values()) == len(changes)
    assert len(recorded(taker, "notice.given")) == len(changes)
    steps = [event.subject for event in recorded(maker, "walk.stepped")]
    walked = [number for number in numbers(taker, steps[0]) if number < 100]
    assert walked == list(range(1, len(steps) + 1))
    assert parked_in(taker) == []


@pytest.mark.parametrize(
    ("where", "after"),
    [
        pytest.param("publish", 0, id="producer-between-commit-and-publish"),
        pytest.param("message", 57, id="relay-in-the-middle-of-a-batch"),
        pytest.param("mark", 0, id="relay-between-publish-and-mark"),
        pytest.param("handle", 33, id="consumer-in-the-middle-of-a-transaction"),
        pytest.param("acknowledge", 1, id="consumer-between-handling-and-acknowledgement"),
    ],
)
def test_killed_at_the_worst_moment(
    maker: ServiceContext, taker: ServiceContext, where: str, after: int
) -> None:
    declare(taker)
    say_many(maker)
    with processes(maker, taker) as suite:
        victim, others = _victim(suite, where)
        for process in others:
            process.start()
        victim.start(dies=where, after=after, batch=20)
        victim.wait_until_dead()
        victim.start()
        eventually(lambda: settled(maker, taker), within=WITHIN, every=0.2)
    check(maker, taker)


def test_killed_again_and_again_while_it_is_busy(maker: ServiceContext, taker: ServiceContext) -> None:
    declare(taker)
    chance = random.Random(20250303)
    with processes(maker, taker) as suite:
        for process in suite:
            process.start()
        for _ in range(5):
            victim = chance.choice(suite)
            victim.wait_until_ready()
            say_many(maker, number=chance.randrange(10, 120))
            victim.kill()
            say_many(maker, number=20)
            victim.start()
        eventually(lambda: settled_in_order(maker, taker), within=WITHIN, every=0.2)
    assert lost_and_doubled(taker, expected(maker)) == (0, 0)


def settled_in_order(maker: ServiceContext, taker: ServiceContext) -> bool:
    """Everything has come, each walk in its order."""
    return settled(maker, taker) and not parked_in(taker)


def test_asked_to_stop_it_finishes_what_it_has_begun(maker: ServiceContext, taker: ServiceContext) -> None:
    declare(taker)
    say_many(maker)
    with processes(maker, taker) as suite:
        for process in suite:
            process.start()
        for process in suite:
            process.wait_until_ready()
        eventually(lambda: numbers(taker), within=WITHIN)
        assert [process.stop() for process in suite] == [0] * len(suite)
        for process in suite:
            process.start()
        eventually(lambda: settled(maker, taker), within=WITHIN, every=0.2)
    check(maker, taker)


def _victim(suite: list[TinyProcess], where: str) -> tuple[TinyProcess, list[TinyProcess]]:
    """Who dies, and who goes on."""
    victim = suite[-1] if where in ("handle", "acknowledge") else suite[0]
    return victim, [process for process in suite if process is not victim]
