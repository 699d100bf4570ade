"""A moderator hides what should not be read, and restores it; each decision is kept with its reason."""

from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from chassis.policy import found, require
from services.community import policy
from services.community.actions.members import reader
from services.community.domain.hiding import HIDDEN, RESTORED, Decision, Hideable
from services.community.store import articles, threads
from services.community.store.articles import article
from services.community.store.threads import thread


def hide(session: Session, actor: Actor, content: Hideable, reason: str, note: str | None) -> None:
    """Nobody but its author and moderators reads it from now on."""
    require(actor.has(policy.MODERATOR))
    outbox.record(session, *content.hide(reason, clock.now(), clock.today()))
    _keep(session, actor, content, HIDDEN, reason, note)


def restore(session: Session, actor: Actor, content: Hideable, reason: str, note: str | None) -> None:
    """Everybody reads it again."""
    require(actor.has(policy.MODERATOR))
    outbox.record(session, *content.restore(reason, clock.today()))
    _keep(session, actor, content, RESTORED, reason, note)


def thread_to_judge(session: Session, actor: Actor, thread_id: UUID) -> Hideable:
    """A thread, held for a decision."""
    visible = policy.seen_by(reader(session, actor), thread)
    return found(threads.get(session, thread_id, visible, for_update=True))


def reply_to_judge(session: Session, actor: Actor, reply_id: UUID) -> Hideable:
    """A reply, held for a decision."""
    reply = found(threads.reply_of(session, reply_id, for_update=True))
    found(threads.get(session, reply.thread_id, policy.seen_by(reader(session, actor), thread)))
    return reply


def article_to_judge(session: Session, actor: Actor, article_id: UUID) -> Hideable:
    """An article, held for a decision."""
    visible = policy.seen_by(reader(session, actor), article)
    return found(articles.get(session, article_id, visible, for_update=True))


def _keep(
    session: Session, actor: Actor, content: Hideable, decision: str, reason: str, note: str | None
) -> None:
    assert actor.id is not None
    session.add(
        Decision(
            id=new_id(),
            sort=content.sort,
            content_id=content.id,
            decision=decision,
            reason=reason,
            note=note,
            decided_by=actor.id,
            decided_at=clock.now(),
        )
    )
