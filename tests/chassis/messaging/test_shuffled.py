"""A queue whose messages were shuffled, and some of them doubled: each walk is taken in its order, once."""

import random
from uuid import uuid4

import pytest
from ledgers import lost_and_doubled, numbers, parked_in, say
from processes import TinyProcess
from running import at_work, declare, relaying
from tap import put, take_all
from tiny_services import Happened

from chassis.context import ServiceContext
from chassis.messaging import outbox
from chassis.messaging.topology import queue_of
from chassis.testing.waiting import eventually

WALKS, STEPS, CHANGES = 10, 12, 60
WITHIN = 60

pytestmark = pytest.mark.rabbitmq


@pytest.fixture
def broker_url(rabbit_url: str) -> str:
    return rabbit_url


def test_each_walk_in_its_order(maker: ServiceContext, taker: ServiceContext) -> None:
    """Listeners that ask for order get it; what the others hear is in effect just the same."""
    walks = [uuid4() for _ in range(WALKS)]
    declare(taker)
    with at_work(relaying(maker)):
        for step in range(101, 101 + STEPS):
            say(maker, *(Happened("walk.stepped", walk, {"step": step}) for walk in walks))
        say(maker, *(Happened("thing.changed", uuid4(), {"number": n}) for n in range(200, 200 + CHANGES)))
        eventually(lambda: not waiting(maker), within=WITHIN)
    shuffle(maker.settings.broker_url, random.Random(20250303))
    expected = WALKS * STEPS + CHANGES
    process = TinyProcess(maker, taker, "taker")
    process.start()
    try:
        eventually(lambda: lost_and_doubled(taker, expected) == (0, 0), within=WITHIN)
        eventually(lambda: not parked_in(taker), within=WITHIN)
    finally:
        process.kill()
    assert lost_and_doubled(taker, expected) == (0, 0)
    for walk in walks:
        assert numbers(taker, walk) == list(range(101, 101 + STEPS))


def shuffle(url: str, chance: random.Random) -> None:
    """Take everything out of the taker's queue, and put it back anyhow, every third message twice."""
    letters = take_all(url, queue_of("taker"))
    letters += letters[::3]
    chance.shuffle(letters)
    put(url, queue_of("taker"), letters)


def waiting(maker: ServiceContext) -> bool:
    """Whether anything has not been published yet."""
    with maker.database.transaction() as session:
        return bool(outbox.waiting(session))
