"""Contacts: every time we were in touch. Letters, calls and visits count the same as clicks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from services.casework.domain.codes import known
from services.casework.domain.errors import DomainError
from services.casework.domain.happened import Happened

CHANNELS = frozenset({"phone", "letter", "visit", "text", "email", "in-person", "video", "chat"})
EARLIEST = datetime(1950, 1, 1, tzinfo=UTC)
DIRECTIONS = frozenset({"in", "out"})


@dataclass(eq=False)
class Contact:
    """One contact, in or out: what was said is read by those who look after the person, and nobody else."""

    id: UUID
    participant_id: UUID
    organisation_id: UUID
    channel: str
    direction: str
    occurred_at: datetime
    summary: str | None
    assisted: bool
    """Whether the person was helped to use the service, or had it used for them (assisted use)."""
    recorded_by: UUID
    recorded_by_name: str | None
    recorded_at: datetime
    call_id: UUID | None = None
    appointment_id: UUID | None = None
    voicemail: bool = False
    against: list[str] = field(default_factory=list)
    """What of it the person had asked us not to do (`domain/cautions.py`)."""
    because: str | None = None
    """Why it was done all the same."""
    taken_back_at: datetime | None = None
    """When it turned out that there was none: the register had been wrong."""

    def take_back(self, on: date, now: datetime) -> list[Happened]:
        """There was no such contact: it is on no timeline, and counts no more."""
        self.taken_back_at = now
        facts = {"participant_id": self.participant_id, "organisation_id": self.organisation_id}
        return [Happened("contact.taken-back", self.id, facts | {"occurred_on": on})]

    def record(self, now: datetime, local: Callable[[datetime], datetime]) -> list[Happened]:
        """It took place; `local` tells the time on a wall of the instance, and so the day."""
        known(self.channel, CHANNELS, "channel")
        known(self.direction, DIRECTIONS, "direction")
        if self.occurred_at > now:
            advice = {"occurred_at": ["Give a time that has passed."]}
            raise DomainError("future-date", "A contact cannot be in the future.", advice)
        if self.occurred_at < EARLIEST:
            advice = {"occurred_at": [f"Give a time after {EARLIEST.year}."]}
            raise DomainError("too-long-ago", "Nobody could have been in touch then.", advice)
        facts = {
            "participant_id": self.participant_id,
            "organisation_id": self.organisation_id,
            "channel": self.channel,
            "direction": self.direction,
            "assisted": self.assisted,
            "call_id": self.call_id,
            "occurred_on": local(self.occurred_at).date(),
        }
        return [Happened("contact.recorded", self.id, facts)]
