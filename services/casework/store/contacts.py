"""Contacts on every channel; what was said is encrypted."""

from uuid import UUID

from sqlalchemy import Boolean, Column, ForeignKey, Index, Select, Table, Text, Uuid, bindparam, false, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from chassis.store.base import utc
from chassis.store.statements import Statement
from services.casework.domain.contacts import Contact
from services.casework.store.base import mapper, metadata
from services.casework.store.columns import secret

contact = Table(
    "contact",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False),
    Column("organisation_id", Uuid, nullable=False),
    Column("channel", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("occurred_at", utc, nullable=False),
    Column("summary", secret),
    Column("assisted", Boolean, nullable=False),
    Column("recorded_by", Uuid, nullable=False),
    Column("recorded_by_name", secret),
    Column("recorded_at", utc, nullable=False),
    Column("call_id", Uuid, ForeignKey("call.id"), unique=True),
    Column("appointment_id", Uuid, ForeignKey("appointment.id")),
    Column("voicemail", Boolean, nullable=False, server_default=false()),
    Column("against", ARRAY(Text), nullable=False, server_default="{}"),
    Column("because", secret),
    Column("taken_back_at", utc),
    Index("ix_contact_participant_id_occurred_at", "participant_id", "occurred_at"),
)

mapper.map_imperatively(Contact, contact)


_ADD = Statement(contact.insert().values({column.name: bindparam(column.name) for column in contact.c}))


def add(session: Session, new: Contact) -> None:
    """Keep a new contact; the row goes out with what is said next, or with the commit."""
    _ADD.along(session, **{column.name: getattr(new, column.name) for column in contact.c})


def get(session: Session, contact_id: UUID) -> Contact:
    """One contact, for rules about it."""
    return session.get_one(Contact, contact_id)


def of(participant_id: UUID) -> Select[Contact]:
    """A person's contacts."""
    return select(Contact).where(contact.c.participant_id == participant_id)
