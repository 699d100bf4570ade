"""Articles with all their versions."""

from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Computed,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    select,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Session, relationship

from chassis.store.base import utc
from services.community.domain.articles import Article, Version
from services.community.domain.members import Member
from services.community.store.base import mapper, metadata
from services.community.store.threads import THREAD_WORDS

article = Table(
    "article",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("thread_id", ForeignKey("thread.id"), unique=True),
    Column("space", Text, nullable=False),
    Column("member_id", ForeignKey("member.id"), nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("published_at", utc, nullable=False),
    Column("revised_at", utc, nullable=False),
    Column("hidden_at", utc),
    Column("hidden_reason", Text),
    Column("words", TSVECTOR, Computed(THREAD_WORDS, persisted=True), nullable=False),
    Index("ix_article_words", "words", postgresql_using="gin"),
)

article_edition = Table(
    "article_edition",
    metadata,
    Column("id", Integer, Identity(always=True), primary_key=True),
    Column("article_id", ForeignKey("article.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("note", Text),
    Column("member_id", ForeignKey("member.id"), nullable=False),
    Column("written_at", utc, nullable=False),
    UniqueConstraint("article_id", "number"),
)

mapper.map_imperatively(
    Version, article_edition, properties={"author": relationship(Member, lazy="joined", innerjoin=True)}
)
mapper.map_imperatively(
    Article,
    article,
    properties={
        "author": relationship(Member, lazy="joined", innerjoin=True),
        "versions": relationship(Version, order_by=article_edition.c.number, lazy="select"),
    },
    exclude_properties=["words"],
)


def get(
    session: Session, article_id: UUID, visible: ColumnElement[bool], *, for_update: bool = False
) -> Article | None:
    """One article, if it is visible; locked where it is to change."""
    chosen = select(Article).where(article.c.id == article_id, visible)
    if for_update:
        chosen = chosen.with_for_update(of=article).execution_options(populate_existing=True)
    return session.scalars(chosen).one_or_none()


def of_thread(session: Session, thread_id: UUID) -> UUID | None:
    """The article that was made from this thread."""
    return session.scalar(select(article.c.id).where(article.c.thread_id == thread_id))
