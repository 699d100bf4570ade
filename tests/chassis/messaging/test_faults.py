"""The database or the broker goes away and comes back: nothing is lost, and nobody has to do anything."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from ledgers import lost_and_doubled, numbers, parked_in, say
from psycopg2 import sql
from running import at_work, consuming, declare, relaying
from sqlalchemy import text
from tiny_services import Happened, Maker, Taker

from chassis.context import ServiceContext
from chassis.messaging import broker, dead_letters, outbox, relay, topology
from chassis.messaging.broker import linked
from chassis.settings import Settings
from chassis.store.embedded import EmbeddedServer
from chassis.testing.bus import recorded
from chassis.testing.postgres import Databases, discard, start_server
from chassis.testing.rabbitmq import PrivateNode
from chassis.testing.waiting import eventually

WITHIN = 40


@pytest.fixture
def broker_url(each_broker: str) -> str:
    return each_broker


@pytest.fixture
def own_server() -> Iterator[EmbeddedServer]:
    """A database server that no other test uses."""
    server = start_server()
    yield server
    discard(server)


def connections_dropped(context: ServiceContext) -> sql.Composed:
    """SQL by which a service loses all its connections at once."""
    drop = sql.SQL("select pg_terminate_backend(pid) from pg_stat_activity where datname = {}")
    return drop.format(sql.Literal(str(context.database.url.database)))


@contextmanager
def everybody_at_work(maker: ServiceContext, taker: ServiceContext) -> Iterator[None]:
    """A relay, a consumer, and a first event through both."""
    declare(taker)
    with at_work(relaying(maker), *consuming(taker)):
        say(maker, Happened("thing.changed", uuid4(), {"number": 1}))
        eventually(lambda: numbers(taker) == [1], within=WITHIN)
        yield


def say_twenty(maker: ServiceContext) -> None:
    say(maker, *(Happened("thing.changed", uuid4(), {"number": 100 + n}) for n in range(20)))


def nothing_lost(maker: ServiceContext, taker: ServiceContext) -> None:
    """Everything comes in the end, and once."""
    expected = len(recorded(maker, "thing.changed"))
    eventually(lambda: lost_and_doubled(taker, expected) == (0, 0), within=WITHIN)
    assert parked_in(taker) == []


def test_the_database_drops_every_connection(
    maker: ServiceContext, taker: ServiceContext, postgres_server: EmbeddedServer
) -> None:
    with everybody_at_work(maker, taker):
        for _ in range(3):
            say_twenty(maker)
            for context in (maker, taker):
                postgres_server.execute(connections_dropped(context))
        say_twenty(maker)
        nothing_lost(maker, taker)


@pytest.mark.slow
def test_the_database_is_stopped_for_a_while(
    own_server: EmbeddedServer, settings: Settings, each_broker: str
) -> None:
    databases = Databases(own_server, replace(settings, home=own_server.home, broker_url=each_broker))
    maker, taker = databases.context(Maker), databases.context(Taker)
    databases.close()
    with everybody_at_work(maker, taker):
        say_twenty(maker)
        assert own_server.stop()
        assert not own_server.answers()
        own_server.start()
        say_twenty(maker)
        nothing_lost(maker, taker)
    maker.close()
    taker.close()


def test_a_consumer_whose_database_is_away_keeps_its_messages(
    maker: ServiceContext, taker: ServiceContext, postgres_server: EmbeddedServer
) -> None:
    """Only the taker's database refuses connections: the maker goes on publishing."""
    refused = sql.SQL("alter database {} allow_connections {}")
    name = sql.Identifier(str(taker.database.url.database))
    with everybody_at_work(maker, taker):
        postgres_server.execute(refused.format(name, sql.SQL("false")))
        postgres_server.execute(connections_dropped(taker))
        say_twenty(maker)
        eventually(lambda: not waiting(maker), within=WITHIN)
        postgres_server.execute(refused.format(name, sql.SQL("true")))
        nothing_lost(maker, taker)


def test_another_relay_takes_over(maker: ServiceContext, taker: ServiceContext) -> None:
    declare(taker)
    with at_work(*consuming(taker)):
        with at_work(relaying(maker)):
            say_twenty(maker)
            eventually(lambda: len(numbers(taker)) == 20, within=WITHIN)
            with at_work(relaying(maker)):
                say_twenty(maker)
                eventually(lambda: len(numbers(taker)) == 40, within=WITHIN)
        say_twenty(maker)
        assert waiting(maker)
        with at_work(relaying(maker)):
            nothing_lost(maker, taker)


def waiting(maker: ServiceContext) -> bool:
    """Whether anything has not been published yet."""
    with maker.database.transaction() as session:
        return bool(outbox.waiting(session))


@pytest.mark.rabbitmq
class TestRabbitMQ:
    """What only a real broker can do."""

    @pytest.fixture
    def broker_url(self, rabbit_url: str) -> str:
        return rabbit_url

    @pytest.mark.slow
    def test_the_broker_is_stopped_and_then_killed(
        self, maker: ServiceContext, taker: ServiceContext, rabbitmq_node: PrivateNode
    ) -> None:
        """In this order: RabbitMQ 3.10 may not remember a queue that was made a moment before a kill."""
        with everybody_at_work(maker, taker):
            for end in (rabbitmq_node.stop, rabbitmq_node.kill):
                say_twenty(maker)
                end()
                say_twenty(maker)
                assert waiting(maker)
                rabbitmq_node.start()
                nothing_lost(maker, taker)

    def test_the_broker_freezes_for_a_moment(
        self, maker: ServiceContext, taker: ServiceContext, rabbitmq_node: PrivateNode
    ) -> None:
        with everybody_at_work(maker, taker):
            with rabbitmq_node.frozen():
                say_twenty(maker)
                assert waiting(maker)
            nothing_lost(maker, taker)

    def test_what_is_refused_holds_back_its_own_thing_alone(
        self, maker: ServiceContext, taker: ServiceContext, at_once: None
    ) -> None:
        """A second queue takes one step of a walk and refuses the next until it is emptied."""
        walk = uuid4()
        small = full_after_one(maker.settings.broker_url, "workstead.maker.walk.#")
        with small as empty, everybody_at_work(maker, taker):
            say(maker, *(Happened("walk.stepped", walk, {"step": n}) for n in (1, 2, 3)))
            say(maker, Happened("thing.changed", walk, {"number": 7}))
            eventually(lambda: 7 in numbers(taker), within=WITHIN)
            eventually(lambda: held(maker) == [(2, True), (3, False)], within=WITHIN)
            empty()
            eventually(lambda: held(maker) == [(3, True)], within=WITHIN)
            empty()
            eventually(lambda: held(maker) == [], within=WITHIN)
            eventually(lambda: numbers(taker, walk)[-1] == 3, within=WITHIN)
        assert [n for n in numbers(taker, walk) if n != 7] == [1, 2, 3]

    def test_a_limit_that_is_lifted_lets_everything_through(
        self,
        maker: ServiceContext,
        taker: ServiceContext,
        rabbitmq_node: PrivateNode,
        at_once: None,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """RabbitMQ 3.10 tells the channel nothing of it: what is refused on and on gets a new one."""
        monkeypatch.setattr(relay, "RENEW_SECONDS", 1.0)
        declare(taker)
        limit = ("limit", r"^taker\.inbox", '{"max-length": 2}', "--apply-to", "queues")
        with at_work(relaying(maker)):
            rabbitmq_node.control("set_policy", *limit)
            try:
                # The limit is a soft one: some more than two go through before the first is refused.
                eventually(lambda: say_twenty(maker) or is_refused(maker), within=WITHIN, every=0.2)
            finally:
                rabbitmq_node.control("clear_policy", "limit")
            with at_work(*consuming(taker)):
                nothing_lost(maker, taker)

    def test_dead_letters_can_be_sent_back(self, maker: ServiceContext, taker: ServiceContext) -> None:
        declare(taker)
        with at_work(relaying(maker)):
            say_twenty(maker)
            eventually(lambda: not waiting(maker), within=WITHIN)
        reject_all(maker.settings.broker_url, 20)
        eventually(lambda: dead_letters.count(taker) == 20, within=WITHIN)
        assert dead_letters.replay(taker) == 20
        assert dead_letters.count(taker) == 0
        with at_work(*consuming(taker)):
            nothing_lost(maker, taker)


def is_refused(maker: ServiceContext) -> bool:
    """Whether the broker has refused anything that waits."""
    return any(refused for _, refused in held(maker))


def held(maker: ServiceContext) -> list[tuple[int, bool]]:
    """The sequences of what is not published, and whether the broker has refused it."""
    with maker.database.transaction() as session:
        rows = session.execute(text("select sequence, attempts > 0 from outbox order by seq"))
        return [(sequence, refused) for sequence, refused in rows]


@contextmanager
def full_after_one(url: str, pattern: str) -> Iterator[Callable[[], object]]:
    """A queue that holds one message and refuses more; calling what is given empties it."""
    with linked(url, "test") as link:
        topology.declare_exchange(link.channel, "maker")
        arguments = {"x-max-length": 1, "x-overflow": "reject-publish"}
        link.channel.queue_declare(queue="small", durable=True, auto_delete=False, arguments=arguments)
        link.channel.queue_bind(queue="small", exchange="maker.events", routing_key=pattern)
        try:
            yield lambda: link.channel.queue_purge(queue="small")
        finally:
            link.channel.queue_delete(queue="small")


def reject_all(url: str, number: int, queue: str = topology.queue_of("taker")) -> None:
    """Refuse so many messages of the taker's queue for good."""
    with linked(url, "test") as link:
        received: list[Any] = []
        broker.consume(link, queue, number, received.append)
        eventually(lambda: link.attend(1) or len(received) == number, within=WITHIN)
        for message in received:
            link.channel.basic_reject(message.delivery_tag, requeue=False)
