"""Statements that are built once, and what travels with them."""

from uuid import UUID

import pytest
from sqlalchemy import Column, Date, Integer, MetaData, Table, Text, Uuid, bindparam, insert, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from chassis.context import ServiceContext
from chassis.ids import new_id
from chassis.store.base import new_metadata
from chassis.store.columns import EncryptedText
from chassis.store.statements import Statement, wire_of
from chassis.testing.plugin import ContextFactory

metadata: MetaData = new_metadata()
cakes = Table(
    "cake",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", EncryptedText("patisserie")),
    Column("layers", Integer),
    Column("tags", ARRAY(Text)),
    Column("baked_on", Date),
)
ADD = Statement(insert(cakes).values({name: bindparam(name) for name in ("id", "name", "layers", "tags")}))
OF = Statement(
    select(cakes).where(cakes.c.layers == bindparam("layers"), cakes.c.id != bindparam("not_this"))
)
NOBODY = new_id()


class Patisserie:
    """A service with one table."""

    name = "patisserie"
    metadata = metadata


@pytest.fixture
def shop(service_context: ContextFactory) -> ServiceContext:
    return service_context(Patisserie)


def bake(session: Session, layers: int = 1, id: UUID | None = None) -> None:
    ADD.along(session, id=id or new_id(), name="Siân's", layers=layers, tags=["a'b", "c"])


def layers_of(session: Session, layers: int = 1) -> list[str]:
    return [row.name for row in OF.all(session, layers=layers, not_this=NOBODY)]


def test_values_and_types_go_there_and_back_as_they_were(shop: ServiceContext):
    with shop.database.transaction() as session:
        bake(session)
        row = OF.first(session, layers=1, not_this=NOBODY)
        assert (row.name, row.tags, row.baked_on) == ("Siân's", ["a'b", "c"], None)
        assert isinstance(row.id, UUID)
        assert "Siân" not in str(session.execute(text("select * from cake")).all())
        assert OF.first(session, layers=2, not_this=NOBODY) is None


def test_what_nobody_waits_for_goes_with_the_next_statement_in_order(shop: ServiceContext):
    with shop.database.transaction() as session:
        before = wire_of(session).trips
        bake(session)
        bake(session)
        assert len(layers_of(session)) == 2
        assert wire_of(session).trips - before == 1


def test_or_with_the_commit(shop: ServiceContext):
    with shop.database.transaction() as session:
        wire = wire_of(session)
        before = wire.trips
        bake(session)
    assert wire.trips - before == 1
    with shop.database.transaction() as session:
        assert len(layers_of(session)) == 1


def test_a_transaction_in_which_nothing_is_done_makes_no_trip(shop: ServiceContext):
    with shop.database.transaction() as session:
        wire = wire_of(session)
        before = wire.trips
    assert wire.trips == before


def test_what_fails_with_the_commit_fails_all_of_it(shop: ServiceContext):
    id = new_id()
    with shop.database.transaction() as session:
        bake(session, id=id)

    def twice() -> None:
        with shop.database.transaction() as session:
            bake(session, layers=2)
            assert len(layers_of(session, 2)) == 1
            bake(session, id=id)

    with pytest.raises(IntegrityError):
        twice()
    with shop.database.transaction() as session:
        assert layers_of(session, 2) == []


def test_after_a_failure_the_statement_is_planned_anew_and_works(shop: ServiceContext):
    small = Statement(select((cakes.c.layers * bindparam("by", type_=Integer)).label("part")))
    with shop.database.transaction() as session:
        bake(session)
    too_much = 2**31
    for factor in (too_much, 1, too_much, 1):
        with shop.database.transaction() as session:
            if factor == 1:
                assert [row.part for row in small.all(session, by=factor)] == [1]
            else:
                with pytest.raises(DBAPIError):
                    small.all(session, by=factor)
                session.rollback()


def test_what_is_rolled_back_is_never_said(shop: ServiceContext):
    def fail() -> None:
        with shop.database.transaction() as session:
            bake(session)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with shop.database.transaction() as session:
        assert layers_of(session) == []


def test_a_savepoint_takes_back_what_was_said_within_it(shop: ServiceContext):
    with shop.database.transaction() as session:
        bake(session)
        nested = session.begin_nested()
        bake(session)
        nested.rollback()
        assert len(layers_of(session)) == 1


def test_errors_are_those_of_sqlalchemy_without_anybodys_values(shop: ServiceContext):
    once = Statement(insert(cakes).values(id=bindparam("id"), name=bindparam("name")))

    def twice() -> None:
        with shop.database.transaction() as session:
            for _ in range(2):
                once.do(session, id=NOBODY, name="Canary")

    with pytest.raises(IntegrityError) as caught:
        twice()
    assert "Canary" not in str(caught.value)


def test_a_lost_connection_is_known_as_such_and_leaves_the_pool_sound(shop: ServiceContext):
    def lose() -> None:
        with shop.database.transaction() as session:
            layers_of(session)
            own, pid = shop.database.dedicated_connection(), wire_of(session).info.backend_pid
            own.cursor().execute("select pg_terminate_backend(%s, 5000)", (pid,))
            own.close()
            layers_of(session)

    with pytest.raises(OperationalError) as caught:
        lose()
    assert caught.value.connection_invalidated
    with shop.database.transaction() as session:
        assert layers_of(session) == []
    assert shop.database.engine.pool.checkedout() == 0


def test_a_list_cannot_be_one_value():
    with pytest.raises(TypeError, match="write the choices out"):
        Statement(select(cakes).where(cakes.c.layers.in_([1, 2])))


def test_a_question_alone_is_asked_and_committed_in_one_trip(shop: ServiceContext):
    adding = insert(cakes).values(id=bindparam("id"), layers=9).returning(cakes.c.layers).cte("added")
    once = Statement(select(adding.c.layers))
    with shop.database.transaction() as session:
        wire = wire_of(session)
        before = wire.trips
        assert once.alone(session, id=new_id()).layers == 9
    assert wire.trips - before == 1
    with shop.database.transaction() as session:
        assert session.execute(text("select count(*) from cake")).scalar() == 1


def test_nothing_can_be_asked_after_it_in_its_transaction(shop: ServiceContext):
    def ask_more() -> None:
        with shop.database.transaction() as session:
            OF.alone(session, layers=1, not_this=NOBODY)
            layers_of(session)

    with pytest.raises(DBAPIError, match="its one statement"):
        ask_more()
    with shop.database.transaction() as session:
        assert layers_of(session) == []


def test_where_something_was_done_before_it_is_a_part_of_that(shop: ServiceContext):
    def fail() -> None:
        with shop.database.transaction() as session:
            bake(session)
            layers_of(session)
            assert OF.alone(session, layers=1, not_this=NOBODY).layers == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with shop.database.transaction() as session:
        assert layers_of(session) == []


def test_what_fails_at_the_commit_itself_answers_nobody(shop: ServiceContext):
    with shop.database.transaction() as session:
        for statement in (
            "create function never() returns trigger language plpgsql as"
            " $$ begin raise exception 'not today'; end $$",
            "create constraint trigger late after insert on cake deferrable initially deferred"
            " for each row execute function never()",
        ):
            session.execute(text(statement))
    adding = insert(cakes).values(id=bindparam("id")).returning(cakes.c.id).cte("added")
    once = Statement(select(adding.c.id))

    def ask() -> None:
        with shop.database.transaction() as session:
            once.alone(session, id=new_id())

    with pytest.raises(DBAPIError, match="not today"):
        ask()
