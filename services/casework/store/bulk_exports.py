"""Exports of many people's records, each asked for by one and decided by another."""

from uuid import UUID

from sqlalchemy import Boolean, Column, Integer, Select, Table, Text, Uuid, select
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.bulk_exports import BulkExport
from services.casework.store.base import held, mapper, metadata
from services.casework.store.columns import secret

bulk_export = Table(
    "bulk_export",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation_id", Uuid, nullable=False, index=True),
    Column("what", Text, nullable=False),
    Column("reason", secret, nullable=False),
    Column("asked_by", Uuid),
    Column("asked_by_name", secret),
    Column("asked_at", utc, nullable=False),
    Column("decided_at", utc),
    Column("decided_by", Uuid),
    Column("decided_by_name", secret),
    Column("allowed", Boolean),
    Column("until_at", utc),
    Column("fetched_at", utc),
    Column("people", Integer),
)

mapper.map_imperatively(BulkExport, bulk_export)


def of(organisation_id: UUID) -> Select[BulkExport]:
    """An organisation's exports."""
    return select(BulkExport).where(bulk_export.c.organisation_id == organisation_id)


def find(session: Session, organisation_id: UUID, export_id: UUID) -> BulkExport | None:
    """One export, held until it is decided or fetched."""
    query = of(organisation_id).where(bulk_export.c.id == export_id)
    return session.scalar(held(query))
