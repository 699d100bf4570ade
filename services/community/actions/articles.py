"""A good thread becomes an article in one step, and the article is kept and revised."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from chassis.policy import found, require
from chassis.store.paging import Page, page
from services.community import policy
from services.community.actions import guarding, threads
from services.community.actions.members import reader, writer
from services.community.domain.articles import Article, Version, drafted_from
from services.community.domain.errors import Conflict
from services.community.store import articles
from services.community.store.articles import article


@dataclass(frozen=True)
class Wanted:
    """Which articles are asked for. All that is given must hold."""

    search: str | None = None
    space: str | None = None


def make_from_thread(
    session: Session, actor: Actor, thread_id: UUID, title: str | None, body: str | None
) -> Article:
    """Keep what a thread found out. Without a title and body: the question, and the answer that helped."""
    reads = reader(session, actor)
    require(policy.may_edit(actor), "Advisers, champions and moderators make articles.")
    talk = threads.seen(session, reads, thread_id, for_update=True)
    author = writer(reads)
    if articles.of_thread(session, thread_id) is not None:
        raise Conflict("article-exists", "An article has been made from this already. Revise that one.")
    title, body = title or talk.title, body or drafted_from(talk)
    guarding.check(title=title, body=body)
    made = Article(
        id=new_id(),
        thread_id=talk.id,
        space=talk.space,
        title=title,
        body=body,
        author=author,
        published_at=clock.now(),
    )
    session.add(made)
    outbox.record(session, *made.published(clock.today()))
    return made


def library(session: Session, actor: Actor, wanted: Wanted, cursor: str | None, limit: int) -> Page[Article]:
    """The articles that the actor may read, the newest first."""
    chosen = select(Article).where(policy.seen_by(reader(session, actor), article))
    if wanted.search:
        chosen = chosen.where(article.c.words.op("@@")(func.websearch_to_tsquery("english", wanted.search)))
    if wanted.space:
        chosen = chosen.where(article.c.space == wanted.space)
    return page(
        session,
        chosen,
        keys=(article.c.published_at, article.c.id),
        cursor=cursor,
        limit=limit,
        descending=True,
    )


def one(session: Session, actor: Actor, article_id: UUID, *, for_update: bool = False) -> Article:
    """One article as it stands now."""
    visible = policy.seen_by(reader(session, actor), article)
    return found(articles.get(session, article_id, visible, for_update=for_update))


def versions(session: Session, actor: Actor, article_id: UUID) -> list[Version]:
    """What it said before, the newest first."""
    return one(session, actor, article_id).versions[::-1]


def to_revise(session: Session, actor: Actor, article_id: UUID) -> Article:
    """The article, held for a change, if the actor writes articles."""
    held = one(session, actor, article_id, for_update=True)
    require(policy.may_edit(actor), "Advisers, champions and moderators revise articles.")
    return held


def revise(
    session: Session, actor: Actor, held: Article, title: str | None, body: str | None, note: str | None
) -> Article:
    """A new version; what is left out stays as it is."""
    author = writer(reader(session, actor))
    title, body = title or held.title, body or held.body
    guarding.check(title=title, body=body, note=note or "")
    revised = held.revise(title=title, body=body, note=note, author=author, at=clock.now(), on=clock.today())
    outbox.record(session, *revised)
    session.flush()
    return held
