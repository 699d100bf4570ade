"""The steps by which a plan came to where it stands, and the reviews of one that holds: only ever added."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.casework.domain.by import Party

STATUS = {
    "drafted": "draft",
    "submitted": "submitted",
    "returned": "returned",
    "agreed": "agreed",
    "superseded": "superseded",
}
UNSETTLED = frozenset({"draft", "submitted", "returned"})


@dataclass(eq=False)
class PlanStep:
    """One step in the life of a plan: what, when, whose word, whose hands."""

    id: UUID
    plan_id: UUID
    number: int
    step: str
    occurred_on: date
    recorded_at: datetime
    recorded_by: UUID
    party: Party
    assisted: bool = False
    reason: str | None = None
    helper: str | None = None
    """Who lent the participant a hand."""


@dataclass(eq=False)
class PlanReview:
    """Both looked at the plan again: on which day, what they found, and when they will look next."""

    id: UUID
    plan_id: UUID
    note: str
    next_on: date | None
    occurred_on: date
    recorded_at: datetime
    recorded_by: UUID
    party: Party
    assisted: bool = False
    helper: str | None = None
    """Who lent the participant a hand."""
