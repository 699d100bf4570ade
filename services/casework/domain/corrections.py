"""A person says that something is wrong in their record and asks for it to be put right."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.casework.domain.dates import not_in_future
from services.casework.domain.deadlines import ANSWER_MONTHS, plus_months
from services.casework.domain.errors import Conflict, DomainError

MADE, REFUSED = "made", "refused"
DECISIONS = frozenset({MADE, REFUSED})


@dataclass(eq=False, kw_only=True)
class CorrectionRequest:
    """What is wrong and what would be right, in the person's words; then what was decided, and why."""

    id: UUID
    participant_id: UUID
    asked_on: date
    party: str
    asked_by: UUID
    asked_by_name: str | None
    recorded_at: datetime
    part: str
    wrong: str
    right: str
    decided_on: date | None = None
    decided_by: UUID | None = None
    decided_by_name: str | None = None
    decision: str | None = None
    reason: str | None = None

    @property
    def due_on(self) -> date:
        """The last day for an answer: one month (UK GDPR, Articles 12(3) and 16)."""
        return plus_months(self.asked_on, ANSWER_MONTHS)

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it yet."""
        return self.decided_on is None

    def ask(self, today: date) -> None:
        """It was asked for on that day."""
        not_in_future(self.asked_on, today)

    def decide(self, decision: str, reason: str | None, by: UUID, name: str | None, today: date) -> None:
        """It was put right, or is refused with a reason that the person reads."""
        if not self.is_open:
            raise Conflict("already-decided", "Somebody has answered this already.")
        if decision == REFUSED and not reason:
            advice = {"reason": ["Say why, in words that the person understands."]}
            raise DomainError("reason-missing", "A refusal needs a reason.", advice)
        self.decided_on, self.decision, self.reason = today, decision, reason
        self.decided_by, self.decided_by_name = by, name
