"""The chassis's own tables for messages, in each service's database.

Rows that may bear a person's sealed fields carry `person_id`, so that erasure finds them.
"""

from typing import Any

from sqlalchemy import BigInteger, Column, Identity, Index, Integer, Table, Text, UniqueConstraint, Uuid, func

from chassis.store.base import jsonb, utc
from chassis.store.tables import chassis_metadata


def _where_set(column: Column[Any]) -> Index:
    """An index of the few rows in which the column is set."""
    return Index(f"ix_{column.table.name}_{column.name}", column, postgresql_where=column.is_not(None))


def _said() -> tuple[Column[Any], ...]:
    """What the outbox and the log both hold of an event."""
    return (
        Column("id", Uuid, nullable=False),
        Column("aggregate_type", Text, nullable=False),
        Column("aggregate_id", Uuid, nullable=False),
        Column("sequence", BigInteger, nullable=False),
        Column("type", Text, nullable=False),
        Column("classification", Text, nullable=False),
        Column("payload", jsonb, nullable=False),
        Column("person_id", Uuid),
        Column("correlation_id", Text),
        Column("causation_id", Text),
        Column("traceparent", Text),
        Column("recorded_at", utc, nullable=False),
        Column("created_at", utc, nullable=False, server_default=func.now()),
    )


outbox = Table(
    "outbox",
    chassis_metadata,
    Column("seq", BigInteger, Identity(always=True), primary_key=True),
    *_said(),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_try_at", utc),
    UniqueConstraint("id"),
    UniqueConstraint("aggregate_type", "aggregate_id", "sequence"),
)
"""Events that have happened and that the broker has not confirmed yet. Kept small: the relay empties it.

`recorded_at` follows the instance's clock, `created_at` real time. `next_try_at` is set once it was refused.
"""

_where_set(outbox.c.next_try_at)
_where_set(outbox.c.person_id)

event_log = Table(
    "event_log",
    chassis_metadata,
    Column("published_at", utc, primary_key=True, server_default=func.now()),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    *_said(),
    Column("unroutable_at", utc),
    postgresql_partition_by="RANGE (published_at)",
)
"""The service's own record of what it said, a partition for each month of publishing.

`unroutable_at` is set where nobody was listening when it was published, and cleared when somebody is.
"""

Index("ix_event_log_seq", event_log.c.seq)
_where_set(event_log.c.person_id)
_where_set(event_log.c.unroutable_at)

aggregate_version = Table(
    "aggregate_version",
    chassis_metadata,
    Column("aggregate_type", Text, primary_key=True),
    Column("aggregate_id", Uuid, primary_key=True),
    Column("version", BigInteger, nullable=False),
)
"""How many events each thing has had. Its row is locked until commit, so sequences have no gaps."""

relay_mark = Table(
    "relay_mark",
    chassis_metadata,
    Column("producer", Text, primary_key=True),
    Column("quiet_at", utc, nullable=False),
)
"""The last instant at which everything published so far was known to be consumed (in-memory broker only)."""

replay_request = Table(
    "replay_request",
    chassis_metadata,
    Column("id", Uuid, primary_key=True),
    Column("consumer", Text, nullable=False),
    Column("patterns", jsonb, nullable=False),
    Column("requested_at", utc, nullable=False, server_default=func.now()),
    Column("last_seq", BigInteger),
    Column("upto_seq", BigInteger),
    Column("events", BigInteger, nullable=False, server_default="0"),
    Column("sent_at", utc),
    Column("done_at", utc),
)
"""Somebody asked that the log be told again to one service. The relay does it, and notes how far it is."""

inbox = Table(
    "inbox",
    chassis_metadata,
    Column("consumer", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("id", Uuid, primary_key=True),
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("received_at", utc, nullable=False, server_default=func.now()),
)
"""What has been handled: run 0 for what happens once ever, run n for the n-th making of the projections."""

Index("ix_inbox_received_at", inbox.c.received_at, postgresql_using="brin")

projection_run = Table(
    "projection_run",
    chassis_metadata,
    Column("consumer", Text, primary_key=True),
    Column("run", Integer, nullable=False),
    Column("started_at", utc, nullable=False, server_default=func.now()),
)
"""How many times a service's projections have been made anew."""

inbox_partitions = Table(
    "inbox_partitions",
    chassis_metadata,
    Column("consumer", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("since", utc, nullable=False, server_default=func.clock_timestamp()),
)
"""In how many queues a service's inbox is. While that changes there are two rows: events come into the newer
queues, and the older ones are emptied.
"""

stream_position = Table(
    "stream_position",
    chassis_metadata,
    Column("consumer", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("stream", Text, primary_key=True),
    Column("subject", Uuid, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
)
"""For things of which each step is needed: the last step that was taken."""

parked_event = Table(
    "parked_event",
    chassis_metadata,
    Column("id", Uuid, primary_key=True),
    Column("consumer", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("event_id", Uuid, nullable=False),
    Column("type", Text, nullable=False),
    Column("stream", Text),
    Column("subject", Uuid),
    Column("sequence", BigInteger),
    Column("person_id", Uuid),
    Column("envelope", jsonb),
    Column("unreadable", Text),
    Column("runs", jsonb, nullable=False),
    Column("state", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="1"),
    Column("parked_at", utc, nullable=False, server_default=func.now()),
    Column("last_try_at", utc, nullable=False, server_default=func.now()),
    Column("next_try_at", utc),
    Column("discarded_at", utc),
    Column("discarded_because", Text),
    Column("discarded_by", Text),
)
"""Events that could not be handled, each with its error and its next try; nothing that failed is lost.

`state` is permanent, transient, waiting (for its predecessor) or discarded.
"""

Index("ix_parked_event_next_try_at", parked_event.c.consumer, parked_event.c.next_try_at)
Index("ix_parked_event_subject", parked_event.c.consumer, parked_event.c.source, parked_event.c.subject)
_where_set(parked_event.c.person_id)

erased_person = Table(
    "erased_person",
    chassis_metadata,
    Column("person_id", Uuid, primary_key=True),
    Column("erased_at", utc, nullable=False, server_default=func.now()),
)
"""Whom this service has been told to forget, so that it can forget them again after a restore."""
