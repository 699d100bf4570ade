"""One PostgreSQL server in a data folder: made once, found if it outlived us, stopped by its last user."""

import fcntl
import hashlib
import hmac
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

from chassis.files import write_once
from chassis.store.embedded.commands import EmbeddedError, ServerUser, run
from chassis.store.embedded.configuration import configuration

SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 107
SUPERUSER = "postgres"
INITDB = (
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
)
START_WITHIN = 30.0
"""Seconds for what a killed server left behind to go away."""


class EmbeddedServer:
    """The server of one data folder. Several processes may use it; a lock on a file says who does."""

    def __init__(self, home: Path, durable: bool = True) -> None:
        self.home = home.absolute()
        self.folder = self.home / "pg"
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        self._durable = durable
        self._user = ServerUser.choose()
        self._in_use: IO[str] | None = None

    def start(self) -> None:
        """Bring the server up, unless it is up already, and use it until `stop`."""
        self._make_folder()
        self._in_use = self._in_use or self._users()
        fcntl.flock(self._in_use, fcntl.LOCK_SH)
        with self._locked("start.lock"):
            if not self.data.exists():
                self._make_cluster()
            if not self.answers():
                self._bring_up()

    def stop(self, mode: str = "fast") -> bool:
        """Stop using the server; the last user stops it. Says whether it stands still now.

        One that outlived its users, who were killed, is stopped too: call it without having started it.
        In `immediate` mode it breaks off as by a crash, and recovers when it is started again.
        """
        in_use, self._in_use = self._in_use, None
        with in_use or self._users() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            if self._runs():
                self._pg_ctl("stop", "-m", mode, "-t", "60")
            return True

    def _runs(self) -> bool:
        """Whether its process is there. One that was killed leaves a file behind, and nobody to stop."""
        try:
            os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), 0)
        except (FileNotFoundError, ProcessLookupError, ValueError, IndexError):
            return False
        return True

    def answers(self) -> bool:
        """Whether the server is up."""
        try:
            self._superuser_connection().close()
        except psycopg2.OperationalError:
            return False
        return True

    def url(self, name: str) -> str:
        """The address of a service's database; database and role are made if they are not there."""
        with self._locked("start.lock"), closing(self._superuser_connection()) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                self._make_database(cursor, name)
        return self.address(name, name)

    def address(self, role: str, database: str) -> str:
        """How a role reaches a database."""
        user = f"{quote(role)}:{self._password_of(role)}"
        return f"postgresql+psycopg2://{user}@/{quote(database)}?host={quote(str(self.folder), safe='')}"

    def execute(self, statement: sql.Composable) -> None:
        """Run one statement as the superuser, outside a transaction: for tests that copy databases."""
        with closing(self._superuser_connection()) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)

    def _users(self) -> IO[str]:
        """The file on which each user of the server holds a shared lock, which a kill lets go of."""
        return open(self.folder / "users.lock", "a", encoding="utf-8")

    def _make_folder(self) -> None:
        """Ours alone, in the data folder; where we are root, the server's user may pass through that."""
        if len(str(self.folder / SOCKET)) > LONGEST_SOCKET_PATH:
            raise EmbeddedError(
                f"{self.home} is too long for a socket: set WORKSTEAD_HOME to a shorter path."
            )
        if not self.home.exists():
            self.home.mkdir(mode=0o711 if self._user.is_other else 0o700, parents=True)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self._user.give(self.folder)

    def _make_cluster(self) -> None:
        """In a draft folder first, so that a cluster is there whole or not at all."""
        draft, password = self.folder / "draft", self.folder / "draft.password"
        shutil.rmtree(draft, ignore_errors=True)
        password.write_text(self._password_of(SUPERUSER), encoding="utf-8")
        self._user.give(password)
        locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        self._run(
            "initdb",
            "-D",
            str(draft),
            "-U",
            SUPERUSER,
            "-A",
            "scram-sha-256",
            "--pwfile",
            str(password),
            *locale,
        )
        password.unlink()
        with open(draft / "postgresql.conf", "a", encoding="utf-8") as file:
            file.write("\ninclude 'workstead.conf'\n")
        draft.rename(self.data)

    def _bring_up(self) -> None:
        """Start; again for a while, since processes of a killed server may still hold its memory."""
        settings = self.data / "workstead.conf"
        settings.write_text(configuration(self.folder, self._durable), encoding="utf-8")
        self._user.give(settings)
        deadline = time.monotonic() + START_WITHIN
        while True:
            try:
                return self._pg_ctl("start", "-l", str(self.log), "-t", "300")
            except EmbeddedError as error:
                if time.monotonic() > deadline:
                    raise EmbeddedError(f"{error} Its own words are in {self.log}.") from None
                time.sleep(0.2)

    def _pg_ctl(self, action: str, *arguments: str) -> None:
        self._run("pg_ctl", action, "-D", str(self.data), "-w", "-s", *arguments)

    def _run(self, program: str, *arguments: str) -> None:
        run(self._user, program, *arguments, folder=self.folder)

    def _superuser_connection(self) -> Any:
        return psycopg2.connect(
            host=str(self.folder),
            dbname="postgres",
            user=SUPERUSER,
            password=self._password_of(SUPERUSER),
        )

    def _make_database(self, cursor: Any, name: str) -> None:
        """A role and a database of its own, which no other service's role may enter."""
        cursor.execute("select 1 from pg_roles where rolname = %s", (name,))
        if cursor.fetchone() is None:
            statement = sql.SQL("create role {} login password {}")
            cursor.execute(statement.format(sql.Identifier(name), sql.Literal(self._password_of(name))))
        cursor.execute("select 1 from pg_database where datname = %s", (name,))
        if cursor.fetchone() is None:
            database = sql.Identifier(name)
            cursor.execute(sql.SQL("create database {} owner {}").format(database, database))
            cursor.execute(sql.SQL("revoke connect, temporary on database {} from public").format(database))

    def _password_of(self, role: str) -> str:
        """Each role's password follows from one secret beside the cluster."""
        return hmac.new(self._secret(), role.encode(), hashlib.sha256).hexdigest()

    def _secret(self) -> bytes:
        file = self.folder / "secret"
        return file.read_bytes() if file.exists() else write_once(file, secrets.token_bytes(32))

    @contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        with open(self.folder / name, "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
