"""Composing a newsletter from articles and words, sending it, and reading the archive."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from chassis.policy import found, require
from chassis.store.paging import Page, page
from services.community import policy, rendering
from services.community.actions.members import reader, writer
from services.community.domain.articles import Article
from services.community.domain.errors import DomainError
from services.community.domain.newsletters import Newsletter, composed
from services.community.policy import Reader
from services.community.store import articles, newsletters, subscriptions
from services.community.store.articles import article
from services.community.store.newsletters import newsletter

EDITORS_ONLY = "Advisers, champions and moderators compose newsletters."


def compose(
    session: Session, actor: Actor, *, title: str, introduction: str, article_ids: Sequence[UUID]
) -> Newsletter:
    """Begin a draft."""
    require(policy.may_edit(actor), EDITORS_ONLY)
    reads = reader(session, actor)
    _check_articles(session, reads, article_ids)
    draft = Newsletter(
        id=new_id(),
        title=title,
        introduction=introduction,
        article_ids=article_ids,
        composed_by=writer(reads),
        composed_at=clock.now(),
    )
    session.add(draft)
    return draft


def to_change(session: Session, actor: Actor, newsletter_id: UUID) -> Newsletter:
    """The issue that is about to be changed; nobody else changes or sends it meanwhile."""
    draft = found(newsletters.get(session, newsletter_id, for_update=True))
    require(policy.may_edit(actor), EDITORS_ONLY)
    return draft


def change(
    session: Session,
    actor: Actor,
    draft: Newsletter,
    *,
    title: str,
    introduction: str,
    article_ids: Sequence[UUID],
) -> Newsletter:
    """Compose a draft anew, by whichever editor."""
    reads = reader(session, actor)
    writer(reads)
    _check_articles(session, reads, article_ids)
    draft.compose(title, introduction, article_ids)
    return draft


def send(session: Session, actor: Actor, newsletter_id: UUID) -> Newsletter:
    """Out to everybody who opted in, once; from now on it stands in the archive as it was sent."""
    draft = found(newsletters.get(session, newsletter_id, for_update=True))
    require(policy.may_edit(actor), EDITORS_ONLY)
    reads = reader(session, actor)
    _check_articles(session, reads, draft.article_ids)
    content = _composed(session, reads, draft)
    sent = draft.send(
        content=content,
        plain=rendering.as_plain(content),
        subscriptions=subscriptions.confirmed(session),
        at=clock.now(),
        on=clock.today(),
    )
    outbox.record(session, *sent)
    return draft


def archive(session: Session, actor: Actor, cursor: str | None, limit: int) -> Page[Newsletter]:
    """What has been sent, the newest first; drafts too for those who compose."""
    chosen = select(Newsletter)
    if not policy.may_edit(actor):
        chosen = chosen.where(newsletter.c.sent_on.is_not(None))
    keys = (newsletter.c.composed_at, newsletter.c.id)
    return page(session, chosen, keys=keys, cursor=cursor, limit=limit, descending=True)


def one(session: Session, actor: Actor, newsletter_id: UUID) -> Newsletter:
    """One issue; a draft is there for those who compose alone."""
    asked = found(newsletters.get(session, newsletter_id))
    return found(asked if asked.is_sent or policy.may_edit(actor) else None)


def content_of(session: Session, actor: Actor, issue: Newsletter) -> str:
    """What it said when it was sent; for a draft, what it would say now."""
    return issue.content if issue.content is not None else _composed(session, reader(session, actor), issue)


def _composed(session: Session, reads: Reader, draft: Newsletter) -> str:
    chosen = [one for one in _articles(session, reads, draft.article_ids) if one is not None]
    return composed(draft.introduction, [(one, _link(session, one)) for one in chosen])


def _articles(session: Session, reads: Reader, article_ids: Sequence[UUID]) -> list[Article | None]:
    readable = policy.seen_by(reads, article) & article.c.hidden_at.is_(None)
    return [articles.get(session, article_id, readable) for article_id in article_ids]


def _check_articles(session: Session, reads: Reader, article_ids: Sequence[UUID]) -> None:
    """One that is hidden, or not the editor's to read, cannot be in a newsletter."""
    if None in _articles(session, reads, article_ids):
        advice = {"article_ids": ["Choose articles that you can read and that are not hidden."]}
        raise DomainError("no-such-article", "One of these articles cannot be in a newsletter.", advice)


def _link(session: Session, one: Article) -> str:
    settings = session.info["service"].settings
    base = (settings.public_url or f"http://{settings.bind}:{settings.port}").rstrip("/")
    return f"{base}/community/articles/{one.id}"
