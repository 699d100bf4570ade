"""Records that only some may open; and opening one all the same, with a reason that is looked at later."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from services.casework.domain.codes import known
from services.casework.domain.errors import Conflict
from services.casework.domain.placed import Placed

OPEN_FOR = timedelta(hours=4)
"""So long a record stays open to somebody who broke the glass. An operator's choice, not a rule of law."""
FINDINGS = frozenset({"justified", "not-justified"})


@dataclass(eq=False)
class NamedReader:
    """Somebody who may open a restricted record."""

    restriction_id: UUID
    account_id: UUID
    name: str | None


@dataclass(eq=False, kw_only=True)
class Restriction(Placed):
    """From that day only those named, the person themself and the data-protection officer see the record."""

    readers: list[NamedReader] = field(default_factory=list)


@dataclass(eq=False, kw_only=True)
class EmergencyReading:
    """Somebody who is not named broke the glass: why, for how long, and what was found of it later."""

    id: UUID
    participant_id: UUID
    account_id: UUID
    name: str | None
    organisation_id: UUID
    reason: str
    opened_at: datetime
    until_at: datetime
    reviewed_on: date | None = None
    reviewed_by: UUID | None = None
    reviewed_by_name: str | None = None
    finding: str | None = None
    note: str | None = None

    def covers(self, account_id: UUID | None, at: datetime) -> bool:
        """Whether what this account read at that instant was read through the broken glass."""
        return account_id == self.account_id and self.opened_at <= at < self.until_at

    def review(self, finding: str, note: str | None, by: UUID, name: str | None, today: date) -> None:
        """The data-protection officer says whether it was right. Nobody reviews themselves."""
        if self.reviewed_on is not None:
            raise Conflict("already-reviewed", "Somebody has reviewed this already.")
        if by == self.account_id:
            raise Conflict("own-review", "Somebody else has to review what you opened.")
        self.finding = known(finding, FINDINGS, "finding")
        self.reviewed_on, self.reviewed_by, self.reviewed_by_name, self.note = today, by, name, note
