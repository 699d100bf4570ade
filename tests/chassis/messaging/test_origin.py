"""What comes through one service's exchange and says that another said it is parked, and never handled."""

from typing import Any
from uuid import uuid4

import pytest
from ledgers import numbers, parked_in, say
from running import at_work, consuming, declare, relaying
from tiny_services import CHANGED, Happened

from chassis import clock
from chassis.context import ServiceContext
from chassis.messaging import origin, parked, retrying
from chassis.messaging.broker import linked
from chassis.messaging.envelope import Envelope, source
from chassis.messaging.errors import Forged
from chassis.messaging.topology import declare_exchange, queue_of
from chassis.testing.waiting import eventually


@pytest.fixture
def broker_url(each_broker: str) -> str:
    return each_broker


def event(service: str = "maker", type: str = CHANGED, **data: Any) -> Envelope:
    return Envelope(
        id=uuid4(),
        source=source("0", service),
        type=type,
        subject=uuid4(),
        time=clock.now(),
        sequence=1,
        classification="internal",
        data=data,
    )


def test_what_another_said_is_parked_and_stays_so(maker: ServiceContext, taker: ServiceContext) -> None:
    declare(taker)
    with linked(taker.settings.broker_url, "test") as link:
        declare_exchange(link.channel, "stranger")
        link.channel.queue_bind(queue=queue_of("taker"), exchange="stranger.events", routing_key="#")
        message = link.channel.prepare_message(event(number=7).encoded())
        link.channel.basic_publish(message, exchange="stranger.events", routing_key="stranger.said")
    with at_work(relaying(maker), *consuming(taker)):
        eventually(lambda: len(parked_in(taker)) == 1, within=20)
        say(maker, Happened("thing.changed", uuid4(), {"number": 1}))
        eventually(lambda: numbers(taker) == [1], within=20)
    (row,) = parked_in(taker)
    assert (row.type, row.state) == ("forged", "permanent")
    assert row.error == f"It came through stranger.events, and says that it is {CHANGED} of /orgs/0/maker."
    with taker.database.transaction() as session:
        parked.retry(session, row.id)
    assert retrying.retry_due(taker) == 1
    assert [one.type for one in parked_in(taker)] == ["forged"]
    assert numbers(taker) == [1]


@pytest.mark.parametrize(
    ("said", "exchange"),
    [
        (event("other"), "maker.events"),
        (event(type="workstead.other.thing.changed.v1"), "maker.events"),
        (event(), "other.events"),
        (event(), "amq.topic"),
        (event(type="nonsense"), "maker.events"),
    ],
)
def test_source_type_and_exchange_have_to_agree(said: Envelope, exchange: str) -> None:
    with pytest.raises(Forged):
        origin.check(said, exchange)
    origin.check(event(), "maker.events")
    origin.check(said, None)


def test_a_dead_letter_remembers_through_whom_it_came() -> None:
    first = {origin.FIRST_DEATH: "maker.events"}
    again = {origin.FIRST_DEATH: "taker.dead", origin.THROUGH: "maker.events"}
    assert origin.first_through(first, "taker") == origin.first_through(again, "taker") == "maker.events"
    assert origin.first_through({origin.THROUGH: "a.events"} | first, "taker") == "maker.events"
    assert origin.first_through({}, "taker") is None
