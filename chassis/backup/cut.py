"""One consistent cut through all databases, without stopping anybody who writes.

While every inbox is locked against new entries, no event is taken in anywhere, so what has been taken in by
then was said, and committed, before. Snapshots of all databases that begin in that moment therefore hold, for
each event in an inbox, also its sender's record of it: nobody knows of something that its sender has
forgotten. The other way round, what had been said and not yet heard, is mended after a restore
(`chassis.messaging.telling_again`). The lock is held for as long as it takes to begin the snapshots.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg2
from psycopg2 import errors, sql

from chassis.backup.errors import BackupError
from chassis.backup.rooms import Room

PATIENCE = "20s"
"""A batch of events that is being handled may take so long to end."""

TABLES = """
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition order by 1
"""
HIDDEN = """
    select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relrowsecurity and row_security_active(c.oid)
"""


@dataclass(frozen=True)
class Cut:
    """The snapshots, which last as long as their connections, and how long events were held up for them."""

    snapshots: Mapping[str, str]
    rows: Mapping[str, Mapping[str, int]]
    held_seconds: float


@contextmanager
def cut(rooms: Mapping[str, Room]) -> Iterator[Cut]:
    """Begin a snapshot of each database, all at one moment as far as events are concerned."""
    with ExitStack() as stack:
        readers = {name: stack.enter_context(closing(_read(room))) for name, room in rooms.items()}
        with ExitStack() as locks:
            writers = [locks.enter_context(closing(room.write())) for room in rooms.values()]
            began = time.monotonic()
            for writer in writers:
                _hold(writer)
            snapshots = {name: _begun(reader) for name, reader in readers.items()}
        held = time.monotonic() - began
        rows = {name: counted(reader) for name, reader in readers.items()}
        yield Cut(snapshots, rows, held)


def _read(room: Room) -> Any:
    try:
        connection = room.read()
    except psycopg2.OperationalError as error:
        raise BackupError(
            f"The database of {room.name} does not let us in: {' '.join(str(error).split())}"
        ) from None
    with connection.cursor() as cursor:
        cursor.execute(HIDDEN)
        if cursor.fetchone()[0]:
            connection.close()
            raise BackupError(
                f"Row-level security hides rows of {room.name} from its own role: back up with the role"
                " `backup` (--password-file; deploy/database/make-databases.sh makes it)."
            )
    connection.rollback()
    return connection


def _hold(connection: Any) -> None:
    """From now on until it is closed no event is taken in here."""
    with connection.cursor() as cursor:
        cursor.execute(f"set local lock_timeout = '{PATIENCE}'")
        try:
            cursor.execute("lock table inbox in share mode")
        except errors.UndefinedTable:
            raise BackupError("A database is empty: run `workstead migrate` first.") from None
        except errors.LockNotAvailable:
            raise BackupError(
                "A batch of events takes too long: try again when there is less to do."
            ) from None


def _begun(connection: Any) -> str:
    connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
    with connection.cursor() as cursor:
        cursor.execute("select pg_export_snapshot()")
        return str(cursor.fetchone()[0])


def counted(connection: Any) -> dict[str, int]:
    """How many rows each table has, whatever row-level security shows to whom."""
    with connection.cursor() as cursor:
        cursor.execute("set local workstead.kind = 'system'")
        cursor.execute(TABLES)
        names = [name for (name,) in cursor.fetchall()]
        rows = {}
        for name in names:
            cursor.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(name)))
            rows[name] = int(cursor.fetchone()[0])
    return rows
