"""Handing a person over to a colleague: offered with a note, and theirs once the colleague has said yes."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.happened import Happened


@dataclass(eq=False, kw_only=True)
class Transfer:
    """One offer to hand a person over. Whoever looks after them goes on doing so until it is accepted."""

    id: UUID
    participant_id: UUID
    organisation_id: UUID
    from_adviser_id: UUID | None
    to_adviser_id: UUID
    note: str
    """What the next adviser has to know; for those who look after the person, and nobody else."""
    offered_by: UUID
    offered_by_name: str | None
    offered_at: datetime
    accepted_at: datetime | None = None
    declined_at: datetime | None = None
    declined_because: str | None = None
    withdrawn_at: datetime | None = None

    @property
    def status(self) -> str:
        """offered → accepted | declined (by the colleague) | withdrawn (by us, or overtaken)."""
        steps = (
            ("accepted", self.accepted_at),
            ("declined", self.declined_at),
            ("withdrawn", self.withdrawn_at),
        )
        return next((status for status, at in steps if at is not None), "offered")

    def offer(self, today: date) -> list[Happened]:
        """The colleague is asked."""
        if self.to_adviser_id == self.from_adviser_id:
            advice = {"to_adviser_id": ["Choose somebody else."]}
            raise DomainError("already-theirs", "They look after this person already.", advice)
        return [self._happened("offered", today)]

    def accept(self, looks_after: UUID | None, now: datetime, today: date) -> list[Happened]:
        """The colleague says yes, unless somebody else looks after the person by now."""
        self._must_be_open()
        if looks_after != self.from_adviser_id:
            raise Conflict("adviser-changed", "Somebody else looks after them by now. Ask for it anew.")
        self.accepted_at = now
        return [self._happened("accepted", today)]

    def decline(self, because: str, now: datetime, today: date) -> list[Happened]:
        """The colleague says no, and why; the person stays with whoever looks after them."""
        self._must_be_open()
        self.declined_at, self.declined_because = now, because
        return [self._happened("declined", today)]

    def withdraw(self, now: datetime, today: date) -> list[Happened]:
        """It is not asked any more."""
        self._must_be_open()
        self.withdrawn_at = now
        return [self._happened("withdrawn", today)]

    def _must_be_open(self) -> None:
        if self.status != "offered":
            raise Conflict(f"transfer-{self.status}", f"This has been {self.status} already.")

    def _happened(self, what: str, on: date) -> Happened:
        facts = {
            "participant_id": self.participant_id,
            "organisation_id": self.organisation_id,
            "to_adviser_id": self.to_adviser_id,
            "occurred_on": on,
        }
        return Happened(f"transfer.{what}", self.id, facts)
