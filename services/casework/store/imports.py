"""Imports and their rows. What a row says is encrypted, its key too; that is found by a keyed hash."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Select,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    insert,
    select,
)
from sqlalchemy.orm import Session

from chassis.store.base import utc
from chassis.store.columns import blind_index
from services.casework.domain.imports import Import, ImportRow
from services.casework.store.base import mapper, metadata
from services.casework.store.columns import SERVICE, secret, secret_json
from services.casework.store.participants import participant

import_ = Table(
    "upload",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation_id", Uuid, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("begun_by", Uuid, nullable=False),
    Column("begun_by_name", secret),
    Column("begun_at", utc, nullable=False),
    Column("started_at", utc),
)

import_row = Table(
    "upload_row",
    metadata,
    Column("import_id", Uuid, ForeignKey("upload.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("key", secret, nullable=False),
    Column("key_index", Text, nullable=False),
    Column("values", secret_json, nullable=False),
    Column("errors", secret_json, nullable=False),
    Column("state", Text, nullable=False),
    Column("thing_id", Uuid),
    UniqueConstraint("import_id", "key_index"),
    Index("ix_upload_row_state", "import_id", "state", "number"),
    Index(
        "uq_upload_row_done",
        "organisation_id",
        "kind",
        "key_index",
        unique=True,
        postgresql_where="state = 'done'",
    ),
)

mapper.map_imperatively(Import, import_)
mapper.map_imperatively(ImportRow, import_row, exclude_properties=["key_index"])


def find(session: Session, organisation_id: UUID, import_id: UUID) -> Import | None:
    """One of the organisation's imports, held for update."""
    query = select(Import).where(import_.c.id == import_id, import_.c.organisation_id == organisation_id)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def of(organisation_id: UUID) -> Select[Import]:
    """An organisation's imports."""
    return select(Import).where(import_.c.organisation_id == organisation_id)


def counts(session: Session, ids: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    """How many rows of each import are in which state."""
    rows = session.execute(
        select(import_row.c.import_id, import_row.c.state, func.count())
        .where(import_row.c.import_id.in_(ids))
        .group_by(import_row.c.import_id, import_row.c.state)
    )
    found: dict[UUID, dict[str, int]] = {id: {} for id in ids}
    for import_id, state, count in rows:
        found[import_id][state] = count
    return found


def rows_of(import_id: UUID, state: str | None) -> Select[ImportRow]:
    """The rows of an import, of one state if it is named."""
    query = select(ImportRow).where(import_row.c.import_id == import_id)
    return query if state is None else query.where(import_row.c.state == state)


def add(session: Session, rows: Sequence[ImportRow]) -> None:
    """Keep these rows; those whose key is in this import already stay as they came first."""
    plain = [
        {column.name: getattr(row, column.name, None) for column in import_row.c}
        | {"key_index": key_index(row.kind, row.key)}
        for row in rows
    ]
    if plain:
        session.execute(insert(import_row), plain)


def done_before(session: Session, organisation_id: UUID, kind: str, keys: Collection[str]) -> dict[str, UUID]:
    """Which of these keys were imported before, and what came of them."""
    by_index = {key_index(kind, key): key for key in keys}
    done = select(import_row.c.key_index, import_row.c.thing_id).where(
        import_row.c.organisation_id == organisation_id,
        import_row.c.kind == kind,
        import_row.c.state == "done",
        import_row.c.key_index.in_(by_index),
    )
    return {by_index[row.key_index]: row.thing_id for row in session.execute(done)}


def in_import(session: Session, import_id: UUID, kind: str, keys: Collection[str]) -> set[str]:
    """Which of these keys are in this import already."""
    by_index = {key_index(kind, key): key for key in keys}
    here = (import_row.c.import_id == import_id, import_row.c.key_index.in_(by_index))
    return {by_index[index] for index in session.scalars(select(import_row.c.key_index).where(*here))}


def started(session: Session) -> Import | None:
    """The import that has waited longest for some of its rows to be done."""
    waits = select(import_row.c.import_id).where(import_row.c.state == "ready")
    begun = select(Import).where(import_.c.started_at.is_not(None), import_.c.id.in_(waits))
    return session.scalar(begun.order_by(import_.c.started_at).limit(1))


def next_rows(session: Session, import_id: UUID, limit: int) -> Sequence[ImportRow]:
    """The next rows to be done, held; those that another is at work on are left out."""
    ready = rows_of(import_id, "ready").order_by(import_row.c.number).limit(limit)
    return session.scalars(ready.with_for_update(skip_locked=True)).all()


def key_index(kind: str, key: str) -> str:
    """The keyed hash by which a key is found again."""
    return blind_index(SERVICE, f"import:{kind}:{key}")


def with_reference(session: Session, seen: ColumnElement[bool], reference: str) -> UUID | None:
    """The person with this reference, if they may be seen."""
    named = participant.c.reference == reference.strip().upper()
    return session.scalar(select(participant.c.id).where(named, seen))
