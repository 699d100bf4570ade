"""What a relay finds in the outbox: refused rows wait for their next try, and hold back their own kind."""

from datetime import timedelta
from uuid import uuid4

import pytest
from ledgers import say
from tiny_services import Happened

from chassis import clock
from chassis.context import ServiceContext
from chassis.messaging import failures
from chassis.messaging.claims import claiming
from chassis.messaging.relay import LONGEST_REFUSAL


def test_a_refused_row_holds_back_the_later_ones_of_its_thing_alone(maker: ServiceContext) -> None:
    first, other = uuid4(), uuid4()
    say(maker, *(Happened("thing.changed", thing, {"number": 1}) for thing in (first, first, other)))
    with claiming(maker) as claims:
        assert claims.take_lock()
        seq = claims.waiting(10)[0].seq
        claims.refused({seq: clock.real_now() + timedelta(seconds=5)})
        assert [row.aggregate_id for row in claims.waiting(10)] == [str(other)]


@pytest.mark.parametrize("back", [timedelta(minutes=10), timedelta(days=400)])
def test_a_clock_that_is_set_back_holds_up_nothing(maker: ServiceContext, back: timedelta) -> None:
    """A row was refused, then the clock was put right: its next try is a long way off, and is made now."""
    thing = uuid4()
    say(maker, *(Happened("thing.changed", thing, {"number": n}) for n in (1, 2)))
    with claiming(maker) as claims:
        assert claims.take_lock()
        first = claims.waiting(10)[0].seq
        claims.refused({first: clock.real_now() + back})
        assert [row.sequence for row in claims.waiting(10)] == [1, 2]


def test_what_a_full_queue_refuses_is_tried_again_soon_however_often_it_was() -> None:
    """Else a queue that was full for an hour would be left alone for another hour when it has room."""
    longest = max(failures.backoff(attempts, LONGEST_REFUSAL) for attempts in range(1, 100))
    assert longest <= timedelta(seconds=LONGEST_REFUSAL * 1.5)
