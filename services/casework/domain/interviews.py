"""Interviews: the day and time at which an employer sees a participant, in their own diary.

booked → (time passes) past
  ├→ moved (another interview stands in for it)
  └→ cancelled
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.casework.domain.availability import CHANNELS, LONGEST_DAY
from services.casework.domain.by import By
from services.casework.domain.codes import known
from services.casework.domain.errors import Conflict, DomainError


@dataclass(eq=False)
class Interview:
    """One interview for one application. It is nobody's appointment but the participant's."""

    id: UUID
    application_id: UUID
    participant_id: UUID
    starts_at: datetime
    ends_at: datetime
    channel: str
    recorded_by: UUID
    recorded_at: datetime
    place: str | None = None
    with_whom: str | None = None
    notes: str | None = None
    assisted: bool = False
    helper: str | None = None
    supersedes: UUID | None = None
    moved_at: datetime | None = None
    cancelled_at: datetime | None = None

    @classmethod
    def book(
        cls, id: UUID, application_id: UUID, participant_id: UUID, *, by: By, at: datetime, **told: Any
    ) -> "Interview":
        """It is in their diary."""
        hands: dict[str, Any] = {"recorded_by": by.account_id, "assisted": by.assisted, "helper": by.helper}
        made = cls(id, application_id, participant_id, recorded_at=at, **hands, **told)
        known(made.channel, CHANNELS, "channel")
        if not timedelta(0) < made.ends_at - made.starts_at <= LONGEST_DAY:
            advice = {"ends_at": ["Give a time after the start, on the same day."]}
            raise DomainError("bad-times", "It ends after it begins, and within a day.", advice)
        return made

    def status(self, now: datetime) -> str:
        """Where it stands at an instant: booked, past, moved or cancelled."""
        if self.moved_at is not None:
            return "moved"
        if self.cancelled_at is not None:
            return "cancelled"
        return "past" if self.ends_at <= now else "booked"

    def move(self, now: datetime) -> None:
        """Another time has been found."""
        self._must_stand(now)
        self.moved_at = now

    def cancel(self, now: datetime) -> None:
        """It will not take place."""
        self._must_stand(now)
        self.cancelled_at = now

    def _must_stand(self, now: datetime) -> None:
        if (status := self.status(now)) != "booked":
            raise Conflict(f"interview-{status}", "This interview stands no more.")
