"""The call list: people who have to be rung, because no message would reach them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.casework.domain.errors import Conflict, DomainError

CALLED_OFF = "appointment-cancelled"
"""The reason of a call that tells of a cancellation: the one that is made all the more."""


@dataclass(eq=False)
class Call:
    """One person to ring: why, by when, and what to say. It is closed by the contact that came of it, or
    without one when what it is about is moved or called off.
    """

    id: UUID
    participant_id: UUID
    reason: str
    about: UUID | None
    due_on: date
    script: str | None
    needed_at: datetime
    closed_at: datetime | None = None
    contact_id: UUID | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody has yet to ring."""
        return self.closed_at is None

    def close(self, participant_id: UUID, contact_id: UUID, now: datetime) -> None:
        """It was made, and this contact says how it went."""
        if participant_id != self.participant_id:
            advice = {"call_id": ["Choose a call to this person."]}
            raise DomainError("call-to-another", "That call is to somebody else.", advice)
        if not self.is_open and self.contact_id is None:
            raise Conflict("call-pointless", "The appointment was moved or called off: no need to ring.")
        if not self.is_open:
            raise Conflict("call-closed", "Somebody has made this call already.")
        self.closed_at, self.contact_id = now, contact_id
