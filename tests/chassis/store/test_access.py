"""Who has read whose record."""

from datetime import date

import pytest
from sqlalchemy import Boolean, bindparam, literal, select, text
from sqlalchemy.exc import IntegrityError

from chassis import clock
from chassis.actor import SYSTEM
from chassis.context import ServiceContext
from chassis.ids import new_id
from chassis.store.access import noting, reading, reads_of, record_read
from chassis.store.statements import Statement
from chassis.testing import actors
from chassis.testing.plugin import ContextFactory


class Library:
    """A service that shows records."""

    name = "library"


@pytest.fixture
def library(service_context: ContextFactory) -> ServiceContext:
    return service_context(Library)


def test_a_read_is_written_down_with_who_and_what_and_why(library: ServiceContext):
    person, reader = new_id(), actors.librarian(name="Jo Canary")
    with library.database.transaction(reader) as session:
        record_read(session, reader, person, "loans", reason="a lost canary book")
        read = session.execute(reads_of(session, person)).one()
    assert (read.person_id, read.actor_id, read.actor_name) == (person, reader.id, "Jo Canary")
    assert (read.org, read.roles, read.what) == (reader.org, ["librarian"], "loans")
    assert read.reason == "a lost canary book"


def test_names_and_reasons_are_not_stored_in_clear(library: ServiceContext):
    with library.database.transaction() as session:
        record_read(session, actors.librarian(name="Jo Canary"), new_id(), "loans", reason="canary")
        row = str(session.execute(text("select * from access_log")).one())
    assert "canary" not in row.lower()


def test_the_latest_read_comes_first_and_others_records_not_at_all(library: ServiceContext):
    person = new_id()
    for what in ("loans", "fines"):
        with library.database.transaction() as session:
            record_read(session, SYSTEM, person, what)
            record_read(session, SYSTEM, new_id(), what)
    with library.database.transaction() as session:
        assert [read.what for read in session.execute(reads_of(session, person))] == ["fines", "loans"]


def test_a_read_that_came_to_nothing_is_not_written_down(library: ServiceContext):
    person = new_id()

    def fail() -> None:
        with library.database.transaction() as session:
            record_read(session, SYSTEM, person, "loans")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with library.database.transaction() as session:
        assert session.execute(reads_of(session, person)).all() == []


def test_playing_the_past_does_not_move_the_audit(library: ServiceContext):
    person = new_id()
    with clock.frozen(date(2025, 3, 3)), library.database.transaction() as session:
        record_read(session, SYSTEM, person, "loans")
        at = session.execute(reads_of(session, person)).one().at
    assert abs((clock.real_now() - at).total_seconds()) < 60


SHELVES = Statement(noting(select(literal("a book").label("title")).where(bindparam("there", type_=Boolean))))


def test_a_question_that_notes_itself_is_in_the_log_if_it_was_answered(library: ServiceContext):
    person, reader = new_id(), actors.librarian(name="Jo Canary")
    for there in (True, False):
        with library.database.transaction(reader) as session:
            found = SHELVES.alone(session, there=there, **reading(session, reader, person, "loans"))
            assert (found is not None) == there
    with library.database.transaction() as session:
        read = session.execute(reads_of(session, person)).one()
    assert (read.actor_name, read.what, read.roles) == ("Jo Canary", "loans", ["librarian"])


def test_where_the_log_cannot_be_written_nobody_is_answered(library: ServiceContext):
    person, reader = new_id(), actors.librarian()
    with library.database.transaction() as session:
        session.execute(text("alter table access_log add constraint never check (what <> 'loans')"))
    answers: list[object] = []

    def ask() -> None:
        with library.database.transaction(reader) as session:
            answers.append(SHELVES.alone(session, there=True, **reading(session, reader, person, "loans")))

    def record() -> None:
        with library.database.transaction(reader) as session:
            record_read(session, reader, person, "loans")

    for attempt in (ask, record):
        with pytest.raises(IntegrityError):
            attempt()
    assert answers == []
