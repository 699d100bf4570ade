"""What went out to people: messages of notify, and contacts that we made."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, cast, null, select, union_all
from sqlalchemy.orm import Session

from services.casework.domain.outgoing import Outgoing
from services.casework.store.contacts import contact
from services.casework.store.messages import message


def to(session: Session, people: Collection[UUID], since: datetime) -> dict[UUID, list[Outgoing]]:
    """What each of these people was sent since then."""
    rows = session.execute(union_all(_messages(people, since), _contacts(people, since)))
    found: dict[UUID, list[Outgoing]] = {}
    for row in rows:
        found.setdefault(row.participant_id, []).append(Outgoing(*row))
    return found


def about(session: Session, messages: Collection[UUID]) -> list[Outgoing]:
    """Every message that was sent about the same matters as these."""
    matters = select(message.c.about).where(message.c.id.in_(messages), message.c.about.is_not(None))
    sent = select(*_columns()).where(message.c.about.in_(matters), message.c.state == "sent")
    return [Outgoing(*row) for row in session.execute(sent.where(message.c.channel.is_not(None)))]


def _columns() -> tuple[Any, ...]:
    return tuple(message.c[name] for name in ("id", "participant_id", "channel", "at", "template", "about"))


def _messages(people: Collection[UUID], since: datetime) -> Select[Any]:
    sent = (message.c.state == "sent", message.c.channel.is_not(None))
    return select(*_columns()).where(message.c.participant_id.in_(people), message.c.at >= since, *sent)


def _contacts(people: Collection[UUID], since: datetime) -> Select[Any]:
    made = select(
        contact.c.id,
        contact.c.participant_id,
        contact.c.channel,
        contact.c.occurred_at,
        null().label("template"),
        cast(contact.c.appointment_id, Uuid),
    )
    recent = (contact.c.occurred_at >= since, contact.c.direction == "out")
    return made.where(contact.c.participant_id.in_(people), *recent)
