"""The broker in memory: woken, not polling; it confirms, returns, and puts back what was not acknowledged."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from ledgers import numbers, say
from running import at_work, consuming, declare, relaying
from sqlalchemy import select
from tiny_services import Happened

from chassis.context import ServiceContext
from chassis.messaging import broker, publishing
from chassis.messaging.broker import Link, linked
from chassis.messaging.claims import claiming
from chassis.messaging.publishing import Outcome, Outgoing, Publisher
from chassis.messaging.tables import relay_mark
from chassis.messaging.waking import Waker
from chassis.testing.waiting import eventually


@pytest.fixture
def url() -> str:
    return f"memory://{uuid4()}"


@pytest.fixture
def link(url: str) -> Iterator[Link]:
    """A connection, with an exchange and a queue that hears `a.*` of it."""
    with linked(url, "test") as made:
        made.channel.exchange_declare(exchange="e", type="topic", durable=True, auto_delete=False)
        made.channel.queue_declare(queue="q", durable=True)
        made.channel.queue_bind(queue="q", exchange="e", routing_key="a.*")
        yield made


def message(body: str, routing_key: str = "a.b", exchange: str = "e") -> Outgoing:
    properties = {"message_id": body, "app_id": "app"}
    return Outgoing(body, body, exchange, routing_key, body.encode(), properties, {"recorded": 1.5})


def consuming_on(link: Link, prefetch: int = 10) -> list[Any]:
    received: list[Any] = []
    broker.consume(link, "q", prefetch, received.append)
    return received


def bodies(received: list[Any]) -> list[bytes]:
    return [one.body for one in received]


def test_what_nobody_is_bound_to_is_returned(link: Link) -> None:
    publisher = Publisher(link)
    outcomes = publisher.publish(
        [message("1"), message("2", "b.b"), message("3", "q", ""), message("4", "none", ""), message("5")]
    )
    names = [outcome.name for outcome in outcomes]
    assert names == ["CONFIRMED", "UNROUTABLE", "CONFIRMED", "UNROUTABLE", "CONFIRMED"]


def test_messages_come_in_order_with_their_headers(link: Link) -> None:
    received = consuming_on(link)
    Publisher(link).publish([message("1"), message("2")])
    link.look()
    assert bodies(received) == [b"1", b"2"]
    assert received[0].headers == {"recorded": 1.5}


def test_no_more_are_handed_over_than_may_be_unacknowledged(link: Link) -> None:
    received = consuming_on(link, prefetch=2)
    Publisher(link).publish([message(str(n)) for n in range(5)])
    link.look()
    assert bodies(received) == [b"0", b"1"]
    broker.acknowledge(link, received[-1])
    link.look()
    assert bodies(received) == [b"0", b"1", b"2", b"3"]


def test_a_closed_connection_puts_back_what_it_had_not_acknowledged(url: str, link: Link) -> None:
    with linked(url, "other") as other:
        received = consuming_on(other)
        Publisher(link).publish([message(str(n)) for n in range(5)])
        other.look()
        broker.acknowledge(other, received[1])
    again = consuming_on(link)
    link.look()
    assert bodies(again) == [b"2", b"3", b"4"]


def test_it_knows_how_many_are_on_their_way(link: Link) -> None:
    received = consuming_on(link)
    Publisher(link).publish([message(str(n)) for n in range(3)])
    assert link.outstanding("app") == 3
    link.look()
    broker.acknowledge(link, received[1])
    assert link.outstanding("app") == 1
    link.channel.queue_purge("q")
    assert link.outstanding("other") == 0


def test_whoever_waits_is_woken_at_once(url: str, link: Link) -> None:
    with linked(url, "other") as other:
        received = consuming_on(other)
        waker, waited = Waker(), []

        def wait() -> None:
            began = time.monotonic()
            waker.wait(20, other)
            waited.append(time.monotonic() - began)

        thread = threading.Thread(target=wait)
        thread.start()
        Publisher(link).publish([message("1")])
        thread.join(25)
        other.look()
        waker.close()
    assert waited[0] < 10
    assert bodies(received) == [b"1"]


def test_a_waker_that_was_rung_before_does_not_wait() -> None:
    waker = Waker()
    waker.ring()
    waker.ring()
    began = time.monotonic()
    waker.wait(20)
    assert time.monotonic() - began < 10
    waker.close()
    waker.ring()


GREEN = """
import eventlet
eventlet.monkey_patch()
from chassis.messaging.waking import Waker
waker = Waker()
for thread in [eventlet.spawn(do) for do in (waker.ring, waker.hush, waker.ring)]:
    thread.wait()
assert waker.wait(5)
"""


def test_whoever_rings_waits_for_nobody() -> None:
    """Two greenlets may ring at once, with one who hushes between them."""
    subprocess.run([sys.executable, "-W", "ignore", "-c", GREEN], check=True, timeout=60)


def test_brokers_of_other_names_are_other_brokers(link: Link) -> None:
    with linked(f"memory://{uuid4()}", "other") as other:
        assert Publisher(other).publish([message("1", "q", "")]) == [Outcome.UNROUTABLE]


def test_an_instant_is_recorded_as_quiet_and_nothing_before_it_is_told_again(
    service_context: Any, url: str
) -> None:
    from tiny_services import Maker, Taker

    maker, taker = service_context(Maker, broker_url=url), service_context(Taker, broker_url=url)
    declare(taker)
    with at_work(relaying(maker), *consuming(taker)):
        say(maker, *(Happened("thing.changed", uuid4(), {"number": 100 + n}) for n in range(30)))
        eventually(lambda: len(numbers(taker)) == 30, within=20)
        eventually(lambda: to_be_told_again(maker) == 0)
    with at_work(relaying(maker)):
        say(maker, *(Happened("thing.changed", uuid4(), {"number": 100 + n}) for n in range(7)))
        eventually(lambda: to_be_told_again(maker) == 7)


def to_be_told_again(maker: ServiceContext) -> int:
    """How many events a new start would publish again."""
    with maker.database.transaction() as session:
        if session.scalar(select(relay_mark.c.quiet_at)) is None:
            return -1
    with claiming(maker) as claims:
        return len(claims.since_quiet("maker", 0, 1000))


def test_a_thing_goes_on_only_after_the_one_before_it(link: Link, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broker that refuses the second message of a thing never sees the third."""
    sent: list[str] = []
    publish = link.channel.basic_publish

    def refusing(prepared: Any, **kwargs: Any) -> None:
        id = prepared["properties"]["message_id"]
        sent.append(id)
        if id != "one 2":
            return publish(prepared, **kwargs)
        link.channel._tag += 1
        for nacked in link.channel.events["basic_nack"]:
            nacked(link.channel._tag, False)
        return None

    monkeypatch.setattr(link.channel, "basic_publish", refusing)
    messages = [
        publishing.Outgoing(f"{lane} {n}", lane, "e", "a.b", b"", {"message_id": f"{lane} {n}"})
        for n in (1, 2, 3)
        for lane in ("one", "other")
    ]
    outcomes = dict(zip((m.id for m in messages), Publisher(link).publish(messages), strict=True))
    assert outcomes["one 2"] is Outcome.REFUSED
    assert outcomes["one 3"] is Outcome.HELD
    assert "one 3" not in sent
    assert all(outcomes[f"other {n}"] is Outcome.CONFIRMED for n in (1, 2, 3))
