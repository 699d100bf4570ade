"""A person asks for a copy of everything that is held about them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.casework.domain.dates import not_in_future
from services.casework.domain.deadlines import ANSWER_MONTHS, EXTENSION_MONTHS, plus_months
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.happened import Happened

ANSWERING = ("marketplace", "community", "notify", "mi", "gateway")
"""The services that answer for what they hold; casework itself answers at once."""


@dataclass(eq=False, kw_only=True)
class AccessRequest:
    """One request. It is open until the data-protection officer has looked at the copy and released it."""

    id: UUID
    participant_id: UUID
    asked_on: date
    party: str
    """Whose word it was: the participant's, or an adviser's who was told."""
    asked_by: UUID
    asked_by_name: str | None
    recorded_at: datetime
    extended_on: date | None = None
    extended_reason: str | None = None
    released_on: date | None = None
    released_by: UUID | None = None
    released_by_name: str | None = None

    @property
    def due_on(self) -> date:
        """The last day on which the copy is in time."""
        more = EXTENSION_MONTHS if self.extended_on else 0
        return plus_months(self.asked_on, ANSWER_MONTHS + more)

    @property
    def is_open(self) -> bool:
        """Whether the person still waits for it."""
        return self.released_on is None

    def ask(self, today: date) -> list[Happened]:
        """It was asked for on that day; every service is told, and answers for its part."""
        not_in_future(self.asked_on, today)
        facts = {"request_id": self.id, "occurred_on": self.asked_on}
        return [Happened("participant.access-requested", self.participant_id, facts)]

    def extend(self, reason: str, today: date) -> None:
        """Two more months, once, and said while the first is not over."""
        self.require_open()
        if self.extended_on is not None:
            raise Conflict("already-extended", "It has been extended already, and can be but once.")
        if today > self.due_on:
            raise DomainError("too-late-to-extend", f"It was due on {self.due_on.isoformat()}.")
        self.extended_on, self.extended_reason = today, reason

    def release(self, by: UUID, name: str | None, missing: list[str], today: date) -> list[Happened]:
        """The person may have the copy now. Every service must have answered: half a copy is none."""
        self.require_open()
        if missing:
            advice = {"request": [f"Wait for: {', '.join(missing)}."]}
            raise Conflict("answers-missing", "Not every service has answered yet.", advice)
        self.released_on, self.released_by, self.released_by_name = today, by, name
        facts = {"request_id": self.id, "occurred_on": today}
        return [Happened("participant.copy-released", self.participant_id, facts)]

    def require_open(self) -> None:
        """Refuse to change a copy that the person has already."""
        if not self.is_open:
            raise Conflict("already-released", "The copy has been released already.")


@dataclass(eq=False, kw_only=True)
class AccessAnswer:
    """What one service answered to one request."""

    request_id: UUID
    service: str
    participant_id: UUID
    answered_at: datetime
    kept: bool
    """Whether it keeps its part for the person to fetch there, because it does not know who they are."""
    rows: int | None
    held: dict[str, object] | None


def still_missing(answers: list[AccessAnswer]) -> list[str]:
    """The services that have not answered yet."""
    return [service for service in ANSWERING if service not in {answer.service for answer in answers}]
