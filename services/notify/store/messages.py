"""Messages, what was tried for each, and the queries of the sender."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    and_,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session, relationship
from sqlalchemy.sql import ColumnElement

from chassis.store.base import utc
from chassis.store.columns import EncryptedJSON, EncryptedText
from services.notify.domain.history import Told
from services.notify.domain.messages import SENDING, TOLD, WAITING, Message, Step
from services.notify.store.base import SERVICE, mapper, metadata

message = Table(
    "message",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("recipient_id", Uuid, nullable=False),
    Column("person_id", Uuid, index=True),
    Column("subscription_id", Uuid, index=True),
    Column("account_id", Uuid, index=True),
    Column("fact_id", Uuid, nullable=False),
    Column("fact", Text, nullable=False),
    Column("about", Uuid, nullable=False, index=True),
    Column("template", Text, nullable=False),
    Column("template_version", Integer),
    Column("language", Text),
    Column("values", EncryptedJSON(SERVICE), nullable=False),
    Column("channels", ARRAY(Text), nullable=False),
    Column("channel", Text),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("due_at", utc, nullable=False),
    Column("moment", utc),
    Column("next_try_at", utc),
    Column("attempts", Integer, nullable=False),
    Column("told_on", Date),
    Column("subject", EncryptedText(SERVICE)),
    Column("body", EncryptedText(SERVICE)),
    Column("created_at", utc, nullable=False),
    UniqueConstraint("fact_id", "template", "recipient_id"),
    Index("ix_message_state_due_at", "state", "due_at"),
)

message_step = Table(
    "message_step",
    metadata,
    Column("id", Integer, Identity(always=True), primary_key=True),
    Column("message_id", ForeignKey("message.id"), nullable=False, index=True),
    Column("channel", Text, nullable=False),
    Column("at", utc, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("words", Text, nullable=False),
)

mapper.map_imperatively(Step, message_step)
mapper.map_imperatively(
    Message, message, properties={"log": relationship(Step, order_by=message_step.c.id, lazy="selectin")}
)


def get(session: Session, message_id: UUID, *, for_update: bool = False) -> Message | None:
    """One message, locked where it is to change."""
    return session.get(Message, message_id, with_for_update=for_update, populate_existing=for_update)


def known_recipients(session: Session, fact_id: UUID, template: str) -> set[UUID]:
    """Whom this fact has led to this message for before."""
    known = select(message.c.recipient_id).where(message.c.fact_id == fact_id, message.c.template == template)
    return set(session.scalars(known))


def next_due(session: Session, now: datetime, real_now: datetime) -> Message | None:
    """The message that has waited longest, claimed from the other replicas' view by its row lock."""
    chosen = (
        select(Message)
        .where(message.c.due_at <= now, _ready(real_now))
        .order_by(message.c.due_at, message.c.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=message)
    )
    return session.scalars(chosen).first()


def catch_up(session: Session, now: datetime) -> None:
    """What was to go out at once, and was dated by a clock that has been put back since, is due now."""
    at_once = message.c.due_at <= message.c.created_at
    late = and_(message.c.state.in_(WAITING), message.c.due_at > now, at_once)
    session.execute(update(message).where(late).values(due_at=now))


def about(session: Session, subject: UUID, templates: Collection[str] | None = None) -> list[Message]:
    """Every message about this thing, locked; only those of some templates where they are named."""
    chosen = select(Message).where(message.c.about == subject).order_by(message.c.id).with_for_update()
    if templates is not None:
        chosen = chosen.where(message.c.template.in_(templates))
    return list(session.scalars(chosen))


def of_person(session: Session, person_id: UUID) -> list[Message]:
    """Every message to this person, locked."""
    chosen = select(Message).where(message.c.person_id == person_id).order_by(message.c.id).with_for_update()
    return list(session.scalars(chosen))


def of_subscription(session: Session, subscription_id: UUID) -> list[Message]:
    """Every message to this subscriber, locked."""
    chosen = select(Message).where(message.c.subscription_id == subscription_id).order_by(message.c.id)
    return list(session.scalars(chosen.with_for_update()))


def of_account(session: Session, account_id: UUID) -> list[Message]:
    """Every message to this colleague, locked."""
    chosen = select(Message).where(message.c.account_id == account_id).order_by(message.c.id)
    return list(session.scalars(chosen.with_for_update()))


def told(session: Session, recipient_id: UUID, subjects: Collection[UUID]) -> list[Told]:
    """What this recipient has been told about these things, and by which way."""
    chosen = select(message.c.channel, message.c.told_on).where(
        message.c.recipient_id == recipient_id,
        message.c.about.in_(subjects),
        message.c.state.in_(TOLD),
    )
    return [Told(channel, on) for channel, on in session.execute(chosen)]


def _ready(real_now: datetime) -> ColumnElement[bool]:
    """Waiting and not held back, or claimed by a try that never ended."""
    waiting = and_(
        message.c.state.in_(WAITING),
        or_(message.c.next_try_at.is_(None), message.c.next_try_at <= real_now),
    )
    return or_(waiting, and_(message.c.state == SENDING, message.c.next_try_at <= real_now))
