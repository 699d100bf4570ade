"""The print queue."""

from uuid import UUID

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Table, Uuid, and_, text, update
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from chassis.store.base import utc
from chassis.store.columns import EncryptedText
from services.notify.domain.letters import Letter
from services.notify.store.base import SERVICE, mapper, metadata

message_sheet = Table(
    "message_sheet",
    metadata,
    Column("id", ForeignKey("message.id"), primary_key=True),
    Column("person_id", Uuid, nullable=False, index=True),
    Column("page", EncryptedText(SERVICE)),
    Column("written_at", utc, nullable=False),
    Column("posted_on", Date),
    Column("withdrawn", Boolean, nullable=False, server_default="false"),
    Index(
        "ix_message_sheet_waiting", "written_at", postgresql_where=text("posted_on IS NULL AND NOT withdrawn")
    ),
)

mapper.map_imperatively(Letter, message_sheet)


def get(session: Session, letter_id: UUID, *, for_update: bool = False) -> Letter | None:
    """One letter, locked where it is to change."""
    return session.get(Letter, letter_id, with_for_update=for_update, populate_existing=for_update)


def is_waiting() -> ColumnElement[bool]:
    """A letter that is still to be printed and posted."""
    return and_(message_sheet.c.posted_on.is_(None), ~message_sheet.c.withdrawn)


def forget_pages(session: Session, person_id: UUID) -> None:
    """Throw away what was written to a person who was erased."""
    session.execute(update(message_sheet).where(message_sheet.c.person_id == person_id).values(page=None))
