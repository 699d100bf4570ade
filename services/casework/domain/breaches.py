"""A personal data breach: its log, and the 72 hours within which the Information Commissioner hears of it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.casework.domain.codes import known
from services.casework.domain.deadlines import BREACH_HOURS
from services.casework.domain.errors import Conflict, DomainError

RISKS = frozenset({"unlikely", "likely", "high"})
"""What it may mean for people: unlikely is not reported, high means that they are told (Articles 33, 34)."""
STEPS = frozenset({"recorded", "noted", "reported", "people-told", "risk-changed", "closed"})


@dataclass(eq=False, kw_only=True)
class BreachNote:
    """A line of the log. Lines are only added."""

    id: UUID
    breach_id: UUID
    step: str
    words: str | None
    noted_by: UUID
    noted_by_name: str | None
    noted_at: datetime


@dataclass(eq=False, kw_only=True)
class Breach:
    """What happened, since when the organisation has known, and what it did."""

    id: UUID
    organisation_id: UUID
    noticed_at: datetime
    what: str
    people: int | None
    risk: str
    recorded_by: UUID
    recorded_by_name: str | None
    recorded_at: datetime
    reported_at: datetime | None = None
    reported_reference: str | None = None
    late_reason: str | None = None
    people_told_at: datetime | None = None
    closed_at: datetime | None = None
    closed_reason: str | None = None
    notes: list[BreachNote] = field(default_factory=list)

    @property
    def due_at(self) -> datetime:
        """Until then a report is in time."""
        return self.noticed_at + BREACH_HOURS

    @property
    def must_report(self) -> bool:
        """Whether the Commissioner has to hear of it."""
        return self.risk != "unlikely"

    def begin(self, now: datetime) -> None:
        """It was noticed then: the clock runs from that instant, not from when it was written down."""
        known(self.risk, RISKS, "risk")
        if self.noticed_at > now:
            advice = {"noticed_at": ["Give a time that has passed."]}
            raise DomainError("future-date", "A breach is noticed before it is written down.", advice)

    def weigh(self, risk: str) -> None:
        """What it may mean for people is seen differently now."""
        self._require_open()
        self.risk = known(risk, RISKS, "risk")

    def report(self, at: datetime, reference: str | None, late_reason: str | None, now: datetime) -> None:
        """The Commissioner was told; after the 72 hours, with the reason for the delay (Article 33(1))."""
        self._require_open()
        if self.reported_at is not None:
            raise Conflict("already-reported", "It has been reported already.")
        self._in_time(at, now)
        if at > self.due_at and not late_reason:
            advice = {"late_reason": ["Say why it was not reported within 72 hours."]}
            raise DomainError("late-without-reason", "A late report gives the reason for the delay.", advice)
        self.reported_at, self.reported_reference, self.late_reason = at, reference, late_reason

    def tell_people(self, at: datetime, now: datetime) -> None:
        """Those whose data it was have been told (Article 34)."""
        self._require_open()
        self._in_time(at, now)
        self.people_told_at = at

    def close(self, reason: str, now: datetime) -> None:
        """Nothing is left to do. What has to be reported was reported, and who has to be told was told."""
        self._require_open()
        if self.must_report and self.reported_at is None:
            raise Conflict("not-reported", "It has not been reported to the Information Commissioner.")
        if self.risk == "high" and self.people_told_at is None:
            raise Conflict("people-not-told", "The people whose data it was have not been told.")
        self.closed_at, self.closed_reason = now, reason

    def _require_open(self) -> None:
        if self.closed_at is not None:
            raise Conflict("breach-closed", "This breach is closed.")

    def _in_time(self, at: datetime, now: datetime) -> None:
        if at > now or at < self.noticed_at:
            advice = {"at": ["Give a time between when it was noticed and now."]}
            raise DomainError("time-does-not-fit", "That time does not fit.", advice)
