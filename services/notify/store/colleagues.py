"""Colleagues who want to be told what waits for them, and what has not been told yet."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, Text, Uuid, delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.store.base import utc
from chassis.store.columns import EncryptedText
from services.notify.domain.colleagues import Colleague, WaitingWork
from services.notify.store.base import SERVICE, mapper, metadata

UNTOLD = "told_at is null"

colleague = Table(
    "colleague",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("address", EncryptedText(SERVICE)),
    Column("language", Text, nullable=False, server_default="en"),
    Column("wants", Text, nullable=False, server_default="none"),
    Column("chosen_since", BigInteger, nullable=False, server_default="0"),
)

untold_work = Table(
    "untold_work",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("colleague_id", Uuid, ForeignKey("colleague.id"), nullable=False),
    Column("about", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("noted_at", utc, nullable=False),
    Column("told_at", utc),
    Index("ix_untold_work_untold", "colleague_id", "noted_at", postgresql_where=text(UNTOLD)),
)

mapper.map_imperatively(Colleague, colleague)
mapper.map_imperatively(WaitingWork, untold_work)


def get(session: Session, colleague_id: UUID) -> Colleague | None:
    """What this colleague wants; None who never said."""
    return session.get(Colleague, colleague_id)


def stub(session: Session, colleague_id: UUID) -> Colleague:
    """This colleague, locked; made empty where they have not said anything yet."""
    session.execute(insert(colleague).values(id=colleague_id).on_conflict_do_nothing())
    return session.get_one(Colleague, colleague_id, with_for_update=True, populate_existing=True)


def untold(session: Session, before: datetime, limit: int) -> Sequence[WaitingWork]:
    """What was noted before an instant and told to nobody, held; what another replica holds is left out."""
    query = select(WaitingWork).where(untold_work.c.told_at.is_(None), untold_work.c.noted_at < before)
    ordered = query.order_by(untold_work.c.colleague_id, untold_work.c.noted_at).limit(limit)
    return session.scalars(ordered.with_for_update(skip_locked=True)).all()


def forget_untold(session: Session, colleague_id: UUID) -> None:
    """They want to hear of none of it."""
    theirs = untold_work.c.colleague_id == colleague_id
    session.execute(delete(untold_work).where(theirs, untold_work.c.told_at.is_(None)))
