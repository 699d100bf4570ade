"""Notify on a fresh database, with a real mail server, and the facts that it hears of."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis import clock
from chassis.actor import Actor
from chassis.context import ServiceContext
from chassis.ids import new_id
from chassis.testing.bus import Said, deliver, recorded
from chassis.testing.http import Client, client_for
from chassis.testing.smtp import SmtpServer, smtp_server
from services.notify.actions.sending import send_due
from services.notify.carriers import carriers_for
from services.notify.domain.messages import Message
from services.notify.service import Notify
from services.notify.store import messages

__all__ = ["smtp_server"]

NOW = clock.at(date(2025, 3, 3), 10)
CARD: dict[str, Any] = {
    "name": "Aisha Bello",
    "called": "Aisha",
    "language": "en",
    "channel": "email",
    "email": "aisha@post.example",
    "phone": "+447700900123",
    "address_lines": ["1 High Street", "Eastgate"],
    "postcode": "ZZ1 1ZZ",
    "digital_access": True,
    "safe_contact": {
        "voicemail": True,
        "letter": True,
        "sender_name": None,
        "quiet_from": None,
        "quiet_until": None,
    },
}


@dataclass
class World:
    """Notify, what it hears, and what comes of it."""

    context: ServiceContext
    smtp: SmtpServer
    org: UUID = field(default_factory=new_id)
    adviser_id: UUID = field(default_factory=new_id)

    def hear(self, type: str, data: dict[str, Any], subject: UUID | None = None, **envelope: Any) -> Any:
        """An event comes in."""
        return deliver(self.context, type, data, subject=subject, **envelope)

    def person(self, *, safe: dict[str, Any] | None = None, **changes: Any) -> UUID:
        """Somebody with this contact card."""
        person_id = new_id()
        self.card(person_id, safe=safe, **changes)
        return person_id

    def card(
        self,
        person_id: UUID,
        *,
        safe: dict[str, Any] | None = None,
        sequence: int | None = None,
        **changes: Any,
    ) -> None:
        """Their contact card changes."""
        card = CARD | changes
        card["safe_contact"] = CARD["safe_contact"] | (safe or {})
        data = {"card": card, "organisation_id": self.org, "adviser_id": self.adviser_id}
        envelope = {} if sequence is None else {"sequence": sequence}
        self.hear("workstead.casework.participant.contact-card-changed.v1", data, person_id, **envelope)

    def book(self, person_id: UUID, starts_in: timedelta = timedelta(days=7), **given: Any) -> UUID:
        """An appointment is booked for them."""
        appointment_id = given.pop("appointment_id", None) or new_id()
        envelope = {name: given.pop(name) for name in ("rebuild", "sequence", "id") if name in given}
        starts_at = clock.now() + starts_in
        data = {
            "participant_id": person_id,
            "adviser_id": self.adviser_id,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=1),
            "channel": "in-person",
            "booked_by": "participant",
            "details": {"with_whom": "Dewi Price", "place": "Eastgate Library", "purpose": "your CV"},
        }
        self.hear("workstead.casework.appointment.booked.v1", data | given, appointment_id, **envelope)
        return appointment_id

    def cancel(self, person_id: UUID, appointment_id: UUID, **envelope: Any) -> None:
        """It will not take place."""
        data = {"participant_id": person_id, "occurred_on": clock.today(), "by": "adviser"}
        self.hear("workstead.casework.appointment.cancelled.v1", data, appointment_id, **envelope)

    def rearrange(self, person_id: UUID, appointment_id: UUID, replacement_id: UUID) -> None:
        """It takes place at another time."""
        data = {
            "participant_id": person_id,
            "replacement_id": replacement_id,
            "occurred_on": clock.today(),
            "by": "adviser",
        }
        self.hear("workstead.casework.appointment.rearranged.v1", data, appointment_id)

    def send(self) -> int:
        """The sender makes its round."""
        return send_due(self.context, carriers_for(self.context.settings))

    @contextmanager
    def later(self, after: timedelta) -> Iterator[datetime]:
        """The instance's clock, that much later."""
        with clock.frozen(clock.now() + after) as moment:
            yield moment

    def messages(self, person_id: UUID) -> dict[str, Message]:
        """The messages to a person, by template."""
        with self.context.database.transaction() as session:
            return {message.template: message for message in messages.of_person(session, person_id)}

    def said(self, name: str | None = None) -> list[Said]:
        """What notify has said."""
        return recorded(self.context, name)

    def as_(self, actor: Actor) -> Client:
        """Its API, as this actor."""
        return client_for(self.context, Notify, actor)


@pytest.fixture
def frozen() -> Iterator[datetime]:
    with clock.frozen(NOW) as moment:
        yield moment


@pytest.fixture
def world(service_context: Callable[..., ServiceContext], smtp_server: SmtpServer, frozen: datetime) -> World:
    settings = {
        "smtp_url": smtp_server.url,
        "mail_from": "hello@northbridge.example",
        "public_url": "https://northbridge.example",
    }
    return World(service_context(Notify, **settings), smtp_server)
