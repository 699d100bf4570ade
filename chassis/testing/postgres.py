"""PostgreSQL for a test run: one embedded server, a migrated template per service, a copy of it per test."""

import tempfile
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from shutil import disk_usage, rmtree

from psycopg2 import sql

from chassis.context import ServiceContext
from chassis.keys import SIGNER, KeyFolder
from chassis.settings import Settings, service_names
from chassis.store.embedded import EmbeddedError, EmbeddedServer
from chassis.store.migrations import migrate
from chassis.testing.http import has_app

PREFIX = "workstead-tests-"
SETTLED = 60
"""Seconds after which a run that is alive surely holds the lock on its server."""
IN_MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3
"""Bytes that a run may need there: each test copies a database, and a disk takes several times as long."""


def start_server() -> EmbeddedServer:
    """A server in a temporary folder, quick and forgetful. What a killed run left behind is removed first."""
    folder = temporary_folder()
    for left_behind in folder.glob(f"{PREFIX}*"):
        if time.time() - _made(left_behind) > SETTLED:
            with suppress(EmbeddedError, OSError):  # another worker of this run may be at it just now
                discard(EmbeddedServer(left_behind))
    server = EmbeddedServer(Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder)), durable=False)
    server.start()
    return server


def temporary_folder() -> Path:
    """Memory, where the system has enough of it as a folder; else wherever temporary files go."""
    roomy = IN_MEMORY.is_dir() and disk_usage(IN_MEMORY).free >= ROOM
    return IN_MEMORY if roomy else Path(tempfile.gettempdir())


def _made(folder: Path) -> float:
    """When it was made; now, if another run has just removed it."""
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:
        return time.time()


def discard(server: EmbeddedServer) -> None:
    """Stop a test server and remove its folder, unless another run uses it."""
    if not server.folder.exists() or server.stop():
        rmtree(server.home, ignore_errors=True)


class Databases:
    """Makes databases for tests, and contexts on them.

    While a test runs, the copy for the next one is made beside it, and that of the last one is dropped.
    A context on which an app was built is given again, on its new database, to the next test that wants one
    of the same service with the same settings: to build an app takes longer than most of what is asked of it.
    """

    def __init__(self, server: EmbeddedServer, settings: Settings) -> None:
        self.server = server
        self.settings = settings
        self._templates: dict[type, str] = {}
        self._ready: dict[type, Future[str]] = {}
        self._asked: dict[ServiceContext, Settings] = {}
        self._left: list[tuple[ServiceContext, Settings]] = []
        self._numbers = count(1)
        self._beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="test-databases")

    def context(self, service_class: type, settings: Settings | None = None) -> ServiceContext:
        """A context on a fresh copy of the service's migrated database."""
        if service_class not in self._templates:
            self._templates[service_class] = self._template(service_class)
            self._prepare(service_class)
        ready = self._ready.pop(service_class)
        self._prepare(service_class)
        asked = settings or self.settings
        context = self._again(self._context(service_class, ready.result(), asked), asked)
        self._asked[context] = asked
        return context

    def drop(self, context: ServiceContext) -> None:
        """The context's database goes, even if something is still connected to it."""
        context.close()
        asked = self._asked.pop(context)
        if has_app(context):
            self._left.append((context, asked))
        name = sql.Identifier(str(context.database.url.database))
        statement = sql.SQL("drop database if exists {} with (force)").format(name)
        self._beside.submit(self.server.execute, statement)

    def close(self) -> None:
        """Nothing more is made or dropped."""
        self._beside.shutdown(cancel_futures=True)

    def _again(self, context: ServiceContext, asked: Settings) -> ServiceContext:
        """One that a test before has left, made just like this one but for its app; else this one."""
        for at, (left, its) in enumerate(self._left):
            if left.service_class is context.service_class and its == asked:
                del self._left[at]
                vars(left).update(vars(context))
                left.database.info["service"] = left
                return left
        return context

    def _prepare(self, service_class: type) -> None:
        template, role = self._templates[service_class], _room(service_class)
        self._ready[service_class] = self._beside.submit(self._copy, template, role)

    def _template(self, service_class: type) -> str:
        """Migrated once per run; a class that has tables but no migrations gets its tables as they are."""
        room = _room(service_class)
        self.server.url(room)
        name = self._copy("template1", room)
        context = self._context(service_class, name, self.settings)
        migrate(context)
        if context.metadata is not None and context.migrations is None:
            context.metadata.create_all(context.database.engine)
        context.close()
        return name

    def _copy(self, template: str, role: str) -> str:
        name = f"{role}_{next(self._numbers)}"
        statement = sql.SQL("create database {} template {} owner {} strategy file_copy")
        self.server.execute(statement.format(*map(sql.Identifier, (name, template, role))))
        return name

    def _context(self, service_class: type, database: str, settings: Settings) -> ServiceContext:
        room = _room(service_class)
        KeyFolder(settings.keys_folder, settings.secret).ensure(service_names() | {room, SIGNER})
        urls = {**settings.database_urls, room: self.server.address(room, database)}
        return ServiceContext.build(service_class, replace(settings, database_urls=urls))


def _room(service_class: type) -> str:
    name: str = service_class.name  # type: ignore[attr-defined]  # each service class has its name
    return getattr(service_class, "database", name)
