"""How a service answers for a person of whom it holds something: with a copy when one is asked for, and with
a word once it has forgotten them. Who asks collects the answers, and sees who is missing.

The event that asks bears the id under which the answers are collected: `request_id` for a copy, `erasure_id`
for an erasure. The subject of both is the person.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from marshmallow import fields
from sqlalchemy.orm import Session

from chassis.messaging import outbox
from chassis.messaging.events import Event, Sealed, harmless
from chassis.messaging.listeners import Listeners, Reads, Received
from chassis.store.holdings import Rows

Held = Callable[[Session, UUID], Rows]
"""All that a service holds about a person, by table."""


@dataclass(frozen=True)
class Answer:
    """What is said under the id by which answers are collected."""

    name: str
    subject: UUID
    data: Mapping[str, object]


class Asked(Reads):
    """Somebody wants a copy of what is held about them."""

    request_id = fields.UUID(required=True)


class Erased(Reads):
    """Somebody is to be forgotten. One who was erased before answers were collected has no id for them."""

    erasure_id = fields.UUID(load_default=None, allow_none=True)


def answers(service: str, to: Sequence[str]) -> list[type[Event]]:
    """The two events by which a service answers; what it holds is sealed to those who collect."""
    counted = harmless("a number of rows tells nobody what stands in them")
    copied: dict[str, Any] = {
        "__doc__": f"What {service} holds about whoever asked for a copy; or that it keeps it for them.",
        "type": f"workstead.{service}.access.answered.v1",
        "person": "person_id",
        "person_id": fields.UUID(metadata=harmless("a pseudonymous id")),
        "kept": fields.Boolean(required=True, metadata=harmless("yes or no tells nobody who it was")),
        "rows": fields.Integer(metadata=counted),
        "held": Sealed(fields.Dict(), to=to),
    }
    forgotten = {
        "__doc__": f"Nothing by which the erased person could be known is left in {service}.",
        "type": f"workstead.{service}.erasure.confirmed.v1",
    }
    made = [type("AccessAnswered", (Event,), copied), type("ErasureConfirmed", (Event,), forgotten)]
    return cast(list[type[Event]], made)


def answer_copies(listeners: Listeners, asked: str, held: Held) -> None:
    """Answer each request for a copy with everything that is held."""

    @listeners.on(asked, reads=Asked)
    def hand_over(session: Session, event: Received) -> None:
        rows = held(session, event.subject)
        number = sum(len(those) for those in rows.values())
        data = {"person_id": event.subject, "kept": False, "rows": number, "held": rows}
        outbox.record(session, Answer("access.answered", event.data["request_id"], data))


def keep_copies(listeners: Listeners, asked: str) -> None:
    """Answer that the copy is kept for whoever signs in here: nobody here knows who that is."""

    @listeners.on(asked, reads=Asked)
    def keep(session: Session, event: Received) -> None:
        outbox.record(session, Answer("access.answered", event.data["request_id"], {"kept": True}))


def confirm_erasures(listeners: Listeners, erased: str) -> None:
    """Say when a person has been forgotten. To be called after the listener that forgets them."""

    @listeners.on(erased, reads=Erased)
    def confirm(session: Session, event: Received) -> None:
        confirmed(session, event.data["erasure_id"])


def confirmed(session: Session, erasure_id: UUID | None) -> None:
    """This service's part of an erasure is done."""
    if erasure_id is not None:
        outbox.record(session, Answer("erasure.confirmed", erasure_id, {}))
