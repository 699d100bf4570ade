"""Two tiny services, to test messages by themselves: one says things, the other keeps a ledger."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from marshmallow import fields
from sqlalchemy import Column, Date, Identity, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.messaging.events import Event, EventRegistry, Sealed, harmless
from chassis.messaging.listeners import Listeners, Opened, Reads, Received
from chassis.problems import Unprocessable
from chassis.runtime import Context, OutboxRelay, Subscription
from chassis.store.base import new_metadata

CHANGED = "workstead.maker.thing.changed.v1"
FORGOTTEN = "workstead.maker.person.forgotten.v1"


class ThingChanged(Event):
    """Somebody changed a thing."""

    type = CHANGED
    person = "person_id"

    number = fields.Integer(required=True, metadata=harmless("a count"))
    person_id = fields.UUID(metadata=harmless("a pseudonymous id"))
    occurred_on = fields.Date(metadata=harmless("a day"))
    secret = Sealed(fields.String(), to=("taker",))


class ThingShouted(Event):
    """A thing was shouted about; nobody listens."""

    type = "workstead.maker.thing.shouted.v1"
    classification = "open"

    words = fields.String(required=True, metadata=harmless("shouted anyway"))


class StepTaken(Event):
    """One step of several, each of which matters."""

    type = "workstead.maker.walk.stepped.v1"

    step = fields.Integer(required=True, metadata=harmless("a count"))


class WalkPaused(Event):
    """A pause between steps; it counts as one, though nobody acts on it."""

    type = "workstead.maker.walk.paused.v1"


class PersonForgotten(Event):
    """A person is to be forgotten."""

    type = FORGOTTEN
    person = "subject"


maker_metadata = new_metadata()


class Maker:
    """Says things."""

    name = "maker"
    database = "maker"
    metadata = maker_metadata
    events = EventRegistry("maker", [ThingChanged, ThingShouted, StepTaken, WalkPaused, PersonForgotten])
    listeners = Listeners("maker", erased_by=FORGOTTEN)

    context = Context()
    subscription = Subscription()
    relay = OutboxRelay()


taker_metadata = new_metadata()
ledger = Table(
    "ledger",
    taker_metadata,
    Column("place", Integer, Identity(), primary_key=True),
    Column("event_id", Uuid, nullable=False),
    Column("subject", Uuid, nullable=False),
    Column("number", Integer, nullable=False),
    Column("secret", Text),
    Column("occurred_on", Date),
)
"""An entry for each time that a handler ran: a doubled event shows as two rows."""
totals = Table(
    "totals",
    taker_metadata,
    Column("subject", Uuid, primary_key=True),
    Column("events", Integer, nullable=False),
    Column("total", Integer, nullable=False),
)
"""A projection that counts, and so would show an event that was counted twice."""


class Notice(Event):
    """The taker noticed that something had changed."""

    type = "workstead.taker.notice.given.v1"

    number = fields.Integer(required=True, metadata=harmless("a count"))


listeners = Listeners("taker", projections=[totals], erased_by=FORGOTTEN)


class Changed(Reads):
    """What the taker reads of a change."""

    number = fields.Integer(required=True)
    occurred_on = fields.Date()
    secret = Opened(fields.String(), required=False)


class Stepped(Reads):
    """What the taker reads of a step."""

    step = fields.Integer(required=True)


class Poison(Exception):
    """What a handler fails with, for a moment."""


@dataclass
class Happened:
    """A fact, in the shape that the outbox records."""

    name: str
    subject: UUID
    data: dict[str, Any] = field(default_factory=dict)


POISON = 13
"""A number that is refused for good."""
MOODY = 14
"""A number that is refused as long as the mood is bad."""
mood = {"bad": True}


@listeners.on(CHANGED, reads=Changed)
def keep_ledger(session: Session, event: Received) -> None:
    """One row for each time."""
    from chassis.messaging import outbox

    number = event.data["number"]
    if number == POISON:
        raise Unprocessable("Thirteen is not taken.", code="poison")
    if number == MOODY and mood["bad"]:
        raise Poison("not now")
    enter(session, event, number, event.data.get("secret"), event.data.get("occurred_on"))
    outbox.record(session, Happened("notice.given", event.subject, {"number": number}))


@listeners.on(CHANGED, reads=Changed, rebuild=True)
def count(session: Session, event: Received) -> None:
    """Count and add."""
    row = insert(totals).values(subject=event.subject, events=1, total=event.data["number"])
    session.execute(
        row.on_conflict_do_update(
            index_elements=["subject"],
            set_={"events": totals.c.events + 1, "total": totals.c.total + row.excluded.total},
        )
    )


@listeners.on("workstead.maker.walk.stepped.v1", reads=Stepped, ordered=True)
def step(session: Session, event: Received) -> None:
    """Steps are entered in the order in which they are handled."""
    number = event.data["step"]
    if number == MOODY and mood["bad"]:
        raise Poison("not now")
    enter(session, event, number)


def enter(
    session: Session, event: Received, number: int, secret: str | None = None, on: date | None = None
) -> None:
    """Write a line of the ledger."""
    values = {"event_id": event.id, "subject": event.subject, "number": number}
    session.execute(ledger.insert().values(**values, secret=secret, occurred_on=on))


class Taker:
    """Keeps a ledger of what it hears."""

    name = "taker"
    database = "taker"
    metadata = taker_metadata
    events = EventRegistry("taker", [Notice])
    listeners = listeners

    context = Context()
    subscription = Subscription()
    relay = OutboxRelay()
