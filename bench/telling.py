"""Casework's own actions, done here and not over HTTP: what they record is what is measured on its way."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from bench.instances import Pair
from bench.processes import Failed
from chassis import clock, logs
from chassis.context import ServiceContext
from chassis.ids import new_id
from chassis.messaging import outbox, telling
from chassis.messaging.tables import event_log
from chassis.settings import Settings
from chassis.testing import actors
from chassis.testing.http import client_for
from demo.client import until
from services.casework.actions import contacts
from services.casework.actions.contacts import Said
from services.casework.domain.happened import Happened
from services.casework.service import Casework
from services.casework.store.recommendations import recommendation_review

PERSON: dict[str, Any] = {
    "full_name": "Amina Yusuf",
    "called": "Amina",
    "contact": {
        "channel": "letter",
        "language": "en",
        "address_lines": ["1 Harbour Row"],
        "postcode": "ZZ1 1AA",
    },
    "heard_of": "library",
    "out_of_work_since": "2024-08-05",
    "lawful_bases": [
        {"purpose": "support", "basis": "public-task", "source": "Pathways contract, schedule 2"}
    ],
    "different_person": True,
}
CONTACT = {
    "participant_id": new_id(),
    "organisation_id": new_id(),
    "channel": "letter",
    "direction": "out",
    "assisted": False,
    "occurred_on": clock.today(),
}
LETTER = Said(channel="letter", direction="out", summary="About the bus pass")


class Office:
    """An adviser at casework's database."""

    def __init__(self, suite: Pair) -> None:
        settings = Settings.from_env(suite.settings | {"WORKSTEAD_LOG_LEVEL": "WARNING"})
        logs.configure(settings)
        self._context = ServiceContext.build(Casework, settings)
        self._adviser = actors.person("adviser", name="Anwen Pritchard")

    def __enter__(self) -> "Office":
        return self

    def __exit__(self, *_: object) -> None:
        self._context.close()

    def register(self, count: int) -> list[UUID]:
        """Register so many people, and wait until casework has seen to all that follows from it."""
        people = [self._register() for _ in range(count)]
        until(self._is_at_rest, "casework has gone over what is recommended to everybody")
        return people

    def _register(self) -> UUID:
        answer = client_for(self._context, Casework, self._adviser).post("/participants", PERSON)
        if answer.status_code != 201 or answer.json is None:
            raise Failed(f"Nobody could be registered: {answer.text}")
        return UUID(answer.json["id"])

    def record_contacts(self, person: UUID, count: int, before_commit: Callable[[], None]) -> None:
        """Record so many contacts, each by the action that an adviser's click does.

        They are committed together, so that the way behind the commit is measured with one beginning and
        nothing else at work. The commit itself counts as part of the way.
        """
        with self._context.database.transaction(self._adviser) as session:
            for _ in range(count):
                contacts.record_contact(session, self._adviser, person, LETTER)
            before_commit()

    def tell_of_a_contact(self) -> UUID:
        """Record and commit one event of a contact, without the contact itself: so that a steady pace is ours
        to keep. Answers the contact's id.
        """
        told = Happened("contact.recorded", new_id(), CONTACT)
        with self._context.database.transaction(self._adviser) as session:
            outbox.record(session, told)
        return told.subject

    def until_published(self) -> None:
        """Wait until the broker has everything."""
        until(self._is_published, "casework has published what it recorded")

    def _is_published(self) -> bool:
        with self._context.database.transaction() as session:
            return not outbox.waiting(session, limit=1)

    def _is_at_rest(self) -> bool:
        waiting = select(func.count()).where(recommendation_review.c.is_due)
        with self._context.database.transaction() as session:
            return session.scalar(waiting) == 0

    def last_message(self) -> str:
        """What the last event looked like on its way."""
        with self._context.database.transaction() as session:
            row = session.execute(select(event_log).order_by(event_log.c.seq.desc()).limit(1)).one()
        return telling.to_everybody(self._context, SimpleNamespace(**row._mapping)).body.decode()
