"""The chassis's own tables, which stand in every service's database beside the service's.

They have an alembic history of their own (`alembic_version_chassis`), so that an upgrade of the chassis and
one of the service never wait for each other. Messaging adds its tables to the same metadata.
"""

from sqlalchemy import Column, Index, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from chassis.store.base import new_metadata, utc

chassis_metadata = new_metadata()

idempotency = Table(
    "idempotency",
    chassis_metadata,
    Column("actor", Text, primary_key=True),
    Column("route", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("status", Integer),
    Column("headers", Text),
    Column("body", Text),
    Column("created_at", utc, nullable=False),
    Index(None, "created_at"),
    comment="Which request was done under which Idempotency-Key, and its answer (encrypted).",
)

access_log = Table(
    "access_log",
    chassis_metadata,
    Column("id", Uuid, primary_key=True),
    Column("person_id", Uuid, nullable=False),
    Column("actor_id", Uuid),
    Column("actor_name", Text),
    Column("org", Uuid),
    Column("roles", ARRAY(Text), nullable=False),
    Column("what", Text, nullable=False),
    Column("reason", Text),
    Column("at", utc, nullable=False),
    Column("correlation_id", Text),
    Index(None, "person_id", "at"),
    Index(None, "actor_id", "at"),
    comment="Who read what of whose record. Names and reasons are encrypted.",
)

backup_mark = Table(
    "backup_mark",
    chassis_metadata,
    Column("at", utc, primary_key=True),
    comment="When the last backup of this database was complete.",
)
