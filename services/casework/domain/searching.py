"""The diary of a job search: what somebody did to find work, and how long it took them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.casework.domain.by import By
from services.casework.domain.dates import not_in_future
from services.casework.domain.errors import Conflict, DomainError

DAY = 24 * 60
"""Minutes: nobody looks for work longer than a day in one day."""


@dataclass(eq=False)
class Activity:
    """One thing that was done on a day; `kind` is one of the search-activities."""

    id: UUID
    participant_id: UUID
    kind: str
    occurred_on: date
    minutes: int
    recorded_by: UUID
    recorded_at: datetime
    note: str | None = None
    application_id: UUID | None = None
    assisted: bool = False
    helper: str | None = None
    removed_at: datetime | None = None

    @classmethod
    def note_down(
        cls, id: UUID, participant_id: UUID, *, by: By, at: datetime, today: date, **told: Any
    ) -> "Activity":
        """It was done, on that day, for so many minutes."""
        hands: dict[str, Any] = {"recorded_by": by.account_id, "assisted": by.assisted, "helper": by.helper}
        made = cls(id, participant_id, recorded_at=at, **hands, **told)
        not_in_future(made.occurred_on, today)
        if not 0 < made.minutes <= DAY:
            advice = {"minutes": ["Give how long it took in minutes, from 1 to 1440."]}
            raise DomainError("bad-minutes", "A day has 1440 minutes.", advice)
        return made

    def remove(self, at: datetime) -> None:
        """It was noted by mistake."""
        if self.removed_at is not None:
            raise Conflict("activity-removed", "This was taken out already.")
        self.removed_at = at
