"""What is left out of copies: which entry and why, by names of tables and ids; no word of what is there."""

from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Table, Text, UniqueConstraint, Uuid, select
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.redactions import Entry, Redaction, Tables
from services.casework.store.base import mapper, metadata
from services.casework.store.columns import secret

OURS = "casework"

redaction = Table(
    "redaction",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("request_id", Uuid, ForeignKey("access_request.id"), nullable=False),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("service", Text, nullable=False),
    Column("table_name", Text, nullable=False),
    Column("row_key", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_at", utc, nullable=False),
    Column("decided_by", Uuid, nullable=False),
    Column("decided_by_name", secret),
    UniqueConstraint(
        "request_id", "service", "table_name", "row_key", "field", name="uq_redaction_request_id_entry"
    ),
)

mapper.map_imperatively(Redaction, redaction)


def of(session: Session, request_id: UUID) -> list[Redaction]:
    """All that is left out of one copy."""
    query = select(Redaction).where(redaction.c.request_id == request_id)
    return list(session.scalars(query.order_by(redaction.c.decided_at, redaction.c.id)))


def keyed(service: str, tables: Tables) -> dict[str, dict[str, dict[str, Any]]]:
    """Each row under what it is known by: our own by their primary key, for more may come before a copy is
    released; another service's, which were answered once for all, by their place.
    """
    return {
        table: {_key(service, table, place, row): row for place, row in enumerate(rows)}
        for table, rows in tables.items()
    }


def reasons(found: list[Redaction]) -> dict[Entry, str]:
    """Why each entry is left out."""
    return {each.entry: each.reason for each in found}


def _key(service: str, table: str, place: int, row: dict[str, Any]) -> str:
    if service != OURS or table not in metadata.tables:
        return str(place)
    return "/".join(str(row[column.name]) for column in metadata.tables[table].primary_key)
