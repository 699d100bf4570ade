"""Messages that notify sent or could not send: a read model for the timeline."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Date, Index, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.store.base import metadata

message = Table(
    "message",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, nullable=False),
    Column("template", Text, nullable=False),
    Column("channel", Text),
    Column("state", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("about", Uuid),
    Column("occurred_on", Date, nullable=False),
    Column("at", utc, nullable=False),
    Index("ix_message_participant_id_at", "participant_id", "at"),
    Index("ix_message_about", "about", postgresql_where="about is not null"),
)


def keep(
    session: Session,
    message_id: UUID,
    *,
    participant_id: UUID,
    template: str,
    channel: str | None,
    state: str,
    sequence: int,
    about: UUID | None,
    occurred_on: date,
    at: datetime,
) -> None:
    """What was heard last holds; something older that arrives later changes nothing."""
    row: dict[str, Any] = {
        "id": message_id,
        "participant_id": participant_id,
        "template": template,
        "channel": channel,
        "state": state,
        "sequence": sequence,
        "about": about,
        "occurred_on": occurred_on,
        "at": at,
    }
    added = insert(message).values(row)
    newer = message.c.sequence < added.excluded.sequence
    session.execute(added.on_conflict_do_update(index_elements=["id"], set_=row, where=newer))
