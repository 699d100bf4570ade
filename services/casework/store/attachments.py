"""Attachments to programmes. The payment group tells of benefit, so it is encrypted."""

from uuid import UUID

from sqlalchemy import Column, ColumnElement, Date, ForeignKey, Table, Text, Uuid, select
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.attachments import Attachment, AttachmentChange
from services.casework.store.base import history, mapper, metadata
from services.casework.store.columns import secret

attachment = Table(
    "attachment",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("programme", Text, nullable=False),
    Column("payment_group", secret, nullable=False),
    Column("attached_on", Date, nullable=False),
    Column("tariff", Text, nullable=False),
    Column("recorded_by", Uuid),
    Column("recorded_at", utc, nullable=False),
    Column("set_aside_on", Date),
)

attachment_change = Table(
    "attachment_change",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("attachment_id", Uuid, ForeignKey("attachment.id"), nullable=False, index=True),
    Column("attached_on", Date, nullable=False),
    Column("payment_group", secret, nullable=False),
    Column("by", Uuid),
    Column("at", utc, nullable=False),
    Column("reason", Text, nullable=False),
)

mapper.map_imperatively(AttachmentChange, attachment_change)
mapper.map_imperatively(
    Attachment,
    attachment,
    properties={"changes": history(AttachmentChange, attachment_change.c.at, attachment_change.c.id)},
)


def of(session: Session, participant_id: UUID) -> list[Attachment]:
    """A person's attachments, the first one first."""
    query = select(Attachment).where(attachment.c.participant_id == participant_id)
    return list(session.scalars(query.order_by(attachment.c.attached_on, attachment.c.id)))


def find(session: Session, seen: ColumnElement[bool], attachment_id: UUID) -> Attachment | None:
    """One attachment of somebody who may be seen."""
    return session.scalar(select(Attachment).where(attachment.c.id == attachment_id, seen))
