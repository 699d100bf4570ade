"""A fact has come: what it leads to, and what it makes pointless, by the rules."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.ids import new_id
from chassis.messaging import outbox
from services.notify.domain import rules
from services.notify.domain.channels import choose
from services.notify.domain.happened import Happened
from services.notify.domain.messages import Message, Recipient, When
from services.notify.domain.rules import Fact, Request
from services.notify.reference import loading
from services.notify.store import consents, letters, messages, people


def tell(session: Session, recipients: Sequence[Recipient], fact: Fact) -> None:
    """Cancel what this fact makes pointless, then ask for every message that it leads to."""
    cancel(session, fact)
    for request in rules.requests(loading.rules(), fact, clock.now()):
        known = messages.known_recipients(session, fact.id, request.template)
        known |= _unwilling(session, recipients, request)
        new = [recipient for recipient in recipients if recipient.id not in known]
        outbox.record(session, *(h for recipient in new for h in _ask(session, recipient, fact, request)))


def cancel(session: Session, fact: Fact) -> None:
    """Cancel the messages about the same thing that have not gone out and are of no use any more."""
    templates = rules.cancelled(loading.rules(), fact)
    for message in messages.about(session, fact.about, templates) if templates else ():
        call_back(session, message, f"the {fact.name.replace('.', ' was ')}")


def call_back(session: Session, message: Message, reason: str) -> None:
    """Cancel one message, and take its letter out of the print queue."""
    waits = message.waits_for_post
    message.cancel(reason)
    if waits and (letter := letters.get(session, message.id, for_update=True)):
        letter.withdraw()


def when() -> When:
    """This moment, by both clocks."""
    return When(clock.now(), clock.real_now(), clock.today())


def _unwilling(session: Session, recipients: Sequence[Recipient], request: Request) -> set[UUID]:
    """Those who took back the word on which this message rests."""
    if request.purpose is None:
        return set()
    return consents.taken_back(session, [recipient.id for recipient in recipients], request.purpose)


def _ask(session: Session, recipient: Recipient, fact: Fact, request: Request) -> list[Happened]:
    message = Message(
        id=new_id(),
        recipient=recipient,
        fact_id=fact.id,
        fact=fact.name,
        about=fact.about,
        template=request.template,
        values=_plain(fact.values),
        due_at=request.due_at,
        moment=request.moment,
        channels=request.channels,
        created_at=clock.now(),
    )
    session.add(message)
    return message.requested(_planned(session, message), clock.today())


def _planned(session: Session, message: Message) -> str | None:
    """The way that it will probably go; it is chosen when it goes, for a card may change until then."""
    if message.person_id is None:
        return message.channels[0]
    person = people.standing_for(session, message.person_id)
    if person is None or person.card is None:
        return None
    return choose(person.card, message.channels, days_left=message.days_left(message.due_at)).channel


def _plain(values: Mapping[str, object]) -> dict[str, Any]:
    """The values as JSON keeps them."""
    return {name: _json(value) for name, value in values.items()}


def _json(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | bool) else str(value)
