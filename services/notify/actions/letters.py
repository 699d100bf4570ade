"""The print queue: somebody prints the letters that wait, posts them, and says so."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.messaging import outbox
from chassis.policy import found
from chassis.store.access import list_read, record_read
from chassis.store.paging import Page, page
from services.notify import policy
from services.notify.actions.facts import when
from services.notify.domain.errors import DomainError
from services.notify.domain.letters import Letter
from services.notify.store import letters, messages, people
from services.notify.store.letters import message_sheet
from services.notify.store.people import person


def queue(session: Session, actor: Actor, cursor: str | None, limit: int) -> Page[Letter]:
    """The letters that wait to be printed by this actor's organisation, the oldest first."""
    chosen = (
        select(Letter)
        .join(person, person.c.id == message_sheet.c.person_id)
        .where(letters.is_waiting(), policy.letters_seen_by(actor))
    )
    keys = (message_sheet.c.written_at, message_sheet.c.id)
    found = page(session, chosen, keys=keys, cursor=cursor, limit=limit)
    list_read(session, actor, (letter.person_id for letter in found.items))
    return found


def one(session: Session, actor: Actor, letter_id: UUID, *, for_update: bool = False) -> Letter:
    """One letter, as it is to be printed."""
    letter = found(letters.get(session, letter_id, for_update=for_update))
    found(letter if policy.may_post_letters_for(actor, people.get(session, letter.person_id)) else None)
    record_read(session, actor, letter.person_id, "letter")
    return letter


def post(session: Session, actor: Actor, letter_id: UUID, on: date | None) -> Letter:
    """It was printed and put in the post on that day."""
    day = on or clock.today()
    if day > clock.today():
        advice = {"occurred_on": ["Give a day that is not in the future."]}
        raise DomainError("in-the-future", "A letter cannot have been posted yet.", advice)
    letter = one(session, actor, letter_id, for_update=True)
    letter.post(day)
    message = found(messages.get(session, letter_id, for_update=True))
    outbox.record(session, *message.succeed(when(), "printed and posted", on=day))
    return letter
