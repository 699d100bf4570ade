"""Transactions that say who is at work, on real PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import Column, MetaData, Table, Text, Uuid, bindparam, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from chassis.actor import ANONYMOUS, SYSTEM
from chassis.context import ServiceContext
from chassis.ids import new_id
from chassis.settings import Settings
from chassis.store import database as module
from chassis.store.base import new_metadata
from chassis.store.database import Database
from chassis.store.statements import wire_of
from chassis.testing import actors
from chassis.testing.plugin import ContextFactory
from chassis.testing.waiting import eventually

metadata: MetaData = new_metadata()
loaves = Table(
    "loaf", metadata, Column("id", Uuid, primary_key=True), Column("org", Uuid), Column("name", Text)
)


class Bakery:
    """A service with one table."""

    name = "bakery"
    metadata = metadata


@pytest.fixture
def bakery(service_context: ContextFactory) -> ServiceContext:
    return service_context(Bakery)


WHO = text(
    "select current_setting('workstead.kind', true), current_setting('workstead.org', true),"
    " current_setting('workstead.person', true)"
)


def test_the_database_knows_the_actor_of_the_transaction(bakery: ServiceContext):
    org, person = new_id(), new_id()
    with bakery.database.transaction(actors.baker(org=org, person_id=person)) as session:
        assert session.execute(WHO).one() == ("person", str(org), str(person))
    for actor, kind in ((SYSTEM, "system"), (ANONYMOUS, "anonymous")):
        with bakery.database.transaction(actor) as session:
            assert session.execute(WHO).one() == (kind, "", "")


def test_who_was_at_work_is_forgotten_with_the_transaction(bakery: ServiceContext):
    with bakery.database.transaction(actors.baker()):
        pass
    with bakery.database.engine.connect() as connection:
        assert connection.execute(WHO).one() in {(None, None, None), ("", "", "")}


def test_to_begin_and_to_say_who_is_at_work_takes_no_trip_of_its_own(bakery: ServiceContext):
    with bakery.database.transaction(actors.baker()) as session:
        wire = wire_of(session)
        before = wire.trips
        assert session.execute(WHO).one()[0] == "person"
        assert wire.trips - before == 1
    assert wire.trips - before == 2


def test_row_level_security_shows_each_organisation_its_own(bakery: ServiceContext):
    with bakery.database.transaction() as session:
        for statement in (
            "alter table loaf enable row level security",
            "alter table loaf force row level security",
            "create policy own on loaf using (current_setting('workstead.kind') = 'system'"
            " or org = nullif(current_setting('workstead.org'), '')::uuid)",
        ):
            session.execute(text(statement))
    ours, theirs = new_id(), new_id()
    with bakery.database.transaction() as session:
        session.execute(
            insert(loaves), [{"id": new_id(), "org": org, "name": "rye"} for org in (ours, theirs)]
        )

    def seen_by(actor) -> set[UUID]:
        with bakery.database.transaction(actor) as session:
            return set(session.scalars(select(loaves.c.org)))

    assert seen_by(SYSTEM) == {ours, theirs}
    assert seen_by(actors.baker(org=ours)) == {ours}
    assert seen_by(ANONYMOUS) == set()
    with (
        pytest.raises(DBAPIError, match="row-level security"),
        bakery.database.transaction(actors.baker(org=ours)) as session,
    ):
        session.execute(insert(loaves).values(id=new_id(), org=theirs, name="spelt"))


def count(context: ServiceContext) -> int:
    with context.database.transaction() as session:
        return session.scalar(select(func.count()).select_from(loaves)) or 0


def test_a_transaction_is_committed_whole_or_not_at_all(bakery: ServiceContext):
    with bakery.database.transaction() as session:
        session.execute(insert(loaves).values(id=new_id()))
    assert count(bakery) == 1

    def fail() -> None:
        with bakery.database.transaction() as session:
            session.execute(insert(loaves).values(id=new_id()))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert count(bakery) == 1


def test_what_was_read_can_be_used_after_the_commit(bakery: ServiceContext):
    with bakery.database.transaction() as session:
        assert session.expire_on_commit is False


def test_the_values_of_a_failed_statement_are_in_no_error_text(bakery: ServiceContext):
    row = {"id": new_id(), "name": "Canary Pseudonym"}
    with bakery.database.transaction() as session:
        session.execute(insert(loaves), row)
    with pytest.raises(IntegrityError) as caught, bakery.database.transaction() as session:
        session.execute(insert(loaves), row)
    assert "Canary" not in str(caught.value)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("statement_timeout", "15s"),
        ("lock_timeout", "5s"),
        ("idle_in_transaction_session_timeout", "30s"),
        ("timezone", "UTC"),
        ("application_name", "workstead bakery"),
    ],
)
def test_the_server_keeps_our_limits(bakery: ServiceContext, setting: str, value: str):
    with bakery.database.transaction() as session:
        assert session.scalar(text(f"show {setting}")) == value


def test_whoever_finds_the_pool_empty_waits_and_is_told(
    bakery: ServiceContext, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(module, "POOL_TIMEOUT", 0.05)
    small = Database("bakery", bakery.database.url.render_as_string(False), Settings(pool_size=2))
    one = text("select 1")
    with small.transaction() as first, small.transaction() as second, small.transaction() as third:
        assert first.scalar(one) == second.scalar(one)
        with pytest.raises(PoolTimeout):
            third.scalar(one)
    small.close()


def test_whoever_asks_nothing_takes_no_connection(bakery: ServiceContext):
    before = bakery.database.engine.pool.checkedout()
    with bakery.database.transaction() as session:
        assert bakery.database.engine.pool.checkedout() == before
        session.scalar(text("select 1"))
        assert bakery.database.engine.pool.checkedout() == before + 1
    assert bakery.database.engine.pool.checkedout() == before


def test_rows_that_are_changed_together_are_counted_together(bakery: ServiceContext):
    first, second = new_id(), new_id()
    with bakery.database.transaction() as session:
        session.execute(insert(loaves), [{"id": first}, {"id": second}])
    with bakery.database.transaction() as session:
        named = update(loaves).where(loaves.c.id == bindparam("which")).values(name=bindparam("called"))
        done = session.connection().execute(
            named, [{"which": id, "called": "rye"} for id in (first, second, new_id())]
        )
        assert done.rowcount == 2


def test_a_lost_connection_is_replaced_before_it_is_used(bakery: ServiceContext):
    kill = text(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid()"
    )
    with bakery.database.transaction() as one, bakery.database.transaction() as other:
        assert one.scalar(text("select 1")) == other.scalar(text("select 1"))
    with bakery.database.transaction() as session:
        lost = wire_of(session)
    with bakery.database.transaction() as other, bakery.database.transaction() as session:
        assert wire_of(other) is not wire_of(session) is not lost
        session.execute(kill)
    assert eventually(lambda: not lost.is_alive())
    with bakery.database.transaction() as one, bakery.database.transaction() as other:
        assert one.scalar(text("select 1")) == other.scalar(text("select 1"))


def test_a_connection_that_is_lost_at_once_costs_nobody_an_error(bakery: ServiceContext):
    attempts: list[bool] = []

    def work(session: Session) -> int:
        if not attempts:
            _lose(bakery, session)
        attempts.append(True)
        return session.scalar(text("select 1")) or 0

    assert bakery.database.do(work) == 1
    assert len(attempts) == 2


def test_a_connection_that_is_lost_later_is_told_of_for_something_may_have_been_done(bakery: ServiceContext):
    def work(session: Session) -> None:
        session.execute(insert(loaves).values(id=new_id()))
        _lose(bakery, session)
        session.execute(text("select 1"))

    with pytest.raises(OperationalError):
        bakery.database.do(work)
    assert count(bakery) == 0


def test_two_who_stand_in_each_others_way_both_get_through(bakery: ServiceContext):
    """The server ends one of them, who begins once more."""
    both = [new_id(), new_id()]
    with bakery.database.transaction() as session:
        session.execute(insert(loaves), [{"id": one, "name": ""} for one in both])
    met, begun = Barrier(2), []

    def bake(order: list[UUID]) -> None:
        def work(session: Session) -> None:
            begun.append(order)
            for one in order:
                session.execute(update(loaves).where(loaves.c.id == one).values(name=loaves.c.name + "x"))
                if len(begun) <= 2 and one == order[0]:
                    met.wait(timeout=10)

        bakery.database.do(work)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(bake, both), pool.submit(bake, both[::-1])]:
            done.result(timeout=20)
    assert len(begun) in (3, 4)  # who begins anew at once may meet the other a second time
    with bakery.database.transaction() as session:
        assert list(session.scalars(select(loaves.c.name))) == ["xx", "xx"]


def _lose(bakery: ServiceContext, session: Session) -> None:
    """The server ends the connection of this session, which does not know yet."""
    pid = wire_of(session).info.backend_pid
    own = bakery.database.dedicated_connection()
    with own.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(%s, 5000)", (pid,))
    own.close()


def test_a_connection_of_ones_own_listens_and_holds_no_place_in_the_pool(bakery: ServiceContext):
    own = bakery.database.dedicated_connection()
    with own.cursor() as cursor:
        cursor.execute("listen bell")
    with bakery.database.transaction() as session:
        session.execute(text("notify bell, 'ding'"))

    def heard() -> list[str]:
        own.poll()
        return [notice.payload for notice in own.notifies]

    assert eventually(heard) == ["ding"]
    assert bakery.database.engine.pool.checkedout() == 0
    own.close()


def test_a_database_that_is_away_fails_the_ping():
    nowhere = Database("bakery", "postgresql://u:p@127.0.0.1:1/x", Settings())
    with pytest.raises(OperationalError):
        nowhere.ping()
    nowhere.close()


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg2"])
def test_the_driver_is_psycopg2_whatever_the_address_says(scheme: str):
    database = Database("bakery", f"{scheme}://u:p@h/x", Settings())
    assert database.engine.driver == "psycopg2"
    assert "p@h" not in str(database.url)
    database.close()


@pytest.mark.parametrize(("urls", "size"), [({}, 5), ({"bakery": "x"}, 10)])
def test_the_embedded_suite_takes_half_the_connections(urls: dict[str, str], size: int):
    database = Database("bakery", "postgresql://h/x", Settings(database_urls=urls))
    assert database.engine.pool.size() == size
    database.close()
