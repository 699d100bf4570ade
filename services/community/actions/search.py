"""One search over everything that the reader may read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from chassis.actor import Actor
from chassis.store.paging import Page, page
from services.community import policy
from services.community.actions.members import reader
from services.community.store.articles import article
from services.community.store.threads import reply, thread


@dataclass(frozen=True)
class Hit:
    """Something that was found."""

    sort: str
    id: UUID
    title: str
    space: str
    at: datetime


def everywhere(session: Session, actor: Actor, words: str, cursor: str | None, limit: int) -> Page[Hit]:
    """Articles, and threads that say these words themselves or in a reply; the newest first."""
    reads = reader(session, actor)
    asked = func.websearch_to_tsquery("english", words)
    said = select(reply.c.thread_id).where(reply.c.words.op("@@")(asked), reply.c.hidden_at.is_(None))
    talks = select(
        literal("thread").label("sort"),
        thread.c.id,
        thread.c.title,
        thread.c.space,
        thread.c.last_at.label("at"),
    ).where(policy.seen_by(reads, thread), or_(thread.c.words.op("@@")(asked), thread.c.id.in_(said)))
    pages = select(
        literal("article"), article.c.id, article.c.title, article.c.space, article.c.revised_at
    ).where(policy.seen_by(reads, article), article.c.words.op("@@")(asked))
    found = union_all(talks, pages).subquery()
    some = page(
        session,
        select(found),
        keys=(found.c.at, found.c.id),
        cursor=cursor,
        limit=limit,
        descending=True,
    )
    return Page([Hit(*row[:5]) for row in some.items], some.next)
