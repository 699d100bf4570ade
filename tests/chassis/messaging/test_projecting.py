"""Projections of many events at once: a batch by one call, or one at a time if that does not go through."""

from collections.abc import Sequence
from uuid import uuid4

import pytest
from marshmallow import fields
from sqlalchemy import Column, Integer, Table, Uuid, select
from sqlalchemy.orm import Session
from tiny_services import CHANGED, FORGOTTEN, Happened, Notice

from chassis import clock
from chassis.context import ServiceContext
from chassis.messaging import outbox, parked, processing
from chassis.messaging.envelope import Envelope
from chassis.messaging.events import EventRegistry
from chassis.messaging.listeners import Listeners, Reads, Received
from chassis.messaging.processing import Delivery
from chassis.problems import Unprocessable
from chassis.store import many
from chassis.store.base import new_metadata
from chassis.store.statements import Statement

POISON, TALKATIVE = 13, 14
metadata = new_metadata()
seen = Table(
    "seen", metadata, Column("id", Uuid, primary_key=True), Column("number", Integer, nullable=False)
)
KEEP = Statement(many.inserted(seen))
calls: list[list[int]] = []


class Number(Reads):
    """What is projected."""

    number = fields.Integer(required=True)


def keep(session: Session, events: Sequence[Received]) -> None:
    numbers = [event.data["number"] for event in events]
    calls.append(numbers)
    KEEP.do(session, **many.rows([{"id": e.id, "number": e.data["number"]} for e in events]))
    if POISON in numbers:
        raise Unprocessable("Thirteen is not taken.", code="poison")
    if TALKATIVE in numbers:
        outbox.record(session, Happened("notice.given", uuid4(), {"number": 1}))


class Onlooker:
    """Projects, and says nothing."""

    name = "taker"
    database = "onlooker"
    metadata = metadata
    events = EventRegistry("taker", [Notice])
    listeners = Listeners("taker", projections=[seen], erased_by=FORGOTTEN)


Onlooker.listeners.project(CHANGED, reads=Number)(keep)


@pytest.fixture
def onlooker(service_context: object) -> ServiceContext:
    calls.clear()
    context: ServiceContext = service_context(Onlooker)  # type: ignore[operator]
    metadata.create_all(context.database.engine)
    return context


def hand_over(context: ServiceContext, *numbers: object) -> processing.Tally:
    events = [
        Envelope(uuid4(), "/orgs/x/maker", CHANGED, uuid4(), clock.now(), 1, "internal", {"number": number})
        for number in numbers
    ]
    return processing.handle(context, [Delivery(one.encoded()) for one in events])


def kept(context: ServiceContext) -> list[int]:
    with context.database.transaction() as session:
        return sorted(session.scalars(select(seen.c.number)))


def test_a_batch_is_projected_at_once(onlooker: ServiceContext) -> None:
    assert hand_over(onlooker, 1, 2, 3).handled == 3
    assert [sorted(numbers) for numbers in calls] == [[1, 2, 3]]
    assert kept(onlooker) == [1, 2, 3]


def test_what_fails_is_parked_and_the_others_are_projected_one_by_one(onlooker: ServiceContext) -> None:
    tally = hand_over(onlooker, 1, POISON, 2, "none")
    assert (tally.handled, tally.parked) == (2, 2)
    assert kept(onlooker) == [1, 2]
    assert all(len(numbers) == 1 for numbers in calls[1:])


def test_a_projection_records_nothing(onlooker: ServiceContext) -> None:
    assert hand_over(onlooker, TALKATIVE).parked == 1
    with onlooker.database.transaction() as session:
        (one,) = parked.listing(session)
        assert outbox.waiting(session) == []
    assert "records no events" in one.error
