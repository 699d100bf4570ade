"""Recording what has happened."""

import threading
from uuid import UUID, uuid4

import pytest
from ledgers import say
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from tiny_services import CHANGED, Happened

from chassis import tracing
from chassis.actor import Actor
from chassis.context import ServiceContext
from chassis.messaging import outbox
from chassis.messaging.errors import InvalidEvent
from chassis.messaging.sealing import is_sealed
from chassis.messaging.tables import outbox as table
from chassis.store.statements import wire_of
from chassis.testing.bus import open_sealed, recorded
from chassis.testing.waiting import eventually


def changed(subject: UUID, number: int = 1, **more: object) -> Happened:
    return Happened("thing.changed", subject, {"number": number, **more})


def say_then_fail(session: Session, subject: UUID) -> None:
    outbox.record(session, changed(subject))
    outbox.record(session, Happened("thing.changed", subject))


def test_the_sequence_counts_each_thing_by_itself_without_gaps(maker: ServiceContext) -> None:
    one, other = uuid4(), uuid4()
    say(maker, changed(one), changed(other), changed(one))
    say(maker, changed(other), changed(one), Happened("walk.stepped", one, {"step": 1}))
    said = [(event.subject, event.type.split(".")[2], event.sequence) for event in recorded(maker)]
    assert said == [
        (one, "thing", 1),
        (other, "thing", 1),
        (one, "thing", 2),
        (other, "thing", 2),
        (one, "thing", 3),
        (one, "walk", 1),
    ]


def test_what_is_rolled_back_leaves_no_gap(maker: ServiceContext) -> None:
    one = uuid4()
    say(maker, changed(one))
    with pytest.raises(InvalidEvent), maker.database.transaction() as session:
        say_then_fail(session, one)
    say(maker, changed(one))
    assert [event.sequence for event in recorded(maker)] == [1, 2]


def test_two_writers_of_one_thing_commit_in_the_order_of_their_sequence(maker: ServiceContext) -> None:
    one, begun = uuid4(), threading.Event()

    def second() -> None:
        begun.set()
        say(maker, changed(one, 2))

    with maker.database.transaction() as session:
        outbox.record(session, changed(one, 1))
        thread = threading.Thread(target=second)
        thread.start()
        assert begun.wait(5)
        with maker.database.transaction() as looking:
            assert looking.scalars(select(table.c.id)).all() == []
    thread.join(5)
    assert [(event.sequence, event.data["number"]) for event in recorded(maker)] == [(1, 1), (2, 2)]


def test_what_is_said_of_a_new_thing_goes_out_with_the_commit_or_not_at_all(maker: ServiceContext) -> None:
    with maker.database.transaction() as session:
        trips = wire_of(session).trips
        outbox.record(session, changed(uuid4(), 1), of_new=True)
        assert wire_of(session).trips == trips
    assert [event.data["number"] for event in recorded(maker)] == [1]
    with maker.database.transaction() as session:
        outbox.record(session, changed(uuid4(), 2), of_new=True)
        session.rollback()
    with maker.database.transaction() as session:
        outbox.record(session, changed(uuid4(), 3), of_new=True)
        assert session.scalar(select(func.count()).select_from(table)) == 2, "it is there for who looks"
    assert len(recorded(maker)) == 2


def test_a_fact_that_breaks_its_schema_fails_the_transaction(maker: ServiceContext) -> None:
    with pytest.raises(InvalidEvent):
        say(maker, changed(uuid4()), Happened("thing.changed", uuid4(), {}))
    assert recorded(maker) == []


def test_sealed_fields_are_sealed_before_they_are_written(
    maker: ServiceContext, taker: ServiceContext
) -> None:
    say(maker, changed(uuid4(), secret="Käthe"), changed(uuid4(), secret="x" * 200))
    first, second = (event.data["secret"] for event in recorded(maker, "thing.changed"))
    assert is_sealed(first)
    assert open_sealed(taker, first) == "Käthe"
    assert len(str(first)) == len(str(second)), "the length of a box gives its content away"
    with maker.database.transaction() as session:
        assert "Käthe" not in str(session.execute(select(table)).all())


def test_correlation_and_trace_come_from_the_request(maker: ServiceContext) -> None:
    actor = Actor("person", correlation_id="asked-by-somebody")
    with tracing.continuing(None) as span, maker.database.transaction(actor) as session:
        outbox.record(session, changed(uuid4()))
    with maker.database.transaction() as session:
        row = session.execute(select(table)).one()
    assert (row.correlation_id, row.causation_id, row.traceparent) == ("asked-by-somebody", None, span)
    assert row.type == CHANGED


def test_what_waits_is_listed_with_its_age(maker: ServiceContext) -> None:
    say(maker, changed(uuid4()), changed(uuid4()))
    with maker.database.transaction() as session:
        waiting = outbox.waiting(session)
        assert [one.type for one in waiting] == [CHANGED, CHANGED]
        assert eventually(lambda: outbox.oldest_age(session) > 0)
        assert waiting[0].age_seconds < 60


def test_nothing_waits_at_first(maker: ServiceContext) -> None:
    with maker.database.transaction() as session:
        assert outbox.oldest_age(session) == 0
        assert outbox.waiting(session) == []
