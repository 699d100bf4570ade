"""Reading what was sent, to whom, and what became of it. Reading what somebody was told is written down."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis.actor import Actor
from chassis.policy import found
from chassis.store.access import list_read, record_read
from chassis.store.paging import Page, page
from services.notify import policy
from services.notify.domain.messages import Message
from services.notify.store import people
from services.notify.store.messages import message


@dataclass(frozen=True)
class Wanted:
    """Which messages are asked for. All that is given must hold."""

    participant_id: UUID | None = None
    state: str | None = None


def log(session: Session, actor: Actor, wanted: Wanted, cursor: str | None, limit: int) -> Page[Message]:
    """The messages that this actor may know of, the newest first."""
    chosen = select(Message).where(policy.messages_seen_by(actor))
    if wanted.participant_id is not None:
        chosen = chosen.where(message.c.person_id == wanted.participant_id)
        _note(session, actor, wanted.participant_id)
    if wanted.state is not None:
        chosen = chosen.where(message.c.state == wanted.state)
    found = page(session, chosen, keys=(message.c.id,), cursor=cursor, limit=limit, descending=True)
    list_read(session, actor, (each.person_id for each in found.items if each.person_id is not None))
    return found


def of_person(
    session: Session, actor: Actor, person_id: UUID, cursor: str | None, limit: int
) -> Page[Message]:
    """What this person was told, or is to be told."""
    found(person_id if policy.may_see_messages_of(actor, people.get(session, person_id)) else None)
    return log(session, actor, Wanted(participant_id=person_id), cursor, limit)


def one(session: Session, actor: Actor, message_id: UUID) -> Message:
    """One message with everything that was tried."""
    chosen = select(Message).where(message.c.id == message_id, policy.messages_seen_by(actor))
    asked = found(session.scalars(chosen).one_or_none())
    if asked.person_id is not None:
        _note(session, actor, asked.person_id)
    return asked


def _note(session: Session, actor: Actor, person_id: UUID) -> None:
    if policy.reads_content(actor):
        record_read(session, actor, person_id, "messages")
