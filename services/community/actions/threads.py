"""Asking, replying, and saying which answer helped."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, lazyload

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from chassis.policy import found, require
from chassis.store.mapped import loaded
from chassis.store.paging import Page, page
from services.community import policy
from services.community.actions import guarding
from services.community.actions.members import reader, writer
from services.community.actions.shown import ShownThread, thread_for
from services.community.domain.spaces import Space
from services.community.domain.threads import Thread
from services.community.policy import Reader
from services.community.store import threads
from services.community.store.threads import reply, thread


@dataclass(frozen=True)
class Listed:
    """A thread in a list."""

    thread: Thread
    replies: int


def spaces(session: Session, actor: Actor) -> list[tuple[Space, bool]]:
    """The spaces that the actor sees, and whether they may write there."""
    reads = reader(session, actor)
    return [(space, policy.may_post(reads, space.slug)) for space in policy.spaces_of(reads)]


def space(session: Session, actor: Actor, slug: str) -> tuple[Space, bool]:
    """One space, and whether the actor may write there."""
    reads = reader(session, actor)
    return found(policy.space_for(reads, slug)), policy.may_post(reads, slug)


def in_space(
    session: Session,
    actor: Actor,
    slug: str,
    *,
    search: str | None,
    unanswered: bool,
    cursor: str | None,
    limit: int,
) -> Page[Listed]:
    """The threads of a space, the latest talk first."""
    reads = reader(session, actor)
    found(policy.space_for(reads, slug))
    replies = select(func.count()).where(reply.c.thread_id == thread.c.id, reply.c.hidden_at.is_(None))
    chosen = (
        select(Thread, replies.scalar_subquery())
        .where(thread.c.space == slug, policy.seen_by(reads, thread))
        .options(lazyload(loaded(Thread, "replies")))
    )
    if search:
        chosen = chosen.where(thread.c.words.op("@@")(func.websearch_to_tsquery("english", search)))
    if unanswered:
        chosen = chosen.where(thread.c.accepted_reply_id.is_(None))
    keys = (thread.c.last_at, thread.c.id)
    some = page(session, chosen, keys=keys, cursor=cursor, limit=limit, descending=True)
    return Page([Listed(row[0], row[1]) for row in some.items], some.next)


def start(session: Session, actor: Actor, slug: str, *, title: str, body: str) -> ShownThread:
    """Ask or tell something in a space."""
    reads = reader(session, actor)
    found(policy.space_for(reads, slug))
    require(policy.may_post(reads, slug), "You can read here, and write in other spaces.")
    author = writer(reads)
    guarding.check(title=title, body=body)
    started = Thread(id=new_id(), space=slug, author=author, title=title, body=body, started_at=clock.now())
    session.add(started)
    outbox.record(session, *started.started(clock.today()))
    session.flush()
    return thread_for(session, reads, started)


def one(session: Session, actor: Actor, thread_id: UUID) -> ShownThread:
    """A thread with its replies."""
    reads = reader(session, actor)
    return thread_for(session, reads, seen(session, reads, thread_id))


def add_reply(session: Session, actor: Actor, thread_id: UUID, body: str) -> ShownThread:
    """Say something to a thread."""
    reads = reader(session, actor)
    talk = seen(session, reads, thread_id, for_update=True)
    require(policy.may_post(reads, talk.space), "You can read here, and write in other spaces.")
    author = writer(reads)
    guarding.check(body=body)
    said = talk.reply(id=new_id(), author=author, body=body, at=clock.now(), on=clock.today())
    outbox.record(session, *said)
    session.flush()
    return thread_for(session, reads, talk)


def accept_answer(session: Session, actor: Actor, thread_id: UUID, reply_id: UUID) -> ShownThread:
    """The asker says which reply helped."""
    reads = reader(session, actor)
    talk = seen(session, reads, thread_id, for_update=True)
    member = writer(reads)
    require(reads.wrote(talk.author), "Only the person who asked can say which answer helped.")
    outbox.record(session, *talk.accept(reply_id, member, clock.today()))
    return thread_for(session, reads, talk)


def seen(session: Session, reads: Reader, thread_id: UUID, *, for_update: bool = False) -> Thread:
    """The thread, if this reader may know of it."""
    return found(threads.get(session, thread_id, policy.seen_by(reads, thread), for_update=for_update))
