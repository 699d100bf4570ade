"""What somebody is going to do in a plan: who, by when, for which barrier or goal, and how it went.

    open → in progress → done
      └───────┴→ not done (reason)
      └───────┴→ cancelled (reason; by its owner alone)

How an action stands follows from what was said about it, which is only ever added.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from services.casework.domain.by import By, Party
from services.casework.domain.codes import known
from services.casework.domain.errors import Conflict, DomainError

TOWARDS = frozenset({"barrier", "goal"})
OWNERS = frozenset({"participant", "adviser"})
STEPS = {"started": "in-progress", "not-done": "not-done", "cancelled": "cancelled"}
"""What can be said of an action on its way, and how it stands then."""
EVIDENCE = "evidence"
SETTLED = frozenset({"done", "not-done", "cancelled"})
LONGEST_REMINDER = 28
"""Days before its day on which somebody may be reminded of an action."""


@dataclass(frozen=True, kw_only=True)
class Intention:
    """What somebody is going to do, as it is put into a plan."""

    title: str
    towards_kind: str
    towards: str
    """The code of a barrier, or a goal in words."""
    owner: str
    due_on: date
    continues: UUID | None = None
    """The action of an earlier version that this one goes on with."""
    remind_days: int | None = None
    """So many days before its day its owner is reminded; None for not at all."""

    def __post_init__(self) -> None:
        known(self.towards_kind, TOWARDS, "actions")
        known(self.owner, OWNERS, "actions")
        if self.remind_days is None:
            return
        if self.owner != "participant" or not 0 <= self.remind_days <= LONGEST_REMINDER:
            advice = f"Give 0 to {LONGEST_REMINDER} days, for what the participant is to do."
            raise DomainError("bad-reminder", "Nobody can be reminded so.", {"remind_days": [advice]})


@dataclass(eq=False)
class ActionStep:
    """One thing that was said about an action on its way, or what shows that it was done."""

    id: UUID
    action_id: UUID
    plan_id: UUID
    what: str
    words: str | None
    """The reason why it was not done or was cancelled; the evidence in words."""
    occurred_on: date
    recorded_at: datetime
    recorded_by: UUID
    party: Party
    assisted: bool = False
    helper: str | None = None
    """Who lent the participant a hand."""
    document_id: UUID | None = None
    """The document that shows it."""


@dataclass(eq=False)
class PlanAction:
    """One thing to do: who, by when, and which barrier or goal it is for."""

    id: UUID
    plan_id: UUID
    position: int
    title: str
    towards_kind: str
    towards: str
    owner: str
    due_on: date
    completed_on: date | None = None
    completed_by: UUID | None = None
    completed_assisted: bool = False
    completion_note: str | None = None
    continues: UUID | None = None
    remind_days: int | None = None
    reminded_on: date | None = None
    added_on: date | None = None
    """The day on which its owner added it to a plan that both had agreed; None if it was in the plan."""
    progress: list[ActionStep] = field(default_factory=list)

    @property
    def status(self) -> str:
        """Open, in progress, done, not done or cancelled."""
        if self.completed_on is not None:
            return "done"
        said = [STEPS[one.what] for one in self.progress if one.what in STEPS]
        return said[-1] if said else "open"

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is to be done about it."""
        return self.status in SETTLED

    def is_to_remind(self, today: date) -> bool:
        """Whether the participant is to be reminded of it on that day: once, and not when its day is past."""
        if self.remind_days is None or self.reminded_on is not None or self.owner != "participant":
            return False
        first = self.due_on - timedelta(days=self.remind_days)
        return first <= today <= self.due_on and not self.is_settled

    def note(
        self,
        what: str,
        words: str | None,
        *,
        id: UUID,
        by: By,
        on: date,
        at: datetime,
        document_id: UUID | None = None,
    ) -> None:
        """Something was said about it, or a document shows it."""
        whose = (by.account_id, by.party, by.assisted, by.helper)
        self.progress.append(ActionStep(id, self.id, self.plan_id, what, words, on, at, *whose, document_id))

    def require_unsettled(self) -> None:
        """Go on only if something is still to be done about it."""
        if self.completed_on is not None:
            raise Conflict("action-completed", f"This was done on {self.completed_on.isoformat()}.")
        if self.is_settled:
            raise Conflict("action-settled", "This is not to be done any more.")

    def require_own(self, by: By) -> None:
        """What an adviser is to do, an adviser speaks about."""
        if self.owner == "adviser" and by.party != "adviser":
            raise Conflict("not-your-action", "Your adviser is to do this, and will say when it is done.")


def actions_of(
    plan_id: UUID, intentions: Sequence[tuple[UUID, Intention]], *, after: int = 0
) -> list[PlanAction]:
    """The intentions as actions of a plan, in their order, behind those that are there."""
    return [
        PlanAction(
            id=id,
            plan_id=plan_id,
            position=position,
            title=one.title,
            towards_kind=one.towards_kind,
            towards=one.towards,
            owner=one.owner,
            due_on=one.due_on,
            continues=one.continues,
            remind_days=one.remind_days,
        )
        for position, (id, one) in enumerate(intentions, start=after + 1)
    ]
