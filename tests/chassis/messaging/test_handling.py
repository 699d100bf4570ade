"""Handling what was delivered, without a broker."""

import json
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from ledgers import counted, entries, lost_and_doubled, numbers, parked_in
from sqlalchemy import update
from tiny_services import CHANGED, MOODY, POISON

from chassis import clock
from chassis.context import ServiceContext
from chassis.messaging import inbox, parked, processing, retrying
from chassis.messaging.envelope import Envelope
from chassis.messaging.processing import Delivery
from chassis.messaging.tables import parked_event
from chassis.problems import Conflict, NotFound
from chassis.testing.bus import deliver, recorded

STEPPED = "workstead.maker.walk.stepped.v1"


def event(number: int, subject: UUID | None = None, sequence: int = 1, type: str = CHANGED) -> Envelope:
    name = "step" if type == STEPPED else "number"
    return Envelope(
        uuid4(), "/orgs/x/maker", type, subject or uuid4(), clock.now(), sequence, "internal", {name: number}
    )


def hand_over(taker: ServiceContext, *events: Envelope) -> processing.Tally:
    return processing.handle(taker, [Delivery(one.encoded()) for one in events])


def make_due(taker: ServiceContext) -> None:
    """As if the time of the next try had come."""
    with taker.database.transaction() as session:
        past = clock.real_now() - timedelta(seconds=1)
        session.execute(
            update(parked_event).where(parked_event.c.next_try_at.is_not(None)).values(next_try_at=past)
        )


def test_an_event_is_loaded_and_handled(taker: ServiceContext) -> None:
    subject = uuid4()
    sent = deliver(
        taker, CHANGED, {"number": 4, "occurred_on": date(2025, 3, 3), "later": 1}, subject=subject
    )
    (row,) = entries(taker)
    assert (row.subject, row.number, row.occurred_on) == (subject, 4, date(2025, 3, 3))
    (notice,) = recorded(taker, "notice.given")
    assert notice.causation_id == str(sent.id)
    assert notice.correlation_id == sent.correlation_id


def test_the_same_event_twice_is_handled_once(taker: ServiceContext) -> None:
    one = event(1)
    assert hand_over(taker, one, one).handled == 1
    assert hand_over(taker, one).duplicates == 1
    assert lost_and_doubled(taker, expected=1) == (0, 0)
    assert counted(taker) == {one.subject: (1, 1)}


def test_the_same_id_from_two_sources_is_two_events(taker: ServiceContext) -> None:
    sent = deliver(taker, CHANGED, {"number": 1})
    deliver(taker, CHANGED, {"number": 2}, id=sent.id, source="/orgs/other/maker")
    assert numbers(taker) == [1, 2]


def test_poison_among_good_ones_is_parked_at_once_and_holds_nobody_up(taker: ServiceContext) -> None:
    good = [event(n) for n in range(1, 8)]
    tally = hand_over(taker, *good[:3], event(POISON), *good[3:])
    assert (tally.handled, tally.parked) == (7, 1)
    assert sorted(numbers(taker)) == list(range(1, 8))
    (row,) = parked_in(taker)
    assert (row.state, row.next_try_at, row.attempts) == ("permanent", None, 1)
    assert row.error == "Unprocessable poison: Thirteen is not taken."


def test_what_fails_leaves_nothing_of_itself_behind(taker: ServiceContext) -> None:
    """Its first handler fails, its second has counted it: neither is to be seen."""
    poison = event(POISON)
    hand_over(taker, poison)
    assert poison.subject not in counted(taker)
    assert recorded(taker) == []


def test_a_payload_that_does_not_fit_is_parked_for_good(taker: ServiceContext) -> None:
    deliver(taker, CHANGED, {"number": "many"}, parks=True)
    assert parked_in(taker)[0].state == "permanent"


@pytest.mark.parametrize(
    "body", [b"not json", b"[]", b'{"specversion": "1.0"}', b"\xff\x00\xfe", b'{"id": 7, "data": null}']
)
def test_what_cannot_be_read_is_parked_once_and_kept(taker: ServiceContext, body: bytes) -> None:
    for _ in range(2):
        processing.handle(taker, [Delivery(body), Delivery(event(1).encoded())])
    (row,) = parked_in(taker)
    assert (row.type, row.state) == ("unreadable", "permanent")
    assert numbers(taker) == [1, 1]


def test_a_failure_of_the_moment_is_tried_again_later_and_later(
    taker: ServiceContext, bad_mood: dict[str, bool]
) -> None:
    hand_over(taker, event(MOODY))
    first = parked_in(taker)[0]
    assert first.state == "transient"
    assert first.next_try_at is not None
    assert first.next_try_at - first.parked_at < timedelta(seconds=3)
    assert retrying.retry_due(taker) == 0, "its time has not come"
    make_due(taker)
    assert retrying.retry_due(taker) == 1
    again = parked_in(taker)[0]
    assert (again.attempts, again.state) == (2, "transient")
    bad_mood["bad"] = False
    make_due(taker)
    retrying.retry_due(taker)
    assert parked_in(taker) == []
    assert numbers(taker) == [MOODY]


def test_somebody_has_to_look_when_it_has_failed_too_often(taker: ServiceContext, bad_mood: object) -> None:
    hand_over(taker, event(MOODY))
    with taker.database.transaction() as session:
        session.execute(update(parked_event).values(attempts=11))
    make_due(taker)
    retrying.retry_due(taker)
    assert [(one.state, one.next_try_at) for one in parked_in(taker)] == [("permanent", None)]


def test_a_parked_event_can_be_retried_by_hand(taker: ServiceContext, bad_mood: dict[str, bool]) -> None:
    hand_over(taker, event(MOODY), event(POISON))
    bad_mood["bad"] = False
    with taker.database.transaction() as session:
        assert parked.retry_all(session) == 2
    assert retrying.retry_due(taker) == 2
    assert [one.state for one in parked_in(taker)] == ["permanent"]
    assert numbers(taker) == [MOODY]


def test_a_parked_event_can_be_discarded_with_a_reason(taker: ServiceContext) -> None:
    hand_over(taker, event(POISON))
    with taker.database.transaction() as session:
        parked.discard(session, parked.listing(session)[0].id, "superstition", by="Dilys")
    with taker.database.transaction() as session:
        assert parked.listing(session) == []
        assert parked.count(session) == 0
        (gone,) = parked.listing(session, discarded=True)
        assert (gone.state, gone.discarded_because) == ("discarded", "superstition")
        with pytest.raises(NotFound):
            parked.retry(session, gone.id)


def test_steps_out_of_order_wait_for_their_predecessors(taker: ServiceContext) -> None:
    walk = uuid4()
    for sequence in (3, 2, 5):
        hand_over(taker, event(sequence, walk, sequence, STEPPED))
    assert numbers(taker, walk) == []
    assert {one.state for one in parked_in(taker)} == {"waiting"}
    hand_over(taker, event(1, walk, 1, STEPPED))
    retrying.retry_due(taker)
    assert numbers(taker, walk) == [1, 2, 3]
    hand_over(taker, event(4, walk, 4, STEPPED))
    retrying.retry_due(taker)
    assert numbers(taker, walk) == [1, 2, 3, 4, 5]
    assert parked_in(taker) == []


def test_steps_in_one_batch_are_put_in_order(taker: ServiceContext) -> None:
    walk = uuid4()
    hand_over(taker, *(event(n, walk, n, STEPPED) for n in (3, 1, 2)))
    assert numbers(taker, walk) == [1, 2, 3]


def test_a_pause_that_nobody_acts_on_still_counts_as_a_step(taker: ServiceContext) -> None:
    walk = uuid4()
    deliver(taker, STEPPED, {"step": 1}, subject=walk)
    deliver(taker, "workstead.maker.walk.paused.v1", {}, subject=walk)
    deliver(taker, STEPPED, {"step": 3}, subject=walk)
    assert numbers(taker, walk) == [1, 3]


def test_a_parked_step_holds_back_those_after_it_and_no_other_walk(
    taker: ServiceContext, bad_mood: dict[str, bool]
) -> None:
    walk, other = uuid4(), uuid4()
    hand_over(
        taker,
        event(1, walk, 1, STEPPED),
        event(MOODY, walk, 2, STEPPED),
        event(3, walk, 3, STEPPED),
        event(1, other, 1, STEPPED),
    )
    hand_over(taker, event(4, walk, 4, STEPPED))
    assert numbers(taker, walk) == [1]
    assert numbers(taker, other) == [1]
    bad_mood["bad"] = False
    make_due(taker)
    retrying.retry_due(taker)
    assert numbers(taker, walk) == [1, MOODY, 3, 4]


def test_discarding_a_step_lets_its_successors_go_on(taker: ServiceContext, bad_mood: object) -> None:
    walk = uuid4()
    hand_over(taker, *(event(n, walk, s, STEPPED) for s, n in enumerate((MOODY, 2, 3), start=1)))
    with taker.database.transaction() as session:
        by_sequence = {one.sequence: one for one in parked.listing(session)}
        parked.discard(session, by_sequence[2].id, "not wanted either")
        parked.discard(session, by_sequence[1].id, "never mind")
    retrying.retry_due(taker)
    assert numbers(taker, walk) == [3]
    assert parked_in(taker) == []


def test_a_step_can_go_on_without_what_will_never_come(taker: ServiceContext) -> None:
    walk = uuid4()
    hand_over(taker, event(7, walk, 7, STEPPED), event(8, walk, 8, STEPPED), event(POISON))
    with taker.database.transaction() as session:
        seven, _, poison = sorted(
            parked.listing(session), key=lambda one: (one.type != STEPPED, one.sequence)
        )
        parked.go_on_without(session, seven.id)
        with pytest.raises(Conflict):
            parked.go_on_without(session, poison.id)
    retrying.retry_due(taker)
    assert numbers(taker, walk) == [7, 8]
    hand_over(taker, event(3, walk, 3, STEPPED))
    late = next(one for one in parked_in(taker) if one.sequence == 3)
    assert (late.state, late.error) == (
        "permanent",
        "It came after later ones of its subject had been handled.",
    )


def test_a_type_that_nobody_knows_is_left_alone(taker: ServiceContext) -> None:
    deliver(taker, "workstead.maker.thing.unheard-of.v1", {"x": 1})
    assert numbers(taker) == []


def test_the_inbox_forgets_what_is_long_past(taker: ServiceContext) -> None:
    one = event(1)
    hand_over(taker, one)
    with taker.database.transaction() as session:
        inbox.prune(session, timedelta(days=1))
    assert hand_over(taker, one).duplicates == 1
    with taker.database.transaction() as session:
        inbox.prune(session, timedelta(0))
    assert hand_over(taker, one).handled == 1


def test_an_error_says_nothing_of_what_is_in_the_event(taker: ServiceContext) -> None:
    hand_over(taker, event(2**40))
    (row,) = parked_in(taker)
    assert str(2**40) not in row.error
    assert json.dumps(row.error)
