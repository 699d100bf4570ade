"""What the replicas of a service agree on in its database: into how many its inbox is divided, who has which.

Each replica has a connection of its own for it, with advisory locks: when the replica dies, they end.
"""

import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg2
from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis.messaging.errors import DatabaseAway
from chassis.messaging.tables import inbox_partitions

if TYPE_CHECKING:
    from chassis.context import ServiceContext

MEMBER, MOVING = 1_000, 2_000
"""Locks beside those of the partitions: that a replica is there (plus their number), that it changes it."""

NUMBERS = "select number from inbox_partitions where consumer = %s order by since"
ADD = "insert into inbox_partitions (consumer, number) values (%s, %s)"
REMOVE = "delete from inbox_partitions where consumer = %s and number = %s"
LOCKS = """
    select pid, objid::bigint, pid = pg_backend_pid() from pg_locks
    where locktype = 'advisory' and granted and objsubid = 2 and classid = %s
        and database = (select oid from pg_database where datname = current_database())
"""

Holdings = Mapping[int, set[int]]
"""What each replica has, by the number of its database connection."""


class Agreement:
    """One replica's side of it; `number`: into how many it is set to divide the inbox."""

    def __init__(self, connection: Any, consumer: str, number: int) -> None:
        self._connection = connection
        self._consumer = consumer
        self.number = number
        self._space = zlib.crc32(f"inbox {consumer}".encode()) & 0x7FFFFFFF
        self.me = 0
        """The number of our connection, once we have looked."""

    def numbers(self) -> list[int]:
        """Into how many the inbox is divided; while that changes, the older number and then the newer."""
        return [row[0] for row in self._rows(NUMBERS, (self._consumer,))]

    def add(self, number: int) -> None:
        """From now on it is to be divided into so many."""
        self._execute(ADD, (self._consumer, number))

    def remove(self, number: int) -> None:
        """Nothing is left of that number's queues."""
        self._execute(REMOVE, (self._consumer, number))

    def join(self) -> None:
        """Be counted among the replicas."""
        self._execute("select pg_advisory_lock_shared(%s, %s)", (self._space, MEMBER + self.number))

    def leave(self) -> None:
        """Be counted no more."""
        self._execute("select pg_advisory_unlock_shared(%s, %s)", (self._space, MEMBER + self.number))

    def take(self, lock: int) -> bool:
        """Have a partition (or the right to move), unless another replica has it."""
        ((ours,),) = self._rows("select pg_try_advisory_lock(%s, %s)", (self._space, lock))
        return bool(ours)

    def give_up(self, lock: int) -> None:
        """Let another have it."""
        self._execute("select pg_advisory_unlock(%s, %s)", (self._space, lock))

    def holdings(self) -> Holdings:
        """Which partitions each replica has, of those with our number."""
        locks = self._locks()
        held: dict[int, set[int]] = {pid: set() for pid, lock in locks if lock == MEMBER + self.number}
        for pid, lock in locks:
            if lock < MEMBER and pid in held:
                held[pid].add(lock)
        return held

    def replicas(self, number: int) -> int:
        """How many replicas consume an inbox of that number."""
        return sum(lock == MEMBER + number for _, lock in self._locks())

    def _locks(self) -> list[tuple[int, int]]:
        rows = self._rows(LOCKS, (self._space,))
        self.me = next((pid for pid, _, is_me in rows if is_me), 0)
        return [(pid, int(lock)) for pid, lock, _ in rows]

    def _rows(self, statement: str, values: tuple[Any, ...]) -> list[Any]:
        with self._connection.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall())

    def _execute(self, statement: str, values: tuple[Any, ...]) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(statement, values)


def recorded(session: Session, consumer: str) -> list[int]:
    """Into how many an inbox is divided, for those who only want to know."""
    chosen = select(inbox_partitions.c.number).where(inbox_partitions.c.consumer == consumer)
    return list(session.scalars(chosen.order_by(inbox_partitions.c.since)))


@contextmanager
def agreeing(context: "ServiceContext") -> Iterator[Agreement]:
    """As long as it lasts. Failures of its connection are DatabaseAway."""
    consumer, connection = context.listeners.service, None
    try:
        connection = context.database.dedicated_connection()
        yield Agreement(connection, consumer, context.settings.partitions_of(consumer))
    except psycopg2.Error as error:
        raise DatabaseAway(f"{type(error).__name__}: {error}".strip()) from error
    finally:
        if connection is not None:
            connection.close()
