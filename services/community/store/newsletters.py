"""Newsletters, and the articles that each is composed from."""

from uuid import UUID

from sqlalchemy import Column, Date, ForeignKey, Integer, Table, Text, Uuid, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session, relationship

from chassis.store.base import utc
from services.community.domain.members import Member
from services.community.domain.newsletters import Newsletter
from services.community.store.base import mapper, metadata

newsletter = Table(
    "newsletter",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("title", Text, nullable=False),
    Column("introduction", Text, nullable=False),
    Column("content", Text),
    Column("member_id", ForeignKey("member.id"), nullable=False),
    Column("composed_at", utc, nullable=False),
    Column("sent_on", Date),
    Column("sent_at", utc),
    Column("sent_to", Integer),
    Column("article_ids", ARRAY(Uuid), nullable=False),
)

mapper.map_imperatively(
    Newsletter,
    newsletter,
    properties={"composed_by": relationship(Member, lazy="joined", innerjoin=True)},
)


def get(session: Session, newsletter_id: UUID, *, for_update: bool = False) -> Newsletter | None:
    """One newsletter, locked where it is to change."""
    chosen = select(Newsletter).where(newsletter.c.id == newsletter_id)
    if for_update:
        chosen = chosen.with_for_update(of=newsletter).execution_options(populate_existing=True)
    return session.scalars(chosen).one_or_none()
