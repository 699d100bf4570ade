"""A file with the records of many people at once: one person asks, another allows it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.casework.domain.errors import Conflict

OPEN_FOR = timedelta(hours=24)
"""So long an export that was allowed can be fetched. An operator's choice."""


@dataclass(eq=False, kw_only=True)
class BulkExport:
    """One export: what of, why, who asked, who decided, and when it was fetched."""

    id: UUID
    organisation_id: UUID
    what: str
    reason: str
    asked_by: UUID
    asked_by_name: str | None
    asked_at: datetime
    decided_at: datetime | None = None
    decided_by: UUID | None = None
    decided_by_name: str | None = None
    allowed: bool | None = None
    until_at: datetime | None = None
    fetched_at: datetime | None = None
    people: int | None = None

    def decide(self, allowed: bool, by: UUID, name: str | None, now: datetime) -> None:
        """A second person allows it for a day, or does not."""
        if self.decided_at is not None:
            raise Conflict("already-decided", "Somebody has decided this already.")
        if by == self.asked_by:
            raise Conflict("second-person-needed", "Somebody else than who asked has to decide.")
        self.decided_at, self.decided_by, self.decided_by_name, self.allowed = now, by, name, allowed
        self.until_at = now + OPEN_FOR if allowed else None

    def fetch(self, by: UUID, people: int, now: datetime) -> None:
        """Whoever asked takes it while it is open to them; each time stands in the records."""
        if not self.allowed or self.until_at is None:
            raise Conflict("not-allowed-yet", "A second person has to allow it first.")
        if by != self.asked_by:
            raise Conflict("not-yours", "Only who asked for it takes it.")
        if now >= self.until_at:
            raise Conflict("export-over", "Its time is over. Ask again.")
        self.fetched_at, self.people = now, people
