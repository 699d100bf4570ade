"""Threads and replies as one reader sees them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.community import policy
from services.community.domain.members import Member
from services.community.domain.threads import Reply, Thread
from services.community.policy import Reader
from services.community.store import articles, reactions
from services.community.store.reactions import Count


@dataclass(frozen=True)
class ShownReply:
    """A reply; without its body where it is hidden from this reader."""

    id: UUID
    author: Member
    body: str | None
    posted_at: datetime
    is_hidden: bool
    hidden_reason: str | None
    is_accepted: bool
    is_mine: bool
    reactions: list[Count]


@dataclass(frozen=True)
class ShownThread:
    """A thread with its replies."""

    id: UUID
    space: str
    author: Member
    title: str
    body: str
    started_at: datetime
    accepted_reply_id: UUID | None
    article_id: UUID | None
    is_hidden: bool
    hidden_reason: str | None
    is_mine: bool
    reactions: list[Count]
    replies: list[ShownReply] = field(default_factory=list)


def thread_for(session: Session, reader: Reader, thread: Thread) -> ShownThread:
    """The whole thread, as this reader may read it."""
    ids = [thread.id, *(reply.id for reply in thread.replies)]
    counts = reactions.counts(session, ids, reader.member.id if reader.member else None)
    return ShownThread(
        id=thread.id,
        space=thread.space,
        author=thread.author,
        title=thread.title,
        body=thread.body,
        started_at=thread.started_at,
        accepted_reply_id=thread.accepted_reply_id,
        article_id=articles.of_thread(session, thread.id),
        is_hidden=thread.is_hidden,
        hidden_reason=thread.hidden_reason,
        is_mine=reader.wrote(thread.author),
        reactions=counts.get(thread.id, []),
        replies=[_reply_for(reader, thread, reply, counts) for reply in thread.replies],
    )


def _reply_for(
    reader: Reader, thread: Thread, reply: Reply, counts: Mapping[UUID, list[Count]]
) -> ShownReply:
    readable = policy.may_read(reader, reply.author, hidden=reply.is_hidden)
    return ShownReply(
        id=reply.id,
        author=reply.author,
        body=reply.body if readable else None,
        posted_at=reply.posted_at,
        is_hidden=reply.is_hidden,
        hidden_reason=reply.hidden_reason,
        is_accepted=reply.id == thread.accepted_reply_id,
        is_mine=reader.wrote(reply.author),
        reactions=counts.get(reply.id, []),
    )
