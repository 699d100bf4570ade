"""What a rebuild may do and what not, handled without a broker; and what goes along with every event."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from ledgers import counted, numbers, parked_in
from sqlalchemy import Column, Integer, Table, Uuid, select
from sqlalchemy.orm import Session
from tiny_services import CHANGED, MOODY, Happened, Notice, Stepped

from chassis import tracing
from chassis.context import ServiceContext
from chassis.messaging import outbox, parked, rebuild, retrying
from chassis.messaging.events import EventRegistry
from chassis.messaging.listeners import Listeners, Received
from chassis.messaging.tables import inbox
from chassis.messaging.tables import outbox as outbox_table
from chassis.problems import Conflict
from chassis.store.base import new_metadata
from chassis.testing.bus import deliver, recorded

STEPPED = "workstead.maker.walk.stepped.v1"
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

walks_metadata = new_metadata()
walks = Table(
    "walks",
    walks_metadata,
    Column("walk", Uuid, primary_key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
)


class Walker:
    """Makes an ordered projection, and (wrongly) tries to publish while doing so."""

    name = "walker"
    metadata = walks_metadata
    events = EventRegistry("taker", [Notice])
    listeners = Listeners("walker", projections=[walks])


@Walker.listeners.on(STEPPED, reads=Stepped, ordered=True, rebuild=True)
def walked(session: Session, event: Received) -> None:
    """A row for each step, which must not be there twice."""
    step = event.data["step"]
    session.execute(walks.insert().values(walk=event.subject, step=step))
    outbox.record(session, Happened("notice.given", event.subject, {"number": step}))


@pytest.fixture
def walker(service_context: Callable[..., ServiceContext]) -> ServiceContext:
    return service_context(Walker)


def begin(context: ServiceContext) -> int:
    with context.database.transaction() as session:
        return rebuild.begin(session, context.listeners)


def steps(walker: ServiceContext) -> list[int]:
    with walker.database.transaction() as session:
        return list(session.scalars(select(walks.c.step).order_by(walks.c.step)))


def test_an_ordered_projection_is_made_anew_from_its_first_step(walker: ServiceContext) -> None:
    walk = uuid4()
    sent = [deliver(walker, STEPPED, {"step": n}, subject=walk) for n in (1, 2, 3)]
    begin(walker)
    assert steps(walker) == []
    news = deliver(walker, STEPPED, {"step": 4}, subject=walk, sequence=4, parks=True)
    assert parked_in(walker)[0].state == "waiting"
    for one in sent * 2:
        again(walker, one.id, one.sequence, walk)
    retrying.retry_due(walker)
    assert steps(walker) == [1, 2, 3, 4]
    assert parked_in(walker) == []
    assert [event.causation_id for event in recorded(walker)] == [str(one.id) for one in (*sent, news)]


def again(walker: ServiceContext, id: object, step: int, walk: object) -> None:
    """As the relay tells it again."""
    deliver(walker, STEPPED, {"step": step}, subject=walk, id=id, sequence=step, rebuild=True)  # type: ignore[arg-type]


def test_what_is_told_again_reaches_projections_alone(taker: ServiceContext) -> None:
    sent = deliver(taker, CHANGED, {"number": 5})
    begin(taker)
    assert counted(taker) == {}
    for _ in range(2):
        deliver(taker, CHANGED, {"number": 5}, id=sent.id, subject=sent.subject, sequence=1, rebuild=True)
    assert counted(taker) == {sent.subject: (1, 5)}
    assert numbers(taker) == [5]
    assert len(recorded(taker)) == 1


def test_what_is_told_again_before_it_was_heard_still_happens_once(taker: ServiceContext) -> None:
    """The rebuild overtakes the news: the projection counts once, and the effects come with the news."""
    begin(taker)
    told = deliver(taker, CHANGED, {"number": 5}, rebuild=True)
    assert (numbers(taker), counted(taker)) == ([], {told.subject: (1, 5)})
    deliver(taker, CHANGED, {"number": 5}, id=told.id, subject=told.subject, sequence=1)
    assert (numbers(taker), counted(taker)) == ([5], {told.subject: (1, 5)})


def test_what_is_parked_for_projections_alone_is_left_to_the_rebuild(
    taker: ServiceContext, bad_mood: dict[str, bool]
) -> None:
    sent = deliver(taker, CHANGED, {"number": MOODY}, parks=True)
    begin(taker)
    deliver(
        taker,
        CHANGED,
        {"number": MOODY},
        id=sent.id,
        subject=sent.subject,
        sequence=1,
        rebuild=True,
        parks=True,
    )
    assert counted(taker) == {sent.subject: (1, MOODY)}
    bad_mood["bad"] = False
    with taker.database.transaction() as session:
        assert parked.retry_all(session) == 1
    retrying.retry_due(taker)
    assert numbers(taker) == [MOODY]
    assert counted(taker) == {sent.subject: (1, MOODY)}, "counted by the retry and by the rebuild"


def test_a_new_run_forgets_the_claims_of_the_run_before(taker: ServiceContext) -> None:
    deliver(taker, CHANGED, {"number": 1})
    run = begin(taker)
    with taker.database.transaction() as session:
        assert set(session.scalars(select(inbox.c.run))) == {0}
    deliver(taker, CHANGED, {"number": 1})
    assert begin(taker) == run + 1


def test_a_service_without_projections_cannot_be_rebuilt(maker: ServiceContext) -> None:
    with pytest.raises(Conflict):
        begin(maker)


def test_the_trace_goes_on_in_what_a_handler_says(taker: ServiceContext) -> None:
    deliver(taker, CHANGED, {"number": 1}, traceparent=TRACE)
    deliver(taker, CHANGED, {"number": 2})
    with taker.database.transaction() as session:
        first, second = session.scalars(select(outbox_table.c.traceparent).order_by(outbox_table.c.seq))
    assert first.split("-")[1] == TRACE.split("-")[1]
    assert first != TRACE
    assert tracing.TRACEPARENT.fullmatch(second)
