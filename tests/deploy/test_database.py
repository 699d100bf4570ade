"""`deploy/database/make-databases.sh` on a real server: each service has its own database, and no other."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from chassis.store.embedded import EmbeddedServer
from chassis.store.embedded.commands import binaries
from chassis.testing.postgres import discard, start_server

SCRIPT = Path(__file__).parents[2] / "deploy/database/make-databases.sh"
ROLES = ("casework", "mi")
PASSWORDS = {name: f"it's \\ {name}" for name in (*ROLES, "backup", "postgres")}


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedServer]:
    """A server of its own: roles belong to the whole of one."""
    server = start_server()
    yield server
    discard(server)


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("secrets")
    for name, password in PASSWORDS.items():
        (folder / f"database-{name}.password").write_text(f"{password}\n")
    return folder


def make(server: EmbeddedServer, secrets: Path) -> str:
    with closing(server._superuser_connection()) as connection:
        password = connection.info.password
    environment = {
        "PATH": f"{binaries()}:{os.environ['PATH']}",
        "PGHOST": str(server.folder),
        "PGUSER": "postgres",
        "PGPASSWORD": password,
        "LD_LIBRARY_PATH": str(binaries().parent / "lib"),
    }
    done = subprocess.run([SCRIPT, secrets], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module", autouse=True)
def made(server: EmbeddedServer, secrets: Path) -> str:
    """Run twice: the second run finds everything."""
    make(server, secrets)
    return make(server, secrets)


def connected(server: EmbeddedServer, role: str, database: str) -> Any:
    host = str(server.folder)
    return psycopg2.connect(host=host, user=role, dbname=database, password=PASSWORDS[role])


def ask(server: EmbeddedServer, role: str, database: str, statement: str) -> Any:
    with closing(connected(server, role, database)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone() if cursor.description else None


def test_it_says_what_is_there(made: str) -> None:
    assert made.splitlines() == [f"{name}: database and role are there." for name in ROLES]


@pytest.mark.parametrize("role", ROLES)
def test_a_service_owns_its_database(server: EmbeddedServer, role: str) -> None:
    ask(server, role, role, "create extension if not exists btree_gist")
    ask(server, role, role, "create table if not exists thing (id int)")


@pytest.mark.parametrize("database", ["mi", "postgres", "template1"])
def test_a_service_enters_no_other_database(server: EmbeddedServer, database: str) -> None:
    with pytest.raises(psycopg2.OperationalError, match="permission denied"):
        connected(server, "casework", database)


def test_a_service_has_limits(server: EmbeddedServer) -> None:
    (limit,) = ask(
        server, "casework", "casework", "select rolconnlimit from pg_roles where rolname = current_user"
    )
    assert limit == 60
    assert ask(server, "casework", "casework", "show idle_in_transaction_session_timeout") == ("5min",)


def test_the_backup_reads_what_row_level_security_hides_and_writes_nothing(server: EmbeddedServer) -> None:
    for statement in (
        "create table hidden (id int)",
        "insert into hidden values (7)",
        "alter table hidden enable row level security",
        "alter table hidden force row level security",
    ):
        ask(server, "casework", "casework", statement)
    assert ask(server, "casework", "casework", "select count(*) from hidden") == (0,)
    assert ask(server, "backup", "casework", "select id from hidden") == (7,)
    with pytest.raises(psycopg2.Error):
        ask(server, "backup", "casework", "set transaction read write; delete from hidden")


def test_a_missing_password_is_said(server: EmbeddedServer, tmp_path: Path) -> None:
    done = subprocess.run(
        [SCRIPT, tmp_path], env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "database-backup.password is missing" in done.stderr
