"""Documents and their editions. Names, titles and the files themselves are encrypted."""

import base64
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    Select,
    Table,
    Text,
    UniqueConstraint,
    Update,
    Uuid,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.documents import UNSCANNED, WAITING, Document, Edition
from services.casework.store.base import history, mapper, metadata, one
from services.casework.store.columns import secret

document = Table(
    "document",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("title", secret, nullable=False),
    Column("recorded_at", utc, nullable=False),
    Column("withdrawn_on", Date),
    Column("withdrawn_by", Uuid),
    Column("withdrawn_by_name", secret),
)

document_edition = Table(
    "document_edition",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("document_id", Uuid, ForeignKey("document.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("file_name", secret, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("content", secret),
    Column("scan", Text, nullable=False),
    Column("scanned_at", utc),
    Column("finding", secret),
    Column("party", Text, nullable=False),
    Column("assisted", Boolean, nullable=False),
    Column("added_by", Uuid),
    Column("added_by_name", secret),
    Column("added_at", utc, nullable=False),
    UniqueConstraint("document_id", "number"),
    Index(
        "ix_document_edition_unseen", "added_at", postgresql_where=text("scan in ('waiting', 'not-scanned')")
    ),
)

mapper.map_imperatively(Edition, document_edition, exclude_properties=["content"])
mapper.map_imperatively(
    Document,
    document,
    properties={"editions": history(Edition, document_edition.c.number)},
)


_UNSEEN = document_edition.c.scan.in_((WAITING, UNSCANNED))


def find(
    session: Session, seen: ColumnElement[bool], document_id: UUID, *, for_update: bool = False
) -> Document | None:
    """One document of somebody who may be seen."""
    query = select(Document).where(document.c.id == document_id, seen)
    return one(session, query, document, for_update=for_update)


def of(participant_id: UUID) -> Select[Document]:
    """A person's documents that have not been taken away, the latest first."""
    mine = select(Document).where(document.c.participant_id == participant_id)
    return mine.where(document.c.withdrawn_on.is_(None)).order_by(document.c.recorded_at.desc())


def put_content(session: Session, edition_id: UUID, content: bytes) -> None:
    """Keep the file of an edition, encrypted."""
    session.flush()
    written = base64.b64encode(content).decode()
    session.execute(_edition(edition_id).values(content=written))


def content_of(session: Session, edition_id: UUID) -> bytes | None:
    """The file of an edition; None once it has been taken away."""
    written = session.scalar(select(document_edition.c.content).where(document_edition.c.id == edition_id))
    return None if written is None else base64.b64decode(written)


def empty(session: Session, document_id: UUID) -> None:
    """The files of all editions go."""
    these = document_edition.c.document_id == document_id
    session.execute(update(document_edition).where(these).values(content=None))


def waiting(limit: int) -> Select[UUID]:
    """The editions that no scanner has looked at, the oldest first: also those from before there was one."""
    query = select(document_edition.c.id).where(_UNSEEN, document_edition.c.content.is_not(None))
    return query.order_by(document_edition.c.added_at).limit(limit)


def note_scan(session: Session, edition_id: UUID, scan: str, finding: str | None, at: datetime) -> None:
    """What the scanner said. An infected file is kept from everybody,."""
    values = {"scan": scan, "finding": finding, "scanned_at": at}
    session.execute(_edition(edition_id).where(_UNSEEN).values(**values))


def _edition(edition_id: UUID) -> Update:
    return update(document_edition).where(document_edition.c.id == edition_id)
