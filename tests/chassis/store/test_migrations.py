"""Migrations: in order, once, one process at a time, and never in the way of those who work."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, Table, Text, inspect, text

from chassis.context import ServiceContext
from chassis.ids import new_id
from chassis.store import migrations
from chassis.store.base import new_metadata
from chassis.store.drift import drift
from chassis.store.migrations import LOCK, MigrationError, State, migrate, states
from chassis.testing.plugin import ContextFactory
from chassis.testing.waiting import eventually

FIRST = """
import sqlalchemy as sa
from alembic import op
revision = "0001"
down_revision = None
def upgrade():
    op.create_table("loaf", sa.Column("id", sa.Integer(), nullable=False), sa.Column("name", sa.Text()),
                    sa.PrimaryKeyConstraint("id", name="pk_loaf"))
    op.create_index("ix_loaf_name", "loaf", ["name"])
"""
SECOND = """
from alembic import op
revision = "0002"
down_revision = "0001"
def upgrade():
    op.execute("alter table loaf add column weight integer")
"""
BROKEN = (
    SECOND.replace('"0002"', '"0003"').replace('"0001"', '"0002"').replace("weight integer", "weight integer")
)


class Room:
    """A package with migrations, and a service class that names it."""

    def __init__(self, folder: Path) -> None:
        self.package = f"bakery_{new_id().hex}"
        self.versions = folder / self.package / "migrations" / "versions"
        self.versions.mkdir(parents=True)
        (folder / self.package / "__init__.py").touch()
        metadata = new_metadata()
        self.table = Table(
            "loaf", metadata, Column("id", Integer, primary_key=True), Column("name", Text, index=True)
        )
        given = {"name": "bakery", "metadata": metadata, "migrations": f"{self.package}:migrations"}
        self.service_class = type("Bakery", (), given)
        self.write("0001_loaf", FIRST)

    def write(self, name: str, script: str) -> None:
        (self.versions / f"{name}.py").write_text(script)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    made = Room(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield made
    sys.modules.pop(made.package, None)


@pytest.fixture
def bakery(room: Room, service_context: ContextFactory) -> ServiceContext:
    return service_context(room.service_class)


def columns_of(context: ServiceContext) -> set[str]:
    return {str(column["name"]) for column in inspect(context.database.engine).get_columns("loaf")}


def test_both_histories_are_brought_to_their_heads(bakery: ServiceContext):
    chassis, service = states(bakery)
    assert service == State("bakery", "0001", "0001")
    assert chassis.history == "chassis"
    assert chassis.is_current
    assert {"loaf", "access_log", "alembic_version", "alembic_version_chassis"} <= set(
        inspect(bakery.database.engine).get_table_names()
    )


def test_a_new_migration_is_seen_and_applied_once(bakery: ServiceContext, room: Room):
    room.write("0002_weight", SECOND)
    assert states(bakery)[1] == State("bakery", "0001", "0002")
    assert not states(bakery)[1].is_current
    migrate(bakery)
    migrate(bakery)
    assert states(bakery)[1].is_current
    assert columns_of(bakery) == {"id", "name", "weight"}


def test_what_was_done_before_a_broken_migration_stays_done(bakery: ServiceContext, room: Room):
    room.write("0002_weight", SECOND)
    room.write("0003_again", BROKEN)
    with pytest.raises(Exception, match="already exists"):
        migrate(bakery)
    assert states(bakery)[1].applied == "0002"


def test_a_busy_table_is_not_waited_for(bakery: ServiceContext, room: Room, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(migrations, "LOCK_TIMEOUT", "50ms")
    room.write("0002_weight", SECOND)
    with bakery.database.transaction() as session:
        session.execute(text("lock table loaf in access share mode"))
        with pytest.raises(MigrationError, match="A table of bakery is busy: run `workstead migrate` again"):
            migrate(bakery)
    migrate(bakery)
    assert "weight" in columns_of(bakery)


def test_one_process_migrates_at_a_time(bakery: ServiceContext, room: Room):
    room.write("0002_weight", SECOND)
    other = bakery.database.dedicated_connection()
    with other.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", (LOCK,))
    thread = threading.Thread(target=migrate, args=(bakery,))
    thread.start()
    waiting = text("select count(*) from pg_locks where locktype = 'advisory' and not granted")
    with bakery.database.engine.connect() as connection:
        eventually(lambda: connection.scalar(waiting) == 1)
    assert "weight" not in columns_of(bakery)
    other.close()
    thread.join(10)
    assert "weight" in columns_of(bakery)


def test_processes_that_migrate_at_once_do_it_once(bakery: ServiceContext, room: Room):
    room.write("0002_weight", SECOND)
    failures: list[BaseException] = []

    def attempt() -> None:
        try:
            migrate(bakery)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=attempt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert failures == []
    assert states(bakery)[1].is_current


def test_a_database_that_is_away_says_so_in_words(bakery: ServiceContext):
    bakery.database.url = bakery.database.url.set(database="nowhere")
    with pytest.raises(MigrationError, match="The database of bakery does not let itself be migrated"):
        migrate(bakery)


def test_without_drift_there_is_nothing_to_say(bakery: ServiceContext):
    assert drift(bakery) == []


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("alter table loaf add column weight integer", "remove_column"),
        ("alter table loaf drop column name", "add_column"),
        ("alter table loaf alter column name type varchar(10)", "modify_type"),
        ("alter table loaf alter column name set not null", "modify_nullable"),
        ("drop index ix_loaf_name", "add_index"),
        ("create table stray (id integer)", "remove_table"),
        ("alter table access_log drop column reason", "add_column"),
        ("drop table idempotency", "add_table"),
        ("create unique index uq_more on loaf (name)", "remove_index"),
    ],
)
def test_planted_drift_is_found(bakery: ServiceContext, planted: str, found: str):
    with bakery.database.transaction() as session:
        session.execute(text(planted))
    assert any(line.startswith(found) for line in drift(bakery))


def test_a_forgotten_table_is_found(bakery: ServiceContext, room: Room):
    Table("oven", room.table.metadata, Column("id", Integer, primary_key=True))
    assert drift(bakery) == ["add_table: oven"]


def test_months_of_a_partitioned_table_are_no_drift(bakery: ServiceContext):
    with bakery.database.transaction() as session:
        session.execute(
            text(
                "create table event_log_2031_05 partition of event_log"
                " for values from ('2031-05-01') to ('2031-06-01')"
            )
        )
    assert drift(bakery) == []
