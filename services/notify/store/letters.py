"""The print queue."""

from uuid import UUID

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Table, Uuid, and_, text
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from chassis.store.base import utc
from chassis.store.columns import EncryptedText
from services.notify.domain.letters import Letter
from services.notify.store.base import SERVICE, mapper, metadata

letter = Table(
    "letter",
    metadata,
    Column("id", ForeignKey("message.id"), primary_key=True),
    Column("person_id", Uuid, nullable=False, index=True),
    Column("page", EncryptedText(SERVICE)),
    Column("written_at", utc, nullable=False),
    Column("posted_on", Date),
    Column("withdrawn", Boolean, nullable=False, server_default="false"),
    Index("ix_letter_waiting", "written_at", postgresql_where=text("posted_on IS NULL AND NOT withdrawn")),
)

mapper.map_imperatively(Letter, letter)


def get(session: Session, letter_id: UUID, *, for_update: bool = False) -> Letter | None:
    """One letter, locked where it is to change."""
    return session.get(Letter, letter_id, with_for_update=for_update, populate_existing=for_update)


def is_waiting() -> ColumnElement[bool]:
    """A letter that is still to be printed and posted."""
    return and_(letter.c.posted_on.is_(None), ~letter.c.withdrawn)
