"""Giving a sign that something helped, and taking it back."""

from uuid import UUID

from sqlalchemy.orm import Session

from chassis.actor import Actor
from chassis.policy import found
from services.community import policy
from services.community.actions import threads as talks
from services.community.actions.members import reader, writer
from services.community.domain.reactions import Reaction
from services.community.policy import Reader
from services.community.store import reactions, threads


def give(session: Session, actor: Actor, content_id: UUID, kind: str) -> None:
    """One sign of each kind from each member."""
    reactions.add(session, _reaction(session, actor, content_id, kind))


def take_back(session: Session, actor: Actor, content_id: UUID, kind: str) -> None:
    """As if it had not been given."""
    reactions.remove(session, _reaction(session, actor, content_id, kind))


def _reaction(session: Session, actor: Actor, content_id: UUID, kind: str) -> Reaction:
    reads = reader(session, actor)
    _readable(session, reads, content_id)
    return Reaction(member_id=writer(reads).id, content_id=content_id, kind=kind)


def _readable(session: Session, reads: Reader, content_id: UUID) -> None:
    reply = threads.reply_of(session, content_id)
    talks.seen(session, reads, reply.thread_id if reply else content_id)
    if reply is not None:
        found(reply if policy.may_read(reads, reply.author, hidden=reply.is_hidden) else None)
