"""The relay's own connection: it listens, holds the lock, claims and marks; when it dies, all that ends."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import psycopg2
from psycopg2.extras import NamedTupleCursor

from chassis import clock
from chassis.messaging.errors import DatabaseAway
from chassis.messaging.outbox import CHANNEL
from chassis.messaging.partitions import ahead

if TYPE_CHECKING:
    from chassis.context import ServiceContext

LOCK = 0x776B5F72656C6179
"""The advisory lock of the one relay that is active in a database."""

HORIZON = timedelta(minutes=1)
"""Longer than what was refused ever waits for its next try."""

SAID = (
    "seq, id, aggregate_type, aggregate_id, sequence, type, classification, payload, person_id,"
    " correlation_id, causation_id, traceparent, recorded_at, created_at"
)
# A row that was refused waits for its next try, and so do all later ones of the same thing.
# A next try further away than any that we set is due: the clock has been set back since.
WAITING = f"""
    select {SAID}, attempts from outbox o
    where (next_try_at is null or next_try_at <= $1 or next_try_at > $2) and not exists (
        select from outbox earlier
        where earlier.next_try_at > $1 and earlier.next_try_at <= $2 and earlier.seq < o.seq
            and (earlier.aggregate_type, earlier.aggregate_id) = (o.aggregate_type, o.aggregate_id))
    order by seq limit $3
"""
PUBLISHED = f"""
    with gone as (delete from outbox where seq = any($1) returning *)
    insert into event_log ({SAID}, unroutable_at)
    select {SAID}, case when seq = any($2) then clock_timestamp() end from gone
"""
PREPARED = (
    f"prepare waiting (timestamptz, timestamptz, int) as {WAITING}",
    f"prepare published (bigint[], bigint[]) as {PUBLISHED}",
)
"""What is asked for each batch is planned once."""
REFUSED = "update outbox set attempts = attempts + 1, next_try_at = %s where seq = %s"
NEXT_REFUSED = "select min(next_try_at) from outbox where next_try_at is not null"
UNROUTABLE = """
    select type, min(seq) as seq from event_log
    where unroutable_at > clock_timestamp() - interval '7 days' group by type
"""
OF_TYPE = f"""
    select {SAID} from event_log where unroutable_at is not null and type = %s and seq >= %s
    order by seq limit %s
"""
UNROUTED = "update event_log set unroutable_at = clock_timestamp() where seq = any(%s)"
ROUTED = "update event_log set unroutable_at = null where seq = any(%s)"
SINCE_QUIET = f"""
    select {SAID} from event_log
    where published_at > coalesce((select quiet_at from relay_mark where producer = %s), '-infinity')
        and unroutable_at is null and seq > %s order by seq limit %s
"""
QUIET = """
    insert into relay_mark (producer, quiet_at) values (%s, clock_timestamp())
    on conflict (producer) do update set quiet_at = excluded.quiet_at
"""


class Claims:
    """What the relay asks of the database."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._partitions_until: date | None = None
        self.execute("set statement_timeout = '15s'")
        self.execute("set lock_timeout = '5s'")
        # A mark that a crash of the server takes back is made again, after an event that was told twice, and
        # every inbox knows it. So nobody waits for the disk here, and what comes next is told the sooner.
        self.execute("set synchronous_commit = off")

    def fileno(self) -> int:
        """What to wait on for a word from the database."""
        return int(self._connection.fileno())

    def take_lock(self) -> bool:
        """Whether this relay is the one; from then on it is told when something has been recorded."""
        with self._cursor() as cursor:
            cursor.execute("select pg_try_advisory_lock(%s) as ours", (LOCK,))
            ours = bool(cursor.fetchone().ours)
        if ours:
            self.execute(f"listen {CHANNEL}")
            self.make_partitions()
            self.execute("; ".join(PREPARED))
        return ours

    def told(self) -> bool:
        """Whether we have been told something and have not heeded it: it may have come with an answer."""
        self._connection.poll()
        return bool(self._connection.notifies)

    def heed(self) -> set[str]:
        """Take in what the database has told us. Look for work after this."""
        self._connection.poll()
        said = {notice.payload for notice in self._connection.notifies}
        self._connection.notifies.clear()
        return said

    def make_partitions(self) -> None:
        """Once a month, make the log's partitions of the months ahead."""
        today = clock.real_now().date()
        if self._partitions_until is None or today >= self._partitions_until:
            for name, statement in ahead(today):
                if self.rows("select to_regclass(%s) as found", (name,))[0].found is None:
                    self.execute(statement)
            self._partitions_until = date(today.year + today.month // 12, today.month % 12 + 1, 1)

    def waiting(self, limit: int) -> list[Any]:
        """The oldest rows of the outbox that may be published now."""
        now = clock.real_now()
        return self.rows("execute waiting (%s, %s, %s)", (now, now + HORIZON, limit))

    def published(self, seqs: Sequence[int], unroutable: Sequence[int]) -> None:
        """The broker has these; some of them went nowhere. They move to the log."""
        self.make_partitions()
        if seqs:
            self.execute("execute published (%s, %s)", (list(seqs), list(unroutable)))

    def refused(self, next_tries: Mapping[int, datetime]) -> None:
        """The broker would not have these: each is tried again later."""
        for seq, moment in next_tries.items():
            self.execute(REFUSED, (moment, seq))

    def next_refused(self) -> datetime | None:
        """When the next refused one may be tried."""
        (row,) = self.rows(NEXT_REFUSED)
        return row.min  # type: ignore[no-any-return]  # psycopg2 has no types

    def unroutable(self) -> list[Any]:
        """The types that nobody listened for in the last days, and where the oldest is."""
        return self.rows(UNROUTABLE)

    def unroutable_of(self, type_: str, seq: int, limit: int) -> list[Any]:
        """The events of a type for which nobody listened, from one on."""
        return self.rows(OF_TYPE, (type_, seq, limit))

    def unrouted(self, seqs: Sequence[int]) -> None:
        """Nobody listens for these any more."""
        self.execute(UNROUTED, (list(seqs),))

    def routed(self, seqs: Sequence[int]) -> None:
        """Somebody listens for these now, and has been told."""
        self.execute(ROUTED, (list(seqs),))

    def since_quiet(self, producer: str, seq: int, limit: int) -> list[Any]:
        """What was published since the last instant at which all was known to be consumed."""
        return self.rows(SINCE_QUIET, (producer, seq, limit))

    def quiet(self, producer: str) -> None:
        """Everything published so far has been consumed."""
        self.execute(QUIET, (producer,))

    def rows(self, statement: str, values: Any = None) -> list[Any]:
        """The rows that a statement answers with."""
        with self._cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall())

    def execute(self, statement: str, values: Any = None) -> None:
        """Do a statement; each is a transaction of its own."""
        with self._cursor() as cursor:
            cursor.execute(statement, values)

    def _cursor(self) -> Any:
        return self._connection.cursor(cursor_factory=NamedTupleCursor)


@contextmanager
def claiming(context: "ServiceContext") -> Iterator[Claims]:
    """A connection of the relay's own, for as long as it lasts. Its failures are DatabaseAway."""
    connection = None
    try:
        connection = context.database.dedicated_connection()
        yield Claims(connection)
    except psycopg2.Error as error:
        raise DatabaseAway(f"{type(error).__name__}: {error}".strip()) from error
    finally:
        if connection is not None:
            connection.close()
