"""From one service's outbox to the other's ledger, on RabbitMQ and in memory: the same code and promises."""

from uuid import UUID, uuid4

import pytest
from ledgers import counted, lost_and_doubled, numbers, parked_in, say
from running import at_work, consuming, declare, relaying
from sqlalchemy import select
from tiny_services import CHANGED, MOODY, POISON, Happened

from chassis.context import ServiceContext
from chassis.messaging import outbox, rebuild, unroutable
from chassis.messaging.sealing import is_erased, is_sealed
from chassis.messaging.tables import erased_person, parked_event
from chassis.testing.bus import recorded
from chassis.testing.waiting import eventually


@pytest.fixture
def broker_url(each_broker: str) -> str:
    return each_broker


def test_what_one_says_the_other_hears(maker: ServiceContext, taker: ServiceContext) -> None:
    declare(taker)
    say(maker, *(Happened("thing.changed", uuid4(), {"number": n, "secret": "s"}) for n in range(200, 300)))
    with at_work(relaying(maker), *consuming(taker)):
        eventually(lambda: len(numbers(taker)) == 100, within=20)
        say(maker, Happened("thing.changed", uuid4(), {"number": 1}))
        eventually(lambda: numbers(taker)[-1] == 1, within=20)
    assert lost_and_doubled(taker, expected=101) == (0, 0)
    with maker.database.transaction() as session:
        assert outbox.waiting(session) == []
    causes = {event.causation_id for event in recorded(taker)}
    assert causes == {str(event.id) for event in recorded(maker)}


def test_poison_is_parked_and_the_rest_goes_on(maker: ServiceContext, taker: ServiceContext) -> None:
    declare(taker)
    wanted = [POISON if n % 10 == 0 else n + 100 for n in range(50)]
    with at_work(relaying(maker), *consuming(taker)):
        say(maker, *(Happened("thing.changed", uuid4(), {"number": n}) for n in wanted))
        eventually(lambda: len(numbers(taker)) == 45, within=20)
        eventually(lambda: len(parked_in(taker)) == 5, within=5)
    assert {row.state for row in parked_in(taker)} == {"permanent"}


def test_what_fails_for_a_moment_is_handled_in_the_end(
    maker: ServiceContext, taker: ServiceContext, bad_mood: dict[str, bool], at_once: None
) -> None:
    declare(taker)
    walk = uuid4()
    with at_work(relaying(maker), *consuming(taker)):
        say(maker, *(Happened("walk.stepped", walk, {"step": n}) for n in (1, MOODY, 3)))
        eventually(lambda: any(row.attempts > 2 for row in parked_in(taker)), within=20)
        assert numbers(taker, walk) == [1]
        bad_mood["bad"] = False
        eventually(lambda: numbers(taker, walk) == [1, MOODY, 3], within=20)
        say(maker, Happened("walk.paused", walk), Happened("walk.stepped", walk, {"step": 5}))
        eventually(lambda: numbers(taker, walk) == [1, MOODY, 3, 5], within=20)
    assert parked_in(taker) == []


def test_what_nobody_listens_for_is_marked_and_dams_nothing(
    maker: ServiceContext, taker: ServiceContext
) -> None:
    declare(taker)
    one = uuid4()
    with at_work(relaying(maker), *consuming(taker)):
        say(
            maker,
            Happened("thing.shouted", one, {"words": "hey"}),
            Happened("thing.changed", one, {"number": 1}),
            Happened("thing.shouted", uuid4(), {"words": "you"}),
        )
        eventually(lambda: numbers(taker) == [1], within=20)
        eventually(lambda: unroutable_in(maker) == {"workstead.maker.thing.shouted.v1": 2})
    with maker.database.transaction() as session:
        assert outbox.waiting(session) == []


def test_a_listener_that_comes_late_is_still_told(maker: ServiceContext, taker: ServiceContext) -> None:
    with at_work(relaying(maker)):
        say(maker, *(Happened("thing.changed", uuid4(), {"number": n}) for n in range(100, 120)))
        eventually(lambda: unroutable_in(maker) == {CHANGED: 20}, within=20)
        with at_work(*consuming(taker)):
            eventually(lambda: len(numbers(taker)) == 20, within=20)
            eventually(lambda: unroutable_in(maker) == {})
    assert lost_and_doubled(taker, expected=20) == (0, 0)


def test_projections_are_made_anew_and_nothing_else_happens_again(
    maker: ServiceContext, taker: ServiceContext
) -> None:
    declare(taker)
    subjects = [uuid4() for _ in range(7)]
    with at_work(relaying(maker), relaying(taker), *consuming(taker)):
        say(maker, *(Happened("thing.changed", subjects[n % 7], {"number": n}) for n in range(100, 170)))
        eventually(lambda: len(numbers(taker)) == 70, within=20)
        before, said = counted(taker), recorded(taker)
        assert sum(events for events, _ in before.values()) == 70
        assert rebuild.start(taker, [maker, taker]) == ["maker"]
        say(maker, Happened("thing.changed", subjects[0], {"number": 1}))
        eventually(lambda: sum(events for events, _ in counted(taker).values()) == 71, within=20)
        eventually(lambda: _told_again(maker), within=20)
    after = counted(taker)
    events, total = before[subjects[0]]
    assert after == before | {subjects[0]: (events + 1, total + 1)}
    assert lost_and_doubled(taker, expected=71) == (0, 0)
    assert len(recorded(taker)) == len(said) + 1, "a rebuild published something"


def unroutable_in(maker: ServiceContext) -> dict[str, int]:
    """How many events of each type went nowhere."""
    with maker.database.transaction() as session:
        return unroutable.counts(session)


def _told_again(maker: ServiceContext) -> bool:
    with maker.database.transaction() as session:
        return all(one.sent_at is not None for one in rebuild.progress(session))


def test_a_person_is_forgotten_in_every_log(maker: ServiceContext, taker: ServiceContext) -> None:
    declare(maker, taker)
    person, other = uuid4(), uuid4()

    def changed(who: UUID, number: int) -> Happened:
        return Happened("thing.changed", uuid4(), {"number": number, "person_id": who, "secret": "Ceri"})

    with at_work(relaying(maker), *consuming(maker), *consuming(taker)):
        say(maker, changed(person, 1), changed(other, 2), changed(person, POISON), changed(other, POISON))
        eventually(lambda: len(parked_in(taker)) == 2, within=20)
        say(maker, Happened("person.forgotten", person))
        eventually(lambda: erased_in(maker) == {person}, within=20)
        eventually(lambda: erased_in(taker) == {person}, within=20)
        say(maker, changed(person, POISON))
        eventually(lambda: len(parked_in(taker)) == 3, within=20)
    said = {event.id: event for event in recorded(maker, "thing.changed")}
    kept = [event for event in said.values() if not is_erased(event.data["secret"])]
    assert [event.person_id for event in kept[:-1]] == [other, other]
    with taker.database.transaction() as session:
        rows = session.execute(select(parked_event)).all()
    sealed = {row.person_id for row in rows if is_sealed(row.envelope["data"]["secret"])}
    assert sealed == {other}
    assert [row.person_id for row in rows].count(person) == 2


def erased_in(context: ServiceContext) -> set[UUID]:
    """Whom a service has been told to forget."""
    with context.database.transaction() as session:
        return set(session.scalars(select(erased_person.c.person_id)))
