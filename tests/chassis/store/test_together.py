"""Several who ask the same question at the same time: one trip for all, and each has what is theirs."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text, Uuid, bindparam, cast, func, insert, select
from sqlalchemy.exc import DBAPIError, InvalidRequestError

from chassis.actor import Actor
from chassis.context import ServiceContext
from chassis.ids import new_id
from chassis.store import access, together
from chassis.store.base import new_metadata
from chassis.store.together import Together
from chassis.testing import actors
from chassis.testing.plugin import ContextFactory
from chassis.testing.waiting import eventually

metadata: MetaData = new_metadata()
pies = Table("pie", metadata, Column("id", Uuid, primary_key=True), Column("name", Text))
PORTIONS = cast(bindparam("portions", type_=Integer), Integer)
QUESTION = select(
    pies.c.name,
    cast(func.pg_current_xact_id(), Text).label("trip"),
    func.current_setting("workstead.org", type_=Text).label("org"),
).where(pies.c.id == bindparam("pie", type_=Uuid), 12 / PORTIONS > 0)

Ask = Callable[..., "Future[Any]"]


class Pies:
    """A service with one table."""

    name = "pies"
    metadata = metadata


@pytest.fixture
def kitchen(service_context: ContextFactory) -> ServiceContext:
    return service_context(Pies)


@pytest.fixture
def asked(kitchen: ServiceContext) -> Together:
    return Together(access.noting(QUESTION), access.noting_each(QUESTION))


@pytest.fixture
def ask(kitchen: ServiceContext, asked: Together) -> Iterator[Ask]:
    """Ask for a pie, in a thread and a session of one's own."""

    def asking(reader: Actor, pie: UUID, portions: int) -> Any:
        with kitchen.database.transaction(reader) as session:
            read_by = access.reading(session, reader, pie, "pie")
            return asked.alone(session, reader, pie=pie, portions=portions, **read_by)

    with ThreadPoolExecutor(16) as pool:
        yield lambda reader, pie, portions=4: pool.submit(asking, reader, pie, portions)


def baked(kitchen: ServiceContext, number: int) -> list[UUID]:
    ids = [new_id() for _ in range(number)]
    with kitchen.database.transaction() as session:
        session.execute(insert(pies), [{"id": id, "name": f"pie of {id}"} for id in ids])
    return ids


@contextmanager
def oven_shut(kitchen: ServiceContext) -> Iterator[None]:
    """Nobody is answered in the meantime."""
    with closing(kitchen.database.dedicated_connection()) as own, own.cursor() as cursor:
        cursor.execute("begin; lock table pie in access exclusive mode")
        yield


def readings(kitchen: ServiceContext, pie: UUID) -> int:
    with kitchen.database.transaction() as session:
        return len(session.execute(access.reads_of(session, pie)).all())


def test_who_comes_while_one_is_on_the_way_goes_together(kitchen: ServiceContext, asked: Together, ask: Ask):
    reader, ids = actors.librarian(), baked(kitchen, 9)
    with oven_shut(kitchen):
        first = ask(reader, ids[0])
        eventually(lambda: asked.is_busy)
        others = [ask(reader, id) for id in [*ids[1:], new_id()]]
        eventually(lambda: asked.waiting == 9)
    answers = [each.result(timeout=10) for each in (first, *others)]
    assert [row.name for row in answers[:-1]] == [f"pie of {id}" for id in ids]
    assert answers[-1] is None
    assert len({row.trip for row in answers[1:-1]}) == 1
    assert answers[0].trip != answers[1].trip
    assert [readings(kitchen, id) for id in ids] == [1] * 9
    assert not asked.is_busy


def test_at_rest_nobody_waits_and_nobody_goes_with_anybody(
    kitchen: ServiceContext, asked: Together, ask: Ask
):
    reader, (pie,) = actors.librarian(), baked(kitchen, 1)
    trips = [ask(reader, pie).result(timeout=10).trip for _ in range(3)]
    assert len(set(trips)) == readings(kitchen, pie) == 3
    assert not asked.is_busy


def test_only_so_many_go_together(
    kitchen: ServiceContext, asked: Together, ask: Ask, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(together, "MOST", 3)
    reader, ids = actors.librarian(), baked(kitchen, 7)
    with oven_shut(kitchen):
        waiting = [ask(reader, ids[0])]
        eventually(lambda: asked.is_busy)
        waiting += [ask(reader, id) for id in ids[1:]]
        eventually(lambda: asked.waiting == 6)
    answers = [each.result(timeout=10) for each in waiting]
    assert [row.name for row in answers] == [f"pie of {id}" for id in ids]
    assert len({row.trip for row in answers[1:]}) == 2


def test_who_are_two_to_the_walls_do_not_go_together(kitchen: ServiceContext, asked: Together, ask: Ask):
    one, other = actors.librarian(org=new_id()), actors.librarian(org=new_id())
    (pie,) = baked(kitchen, 1)
    with oven_shut(kitchen):
        waiting = [ask(reader, pie) for reader in (one, other) * 3]
        eventually(lambda: asked.waiting == 4)
    answers = [each.result(timeout=10) for each in waiting]
    assert [row.org for row in answers] == [str(one.org), str(other.org)] * 3
    assert len({row.trip for row in answers}) == 4


def test_what_one_asked_amiss_is_nobody_elses_failure(kitchen: ServiceContext, asked: Together, ask: Ask):
    reader, ids = actors.librarian(), baked(kitchen, 4)
    with oven_shut(kitchen):
        first = ask(reader, ids[0])
        eventually(lambda: asked.is_busy)
        others = [ask(reader, id, portions) for id, portions in zip(ids, (6, 3, 0, 2), strict=True)]
        eventually(lambda: asked.waiting == 4)
    with pytest.raises(DBAPIError, match="division by zero"):
        others.pop(2).result(timeout=10)
    answers = [each.result(timeout=10) for each in (first, *others)]
    assert [row.name for row in answers] == [f"pie of {ids[place]}" for place in (0, 0, 1, 3)]
    assert [readings(kitchen, id) for id in ids] == [2, 1, 0, 1]


def test_whoever_was_answered_asks_nothing_else_in_that_transaction(
    kitchen: ServiceContext, asked: Together, ask: Ask
):
    reader, ids = actors.librarian(), baked(kitchen, 2)

    def asking() -> Any:
        with kitchen.database.transaction(reader) as session:
            read_by = access.reading(session, reader, ids[1], "pie")
            row = asked.alone(session, reader, pie=ids[1], portions=1, **read_by)
            with pytest.raises(InvalidRequestError, match="committed"):
                session.execute(select(pies))
        return row

    with ThreadPoolExecutor(1) as pool:
        with oven_shut(kitchen):
            for before in range(2):
                ask(reader, ids[0])
                eventually(lambda before=before: asked.is_busy and asked.waiting == before)
            other = pool.submit(asking)
            eventually(lambda: asked.waiting == 2)
        assert other.result(timeout=10).name == f"pie of {ids[1]}"


def test_in_the_midst_of_a_transaction_one_asks_within_it(kitchen: ServiceContext, asked: Together):
    reader, pie = actors.librarian(), new_id()
    with kitchen.database.transaction(reader) as session:
        session.execute(insert(pies).values(id=pie, name="half baked"))
        read_by = access.reading(session, reader, pie, "pie")
        assert asked.alone(session, reader, pie=pie, portions=1, **read_by).name == "half baked"
        session.rollback()
    assert readings(kitchen, pie) == 0


class Stopped:
    """A turn for which nobody waits to the end."""

    def __init__(self) -> None:
        self.acquired = 0

    def acquire(self) -> None:
        self.acquired += 1
        if self.acquired == 2:
            raise KeyboardInterrupt


def test_whoever_is_stopped_while_waiting_stands_in_nobodys_way(
    kitchen: ServiceContext, asked: Together, ask: Ask, monkeypatch: pytest.MonkeyPatch
):
    reader, (pie,) = actors.librarian(), baked(kitchen, 1)
    with oven_shut(kitchen):
        first = ask(reader, pie)
        eventually(lambda: asked.is_busy)
        with monkeypatch.context() as patch, kitchen.database.transaction(reader) as session:
            patch.setattr(together, "Asker", partial(together.Asker, turn=Stopped()))
            read_by = access.reading(session, reader, pie, "pie")
            with pytest.raises(KeyboardInterrupt):
                asked.alone(session, reader, pie=pie, portions=1, **read_by)
        assert asked.waiting == 0
        last = ask(reader, pie)
        eventually(lambda: asked.waiting == 1)
    assert first.result(timeout=10).name == last.result(timeout=10).name
