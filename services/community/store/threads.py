"""Threads and replies."""

from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Computed,
    ForeignKey,
    Index,
    Table,
    Text,
    Uuid,
    select,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Session, relationship

from chassis.store.base import utc
from services.community.domain.members import Member
from services.community.domain.threads import Reply, Thread
from services.community.store.base import mapper, metadata

THREAD_WORDS = (
    "setweight(to_tsvector('english'::regconfig, title), 'A')"
    " || setweight(to_tsvector('english'::regconfig, body), 'B')"
)
REPLY_WORDS = "to_tsvector('english'::regconfig, body)"

thread = Table(
    "thread",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("space", Text, nullable=False),
    Column("member_id", ForeignKey("member.id"), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("started_at", utc, nullable=False),
    Column("last_at", utc, nullable=False),
    Column("accepted_reply_id", Uuid),
    Column("hidden_at", utc),
    Column("hidden_reason", Text),
    Column("words", TSVECTOR, Computed(THREAD_WORDS, persisted=True), nullable=False),
    Index("ix_thread_space_last_at", "space", "last_at", "id"),
    Index("ix_thread_words", "words", postgresql_using="gin"),
)

reply = Table(
    "reply",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("thread_id", ForeignKey("thread.id"), nullable=False),
    Column("member_id", ForeignKey("member.id"), nullable=False, index=True),
    Column("body", Text, nullable=False),
    Column("posted_at", utc, nullable=False),
    Column("hidden_at", utc),
    Column("hidden_reason", Text),
    Column("words", TSVECTOR, Computed(REPLY_WORDS, persisted=True), nullable=False),
    Index("ix_reply_thread_id_posted_at", "thread_id", "posted_at"),
    Index("ix_reply_words", "words", postgresql_using="gin"),
)

mapper.map_imperatively(
    Reply,
    reply,
    properties={"author": relationship(Member, lazy="joined", innerjoin=True)},
    exclude_properties=["words"],
)
mapper.map_imperatively(
    Thread,
    thread,
    properties={
        "author": relationship(Member, lazy="joined", innerjoin=True),
        "replies": relationship(Reply, order_by=(reply.c.posted_at, reply.c.id), lazy="selectin"),
    },
    exclude_properties=["words"],
)


def get(
    session: Session, thread_id: UUID, visible: ColumnElement[bool], *, for_update: bool = False
) -> Thread | None:
    """One thread with its replies, if it is visible; locked where it is to change."""
    chosen = select(Thread).where(thread.c.id == thread_id, visible)
    if for_update:
        chosen = chosen.with_for_update(of=thread).execution_options(populate_existing=True)
    return session.scalars(chosen).one_or_none()


def reply_of(session: Session, reply_id: UUID, *, for_update: bool = False) -> Reply | None:
    """One reply, locked where it is to change."""
    chosen = select(Reply).where(reply.c.id == reply_id)
    if for_update:
        chosen = chosen.with_for_update(of=reply).execution_options(populate_existing=True)
    return session.scalars(chosen).one_or_none()
