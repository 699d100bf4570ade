"""What moderators have decided. Rows are only ever added."""

from sqlalchemy import Column, Table, Text, Uuid

from chassis.store.base import utc
from services.community.domain.hiding import Decision
from services.community.store.base import mapper, metadata

decision = Table(
    "decision",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("sort", Text, nullable=False),
    Column("content_id", Uuid, nullable=False, index=True),
    Column("decision", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("note", Text),
    Column("decided_by", Uuid, nullable=False),
    Column("decided_at", utc, nullable=False),
)

mapper.map_imperatively(Decision, decision)
