"""A divided inbox on RabbitMQ: replicas share it, each thing's order holds, and changes lose nothing."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from ledgers import counted, lost_and_doubled, numbers, say
from running import at_work, consuming, declare, relaying, waiting_in
from sqlalchemy import text
from test_faults import reject_all
from tiny_services import Happened, Taker

from chassis.context import ServiceContext
from chassis.messaging import dead_letters, outbox, rebuild, topology
from chassis.messaging.agreement import agreeing
from chassis.messaging.broker import linked, stands
from chassis.testing.waiting import eventually

pytestmark = [pytest.mark.rabbitmq]

WITHIN = 30


@pytest.fixture
def broker_url(rabbit_url: str) -> Iterator[str]:
    """RabbitMQ, and nothing of a divided inbox in it before or after."""
    _remove(rabbit_url)
    yield rabbit_url
    _remove(rabbit_url)


def _remove(url: str) -> None:
    with linked(url, "test") as link:
        for number in (1, 2, 3, 4):
            topology.remove_queues(link.channel, "taker", number)


@pytest.fixture
def replica(taker: ServiceContext) -> Iterator[Callable[[int], ServiceContext]]:
    """`replica(4)` is one of the taker's replicas, for which the inbox is divided into four."""
    made: list[ServiceContext] = []

    def make(number: int) -> ServiceContext:
        settings = replace(taker.settings, partitions={"taker": number})
        made.append(ServiceContext.build(Taker, settings))
        return made[-1]

    yield make
    for context in made:
        context.close()


def shares(context: ServiceContext) -> list[int]:
    """How many partitions each replica has."""
    with agreeing(context) as agreement:
        return sorted(len(its) for its in agreement.holdings().values())


def number_now(context: ServiceContext) -> list[int]:
    """Into how many the inbox is divided; two while that changes."""
    with agreeing(context) as agreement:
        return agreement.numbers()


def replicas(context: ServiceContext, number: int) -> int:
    """How many replicas consume an inbox of that number."""
    with agreeing(context) as agreement:
        return agreement.replicas(number)


def say_steps(maker: ServiceContext, walks: list[UUID], first: int, last: int) -> None:
    """The same steps of many walks."""
    for step in range(first, last + 1):
        say(maker, *(Happened("thing.changed", walk, {"number": 100 + step}) for walk in walks))


def settled(maker: ServiceContext, taker: ServiceContext, number: int) -> bool:
    """Everything that was said has come into the ledger."""
    with maker.database.transaction() as session:
        return not outbox.waiting(session) and lost_and_doubled(taker, number)[0] == 0


def in_order(taker: ServiceContext, walks: list[UUID]) -> bool:
    """Whether the entries of each thing stand in the order in which they were said."""
    return all((found := numbers(taker, walk)) == sorted(found) for walk in walks)


def test_replicas_share_the_partitions_and_keep_the_order_of_each_thing(
    maker: ServiceContext, taker: ServiceContext, replica: Callable[[int], ServiceContext]
) -> None:
    walks = [uuid4() for _ in range(30)]
    one, two = replica(4), replica(4)
    declare(taker)
    with at_work(relaying(maker), *consuming(one)):
        eventually(lambda: shares(one) == [4], within=WITHIN)
        say_steps(maker, walks, 1, 5)
        with at_work(*consuming(two)):
            say_steps(maker, walks, 6, 10)
            eventually(lambda: shares(one) == [2, 2], within=WITHIN)
            say_steps(maker, walks, 11, 15)
            eventually(lambda: settled(maker, taker, 30 * 15), within=WITHIN)
        eventually(lambda: shares(one) == [4], within=WITHIN)
        say_steps(maker, walks, 16, 17)
        eventually(lambda: settled(maker, taker, 30 * 17), within=WITHIN)
    assert lost_and_doubled(taker, 30 * 17) == (0, 0)
    assert in_order(taker, walks)
    assert set(counted(taker)) == set(walks)


def test_their_number_is_changed_under_load(
    maker: ServiceContext, taker: ServiceContext, replica: Callable[[int], ServiceContext]
) -> None:
    """As an operator does it: all replicas of the service stop, and start with another number."""
    walks = [uuid4() for _ in range(20)]
    declare(taker)
    said = 0
    with at_work(relaying(maker)):
        for number in (1, 4, 3):
            contexts = [replica(number), replica(number)]
            with at_work(*consuming(contexts[0]), *consuming(contexts[1])):
                say_steps(maker, walks, said + 1, said + 5)
                eventually(lambda: number_now(taker) == [number], within=WITHIN)  # noqa: B023
                said += 5
            # What nobody consumes just now waits for the next number.
            say_steps(maker, walks, said + 1, said + 5)
            said += 5
        with at_work(*consuming(replica(1))):
            eventually(lambda: settled(maker, taker, 20 * said) and number_now(taker) == [1], within=WITHIN)
    assert lost_and_doubled(taker, 20 * said) == (0, 0)
    assert in_order(taker, walks)
    for queue in (*topology.queues_of("taker", 4), *topology.queues_of("taker", 3)):
        assert not _stands(maker.settings.broker_url, queue)


def _stands(url: str, queue: str) -> bool:
    with linked(url, "test") as link:
        return stands(link.channel, lambda own: own.queue_declare(queue=queue, passive=True))


def test_a_replica_that_runs_with_the_former_number_is_waited_for(
    maker: ServiceContext, taker: ServiceContext, replica: Callable[[int], ServiceContext]
) -> None:
    walks = [uuid4() for _ in range(10)]
    with at_work(relaying(maker)):
        with at_work(*consuming(replica(1))):
            eventually(lambda: replicas(taker, 1) == 1, within=WITHIN)
            with at_work(*consuming(replica(2))):
                # It waits for the end of the other; by and by what comes goes into the new queues alone.
                eventually(lambda: number_now(taker) == [1, 2], within=WITHIN)
                say_steps(maker, walks, 1, 5)
                eventually(lambda: settled(maker, taker, 50) or _waiting(taker, 2), within=WITHIN)
                say_steps(maker, walks, 6, 10)
                eventually(lambda: _waiting(taker, 2) >= 50, within=WITHIN)
                assert number_now(taker) == [1, 2]
        with at_work(*consuming(replica(2))):
            eventually(lambda: settled(maker, taker, 100), within=WITHIN)
    assert number_now(taker) == [2]
    assert in_order(taker, walks)


def _waiting(taker: ServiceContext, number: int) -> int:
    return sum(waiting_in(taker.settings.broker_url, queue) for queue in topology.queues_of("taker", number))


def test_a_divided_service_is_told_again_for_a_rebuild_and_gets_its_dead_letters_back(
    maker: ServiceContext, taker: ServiceContext, replica: Callable[[int], ServiceContext]
) -> None:
    walks = [uuid4() for _ in range(10)]
    divided = replica(4)
    with at_work(relaying(maker), relaying(divided)):
        with at_work(*consuming(divided)):
            eventually(lambda: number_now(taker) == [4], within=WITHIN)
            say_steps(maker, walks, 1, 3)
            eventually(lambda: settled(maker, taker, 30), within=WITHIN)
            assert rebuild.start(divided, [maker, divided]) == ["maker"]
            eventually(lambda: _total(taker) == 30, within=WITHIN)
        say_steps(maker, walks, 4, 4)
        eventually(lambda: _waiting(taker, 4) == 10, within=WITHIN)
        for queue in topology.queues_of("taker", 4):
            _reject(taker.settings.broker_url, queue)
        eventually(lambda: dead_letters.count(divided) == 10, within=WITHIN)
        assert dead_letters.replay(divided) == 10
        with at_work(*consuming(divided)):
            eventually(lambda: settled(maker, taker, 40), within=WITHIN)
    assert lost_and_doubled(taker, 40) == (0, 0)


def _total(taker: ServiceContext) -> int:
    return sum(events for events, _ in counted(taker).values())


def _reject(url: str, queue: str) -> None:
    number = waiting_in(url, queue)
    if number:
        reject_all(url, number, queue)


def test_what_says_nothing_of_what_it_is_about_comes_all_the_same(
    maker: ServiceContext,
    taker: ServiceContext,
    replica: Callable[[int], ServiceContext],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A producer of an older version sets no slot."""
    from chassis.messaging import telling

    monkeypatch.setattr(telling, "SLOT", "not-a-slot")
    walks = [uuid4() for _ in range(10)]
    divided = replica(4)
    with at_work(relaying(maker), *consuming(divided)):
        eventually(lambda: number_now(taker) == [4], within=WITHIN)
        say_steps(maker, walks, 1, 3)
        eventually(lambda: settled(maker, taker, 30), within=WITHIN)
    assert in_order(taker, walks)


def test_partitions_of_one_who_is_frozen_are_consumed_by_another(
    maker: ServiceContext,
    taker: ServiceContext,
    replica: Callable[[int], ServiceContext],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It holds its locks, but the broker has not heard of it for long and delivers to it no more."""
    from chassis.messaging import intake

    monkeypatch.setattr(intake, "UNHEARD_SECONDS", 0.5)
    walks = [uuid4() for _ in range(20)]
    divided = replica(4)
    with agreeing(divided) as frozen:
        frozen.join()
        assert frozen.take(1)
        assert frozen.take(2)
        with at_work(relaying(maker), *consuming(divided)):
            eventually(lambda: number_now(taker) == [4], within=WITHIN)
            say_steps(maker, walks, 1, 3)
            eventually(lambda: settled(maker, taker, 60), within=WITHIN)
    assert in_order(taker, walks)


def test_a_lost_database_connection_costs_nothing(
    maker: ServiceContext, taker: ServiceContext, replica: Callable[[int], ServiceContext]
) -> None:
    """With it go the locks; whoever held them starts again."""
    walks = [uuid4() for _ in range(20)]
    one, two = replica(4), replica(4)
    with at_work(relaying(maker), *consuming(one), *consuming(two)):
        eventually(lambda: shares(one) == [2, 2], within=WITHIN)
        say_steps(maker, walks, 1, 5)
        with taker.database.transaction() as session:
            session.execute(
                text(
                    "select pg_terminate_backend(pid) from pg_locks"
                    " where locktype = 'advisory' and objsubid = 2 and pid <> pg_backend_pid()"
                )
            )
        say_steps(maker, walks, 6, 10)
        eventually(lambda: settled(maker, taker, 200), within=WITHIN)
        eventually(lambda: shares(one) == [2, 2], within=WITHIN)
    assert lost_and_doubled(taker, 200) == (0, 0)
    assert in_order(taker, walks)
