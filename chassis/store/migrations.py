"""Bringing a service's database up to date: the chassis's own history first, then the service's.

One process at a time (an advisory lock), one migration per transaction, and no waiting in line for a busy
table: whoever waits for an exclusive lock makes everybody behind wait too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from chassis.store import green

if TYPE_CHECKING:
    from chassis.context import ServiceContext

SCRIPTS = Path(__file__).parent / "alembic"
LOCK = 0x776B5F6D6967
"""The advisory lock that whoever migrates a database holds."""

LOCK_TIMEOUT = "5s"
OTHERS_TIMEOUT = "10min"

_alembic_is_global_to_the_process = Lock()


class MigrationError(Exception):
    """The database could not be brought up to date. The message says what to do."""


@dataclass(frozen=True)
class History:
    """One line of migrations: where its scripts are, and the table that says how far it has come."""

    name: str
    versions: Path
    version_table: str

    @property
    def scripts(self) -> ScriptDirectory:
        """Alembic's own view of the scripts."""
        return ScriptDirectory.from_config(self.config())

    def config(self, connection: Connection | None = None) -> Config:
        """What alembic needs to know."""
        config = Config(attributes={"connection": connection, "version_table": self.version_table})
        config.set_main_option("script_location", _escaped(SCRIPTS))
        config.set_main_option("version_locations", _escaped(self.versions))
        config.set_main_option("path_separator", "newline")
        return config

    def applied(self, connection: Connection) -> str | None:
        """The last migration that this database has had."""
        options = {"version_table": self.version_table}
        return MigrationContext.configure(connection, opts=options).get_current_revision()


@dataclass(frozen=True)
class State:
    """How far one history has come in one database."""

    history: str
    applied: str | None
    head: str | None

    @property
    def is_current(self) -> bool:
        """Whether nothing is left to do."""
        return self.applied == self.head


def histories(context: "ServiceContext") -> list[History]:
    """The chassis's history, and the service's if it has one."""
    found = [History("chassis", SCRIPTS / "versions", "alembic_version_chassis")]
    if context.migrations:
        package, _, folder = context.migrations.partition(":")
        found.append(
            History(context.name, Path(str(files(package))) / folder / "versions", "alembic_version")
        )
    return found


def migrate(context: "ServiceContext") -> None:
    """Bring the service's database up to date. Raises MigrationError; what was done before it stays done."""
    try:
        with _alembic_is_global_to_the_process, _connection(context) as connection:
            _take_turn(connection)
            for history in histories(context):
                command.upgrade(history.config(connection), "head")
                # Where there was nothing to do, a transaction is left open, in which the next would be lost.
                connection.commit()
    except OperationalError as error:
        raise MigrationError(_advice(context, error)) from error


def states(context: "ServiceContext") -> list[State]:
    """How far each history has come, against where it should be: for health and the doctor."""
    with context.database.engine.connect() as connection:
        return [
            State(history.name, history.applied(connection), history.scripts.get_current_head())
            for history in histories(context)
        ]


@contextmanager
def _connection(context: "ServiceContext") -> Iterator[Connection]:
    """A connection that may take its time, unlike those in the pool."""
    arguments = {"application_name": f"workstead {context.name} (migration)", "options": "-c timezone=UTC"}
    engine = create_engine(
        context.database.url, poolclass=NullPool, connect_args=arguments, hide_parameters=True
    )
    with engine.connect() as connection:
        green.be_patient(connection.connection.dbapi_connection)
        yield connection


def _take_turn(connection: Connection) -> None:
    """Wait for whoever migrates this database now; the lock is ours until the connection is closed."""
    connection.execute(text(f"set lock_timeout = '{OTHERS_TIMEOUT}'"))
    connection.execute(text("select pg_advisory_lock(:key)"), {"key": LOCK})
    connection.execute(text(f"set lock_timeout = '{LOCK_TIMEOUT}'"))
    connection.commit()


def _advice(context: "ServiceContext", error: OperationalError) -> str:
    cause: Any = error.orig
    if getattr(cause, "pgcode", None) == "55P03":
        return f"A table of {context.name} is busy: run `workstead migrate` again when there is less to do."
    return f"The database of {context.name} does not let itself be migrated: {cause}".strip()


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")
