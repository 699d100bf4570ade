"""What was said and not heard is said again; what was heard is not done twice; the erased stay erased."""

from uuid import UUID, uuid4

import pytest
from ledgers import lost_and_doubled, numbers, say
from running import at_work, consuming, declare, relaying
from sqlalchemy import text
from tiny_services import FORGOTTEN, Happened

from chassis.context import ServiceContext
from chassis.messaging import erasures, outbox
from chassis.messaging.sealing import is_erased
from chassis.messaging.telling_again import Between, tell_again
from chassis.testing.bus import recorded
from chassis.testing.waiting import eventually


@pytest.fixture
def broker_url() -> str:
    return f"memory://{uuid4()}"


def said_and_heard(maker: ServiceContext, taker: ServiceContext, number: int) -> list[UUID]:
    """So many things, all of which have arrived."""
    declare(taker)
    ids = [uuid4() for _ in range(number)]
    with at_work(relaying(maker), *consuming(taker)):
        say(maker, *(Happened("thing.changed", one, {"number": 200 + n}) for n, one in enumerate(ids)))
        eventually(lambda: len(numbers(taker)) == number, within=20)
        eventually(lambda: len(recorded(maker)) == number, within=20)
    return ids


def run_in(context: ServiceContext, statement: str) -> None:
    with context.database.transaction() as session:
        session.execute(text(statement))


def test_what_the_listener_lost_comes_again_and_nothing_else(
    maker: ServiceContext, taker: ServiceContext
) -> None:
    said_and_heard(maker, taker, 50)
    run_in(taker, "delete from ledger where number < 210")
    run_in(taker, "delete from inbox where id in (select event_id from ledger) is not true")
    with taker.database.transaction() as session:
        left = session.execute(text("select count(*) from ledger")).scalar_one()
    assert tell_again([maker, taker]) == [Between("maker", "taker", 50 - left, 0)]
    with at_work(relaying(maker), *consuming(taker)):
        eventually(lambda: len(numbers(taker)) == 50, within=20)
    assert lost_and_doubled(taker, expected=50) == (0, 0)
    assert tell_again([maker, taker]) == []


def test_a_producer_that_has_forgotten_what_was_heard_is_pointed_out(
    maker: ServiceContext, taker: ServiceContext
) -> None:
    said_and_heard(maker, taker, 5)
    run_in(maker, "delete from event_log where seq in (select seq from event_log order by seq desc limit 2)")
    assert tell_again([maker, taker]) == [Between("maker", "taker", 0, 2)]


def test_whom_only_the_list_knows_is_erased_again(maker: ServiceContext, taker: ServiceContext) -> None:
    declare(taker)
    person, thing = uuid4(), uuid4()
    with at_work(relaying(maker), *consuming(taker), *consuming(maker)):
        say(maker, Happened("thing.changed", thing, {"number": 300, "person_id": person, "secret": "s"}))
        eventually(lambda: len(recorded(maker)) == 1, within=20)
    one = erasures.Erasure(person, FORGOTTEN, {}, "2026-01-01T00:00:00+00:00")
    listed = erasures.read([one.line(), ""])
    assert erasures.erase_again([maker, taker], listed) == 1
    with at_work(relaying(maker), *consuming(taker), *consuming(maker)):
        eventually(lambda: is_erased(secret_of(maker, thing)), within=20)
    assert [found.person_id for found in erasures.listed([maker, taker])] == [person]
    assert erasures.erase_again([maker, taker], listed) == 0


def secret_of(maker: ServiceContext, thing: UUID) -> object:
    (event,) = [event for event in recorded(maker) if event.subject == thing]
    return event.data["secret"]


def test_a_line_that_is_no_erasure_is_named() -> None:
    with pytest.raises(erasures.BadList, match="Line 2"):
        erasures.read(["", '{"person": "who"}'])


def test_nothing_is_waiting_where_all_was_heard(maker: ServiceContext, taker: ServiceContext) -> None:
    said_and_heard(maker, taker, 3)
    assert tell_again([taker, maker]) == []
    with maker.database.transaction() as session:
        assert outbox.waiting(session) == []
