"""Imports and their rows. What a row says is encrypted, its key too; that is found by a keyed hash."""

from collections.abc import Collection, Sequence
from datetime import datetime
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
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session

from chassis.store.base import utc
from chassis.store.columns import blind_index
from services.casework.domain.imports import Import, ImportLot, ImportRow
from services.casework.store.base import add_rows, held, mapper, metadata
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
    Column("finished_at", utc),
    Column("dropped_at", utc),
)

import_lot = Table(
    "upload_lot",
    metadata,
    Column("import_id", Uuid, ForeignKey("upload.id"), primary_key=True),
    Column("first", Integer, primary_key=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("count", Integer, nullable=False),
    Column("cells", secret_json, nullable=False),
    comment="Rows of a file that nobody has looked at yet, encrypted.",
)

import_row = Table(
    "upload_row",
    metadata,
    Column("import_id", Uuid, ForeignKey("upload.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("key", secret),
    Column("key_index", Text, nullable=False),
    Column("values", secret_json),
    Column("errors", secret_json, nullable=False),
    Column("state", Text, nullable=False),
    Column("thing_id", Uuid),
    Column("about_id", Uuid, index=True),
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

GROWING = ("participant", "participant_party", "participant_name_key")
"""What every imported person is compared with."""
GROWN = text(
    "select relname from pg_stat_user_tables where schemaname = current_schema() and relname = any(:tables)"
    " and n_mod_since_analyze > greatest(1000, n_live_tup / 2)"
)

mapper.map_imperatively(Import, import_)
mapper.map_imperatively(ImportLot, import_lot)
mapper.map_imperatively(ImportRow, import_row, exclude_properties=["key_index"])


def find(session: Session, organisation_id: UUID, import_id: UUID) -> Import | None:
    """One of the organisation's imports, held for update."""
    query = select(Import).where(import_.c.id == import_id, import_.c.organisation_id == organisation_id)
    return session.scalar(held(query))


def of(organisation_id: UUID) -> Select[Import]:
    """An organisation's imports."""
    return select(Import).where(import_.c.organisation_id == organisation_id)


def is_unread(session: Session, organisation_id: UUID) -> bool:
    """Whether there are rows of a file of the organisation that nobody has looked at yet: of whom they are is
    not known.
    """
    waiting = select(import_lot.c.import_id).where(import_lot.c.organisation_id == organisation_id)
    return session.scalar(waiting.limit(1)) is not None


def counts(session: Session, ids: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    """How many rows of each import are in which state; waiting are those that nobody has looked at."""
    rows = session.execute(
        select(import_row.c.import_id, import_row.c.state, func.count())
        .where(import_row.c.import_id.in_(ids))
        .group_by(import_row.c.import_id, import_row.c.state)
    )
    found: dict[UUID, dict[str, int]] = {id: {} for id in ids}
    for import_id, state, count in rows:
        found[import_id][state] = count
    waiting = select(import_lot.c.import_id, func.sum(import_lot.c.count))
    for import_id, count in session.execute(
        waiting.where(import_lot.c.import_id.in_(ids)).group_by(import_lot.c.import_id)
    ):
        found[import_id]["waiting"] = count
    return found


def last_number(session: Session, import_id: UUID) -> int:
    """The number of the last row that came in; 0 before the first."""
    rows = select(func.max(import_row.c.number)).where(import_row.c.import_id == import_id)
    ends = func.max(import_lot.c.first + import_lot.c.count - 1)
    parts = select(ends).where(import_lot.c.import_id == import_id)
    return max(session.scalar(rows) or 0, session.scalar(parts) or 0)


def rows_of(import_id: UUID, state: str | None) -> Select[ImportRow]:
    """The rows of an import, of one state if it is named."""
    query = select(ImportRow).where(import_row.c.import_id == import_id)
    return query if state is None else query.where(import_row.c.state == state)


def add(session: Session, rows: Sequence[tuple[ImportRow, str]]) -> None:
    """Keep these rows, each found again by the key that stands beside it."""
    names = [str(column.name) for column in import_row.c]
    plain = [
        {name: getattr(row, name, None) for name in names} | {"key_index": key_index(row.kind, key)}
        for row, key in rows
    ]
    add_rows(session, import_row, plain)


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


def in_import(session: Session, import_id: UUID, kind: str, keys: Collection[str]) -> dict[str, int]:
    """Which of these keys are in this import already, and in which row."""
    by_index = {key_index(kind, key): key for key in keys}
    here = (import_row.c.import_id == import_id, import_row.c.key_index.in_(by_index))
    rows = session.execute(select(import_row.c.key_index, import_row.c.number).where(*here))
    return {by_index[row.key_index]: row.number for row in rows}


def to_read(session: Session) -> Import | None:
    """The import of which a part has waited longest to be looked at."""
    waits = select(import_lot.c.import_id)
    open_ = (import_.c.started_at.is_(None), import_.c.dropped_at.is_(None), import_.c.id.in_(waits))
    return session.scalar(select(Import).where(*open_).order_by(import_.c.begun_at).limit(1))


def next_part(session: Session, import_id: UUID) -> ImportLot | None:
    """The next part of a file, held; one that another is at work on is left out."""
    part = select(ImportLot).where(import_lot.c.import_id == import_id).order_by(import_lot.c.first)
    return session.scalar(part.limit(1).with_for_update(skip_locked=True))


def started(session: Session) -> Import | None:
    """The import that has waited longest for its rows to be done."""
    waits = (import_.c.started_at.is_not(None), import_.c.finished_at.is_(None))
    return session.scalar(select(Import).where(*waits).order_by(import_.c.started_at).limit(1))


def look_again(session: Session) -> None:
    """Have the database look at tables that have grown by half since it last did. Its plans go by what it saw
    then, and the plan for an empty table reads all of a full one: an import outruns what it does by itself.
    """
    grown = session.scalars(GROWN, {"tables": list(GROWING)}).all()
    if grown:
        session.execute(text("set local statement_timeout = '2min'"))
        session.execute(text(f"analyze (skip_locked) {', '.join(sorted(grown))}"))


def next_rows(session: Session, import_id: UUID, limit: int) -> Sequence[ImportRow]:
    """The next rows to be done, held; those that another is at work on are left out."""
    ready = rows_of(import_id, "ready").order_by(import_row.c.number).limit(limit)
    return session.scalars(ready.with_for_update(skip_locked=True)).all()


def finish(session: Session, import_id: UUID, now: datetime) -> bool:
    """Say that an import is done, if no row of it is left that is ready. Whether it is."""
    left = select(import_row.c.number).where(
        import_row.c.import_id == import_id, import_row.c.state == "ready"
    )
    done = update(import_).where(import_.c.id == import_id, ~left.exists()).values(finished_at=now)
    return session.execute(done.returning(import_.c.id)).first() is not None


def drop_unwanted(session: Session, before: datetime, now: datetime) -> int:
    """Imports that nobody has started since then are dropped; how many."""
    old = (import_.c.started_at.is_(None), import_.c.dropped_at.is_(None), import_.c.begun_at < before)
    dropped = update(import_).where(*old).values(dropped_at=now).returning(import_.c.id)
    return len(session.execute(dropped).all())


def empty_dropped(session: Session, limit: int) -> int:
    """Forget what so many parts or rows of dropped imports say; how many there were."""
    dropped = select(import_.c.id).where(import_.c.dropped_at.is_not(None))
    session.execute(delete(import_lot).where(import_lot.c.import_id.in_(dropped)))
    some = (
        select(import_row.c.import_id, import_row.c.number)
        .where(import_row.c.state == "ready", import_row.c.import_id.in_(dropped))
        .limit(limit)
        .with_for_update(skip_locked=True)
        .subquery()
    )
    these = (import_row.c.import_id == some.c.import_id, import_row.c.number == some.c.number)
    nothing = {"state": "dropped", "key": None, "values": None, "about_id": None}
    emptied = update(import_row).where(*these).values(nothing).returning(import_row.c.number)
    return len(session.execute(emptied).all())


def key_index(kind: str, key: str) -> str:
    """The keyed hash by which a key is found again."""
    return blind_index(SERVICE, f"import:{kind}:{key}")


def with_references(
    session: Session, seen: ColumnElement[bool], references: Collection[str]
) -> dict[str, UUID]:
    """The people with these references, as far as they may be seen."""
    by_reference = {each.strip().upper(): each for each in references}
    named = select(participant.c.reference, participant.c.id)
    rows = session.execute(named.where(participant.c.reference.in_(by_reference), seen))
    return {by_reference[row.reference]: row.id for row in rows}
