"""Action plans: made with the participant, never about them without them.

    draft → submitted → agreed (by the other party than its author) → superseded by the next version
              └→ returned(reason) → submitted

Where a plan stands follows from its steps, which are only ever added.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from services.casework.domain.by import By, Party
from services.casework.domain.codes import known
from services.casework.domain.dates import not_in_future
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.happened import Happened

STATUS = {
    "drafted": "draft",
    "submitted": "submitted",
    "returned": "returned",
    "agreed": "agreed",
    "superseded": "superseded",
}
UNSETTLED = frozenset({"draft", "submitted", "returned"})
TOWARDS = frozenset({"barrier", "goal"})
OWNERS = frozenset({"participant", "adviser"})


@dataclass(frozen=True, kw_only=True)
class Intention:
    """What somebody is going to do, as it is put into a plan."""

    title: str
    towards_kind: str
    towards: str
    """The code of a barrier, or a goal in words."""
    owner: str
    due_on: date

    def __post_init__(self) -> None:
        known(self.towards_kind, TOWARDS, "actions")
        known(self.owner, OWNERS, "actions")


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

    @property
    def status(self) -> str:
        """Open until somebody did it."""
        return "open" if self.completed_on is None else "done"


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
class Plan:
    """One version of what a participant and an adviser are going to do."""

    id: UUID
    participant_id: UUID
    version: int
    author: Party
    aim: str | None = None
    actions: list[PlanAction] = field(default_factory=list)
    steps: list[PlanStep] = field(default_factory=list)

    @property
    def last_step(self) -> PlanStep:
        """The step that says where it stands."""
        return max(self.steps, key=lambda step: step.number)

    @property
    def status(self) -> str:
        """Where it stands."""
        return STATUS[self.last_step.step]

    def on(self, step: str) -> date | None:
        """The day of the latest such step; None if there was none."""
        days = [one.occurred_on for one in sorted(self.steps, key=lambda one: one.number) if one.step == step]
        return days[-1] if days else None

    @property
    def agreed_on(self) -> date | None:
        """Since when both parties stand by it."""
        return self.on("agreed")

    def revise(self, aim: str | None, actions: Sequence[PlanAction], by: By) -> None:
        """Its author writes it anew, as long as it is not before the other party."""
        self._require("revise", {"draft", "returned"})
        self._require_author(by)
        self.aim = aim
        self.actions[:] = list(actions)

    def submit(self, *, id: UUID, by: By, on: date, at: datetime, today: date) -> list[Happened]:
        """Its author puts it before the other party."""
        self._require("submit", {"draft", "returned"})
        self._require_author(by)
        if not self.actions:
            advice = {"actions": ["Add at least one action."]}
            raise DomainError("plan-empty", "A plan says what somebody is going to do.", advice)
        return self._told("plan.submitted", self._take("submitted", id, by, on, at, today))

    def agree(self, *, id: UUID, by: By, on: date, at: datetime, today: date) -> list[Happened]:
        """The other party than its author agrees: no decisions about me without me."""
        self._require("agree", {"submitted"})
        self._require_other(by)
        return self._told("plan.agreed", self._take("agreed", id, by, on, at, today))

    def give_back(self, reason: str, *, id: UUID, by: By, on: date, at: datetime, today: date) -> None:
        """The other party does not agree, and says why; its author may revise it and submit it again."""
        self._require("return", {"submitted"})
        self._require_other(by)
        self._take("returned", id, by, on, at, today).reason = reason

    def supersede(self, *, id: UUID, by: By, on: date, at: datetime, today: date) -> None:
        """The next version has been agreed and holds from that day on."""
        self._require("supersede", {"agreed"})
        self._take("superseded", id, by, on, at, today)

    def complete(
        self, action_id: UUID, *, by: By, on: date, today: date, note: str | None = None
    ) -> list[Happened]:
        """Something in the plan was done; what an adviser was to do, an adviser says is done."""
        self._require("complete an action of", {"agreed"})
        action = self._action(action_id)
        not_in_future(on, today)
        self._check_completion(action, by, on)
        action.completed_on, action.completed_by = on, by.account_id
        action.completed_assisted, action.completion_note = by.assisted, note
        facts = {"participant_id": self.participant_id, "occurred_on": on}
        return [Happened("plan.action-completed", self.id, facts)]

    def has_action(self, action_id: UUID) -> bool:
        """Whether that action belongs to this plan."""
        return any(action.id == action_id for action in self.actions)

    def _action(self, action_id: UUID) -> PlanAction:
        return next(action for action in self.actions if action.id == action_id)

    def _check_completion(self, action: PlanAction, by: By, on: date) -> None:
        if action.completed_on is not None:
            raise Conflict("action-completed", f"This was done on {action.completed_on.isoformat()}.")
        if action.owner == "adviser" and by.party != "adviser":
            raise Conflict("not-your-action", "Your adviser is to do this, and will say when it is done.")
        if on < (begun := self.steps[0].occurred_on):
            advice = {"occurred_on": [f"The plan was begun on {begun.isoformat()}."]}
            raise DomainError("before-plan", "There was no plan on that day.", advice)

    def _take(self, step: str, id: UUID, by: By, on: date, at: datetime, today: date) -> PlanStep:
        not_in_future(on, today)
        if on < (before := self.last_step.occurred_on):
            advice = {"occurred_on": [f"Give {before.isoformat()} or a later day."]}
            raise DomainError("before-previous-step", "The step before it was later.", advice)
        number = self.last_step.number + 1
        taken = PlanStep(id, self.id, number, step, on, at, by.account_id, by.party, by.assisted)
        taken.helper = by.helper
        self.steps.append(taken)
        return taken

    def _told(self, name: str, step: PlanStep) -> list[Happened]:
        facts = {
            "participant_id": self.participant_id,
            "version": self.version,
            "occurred_on": step.occurred_on,
        }
        return [Happened(name, self.id, facts)]

    def _require(self, what: str, statuses: set[str]) -> None:
        if self.status not in statuses:
            raise Conflict(f"plan-{self.status}", f"You cannot {what} a plan that is {self.status}.")

    def _require_author(self, by: By) -> None:
        if by.party != self.author:
            raise Conflict("not-the-author", f"The {self.author} wrote this plan, and only they can do this.")

    def _require_other(self, by: By) -> None:
        if by.party == self.author:
            raise Conflict("author-cannot-agree", f"The {self.author} wrote it: the other party answers.")


def draft(
    *,
    id: UUID,
    step_id: UUID,
    participant_id: UUID,
    version: int,
    aim: str | None,
    actions: Sequence[PlanAction],
    by: By,
    on: date,
    at: datetime,
    today: date,
) -> Plan:
    """A new version, which its author alone changes."""
    not_in_future(on, today)
    first = PlanStep(step_id, id, 1, "drafted", on, at, by.account_id, by.party, by.assisted)
    return Plan(id, participant_id, version, by.party, aim, list(actions), [first])


def actions_of(plan_id: UUID, intentions: Sequence[tuple[UUID, Intention]]) -> list[PlanAction]:
    """The intentions as actions of a plan, in their order."""
    return [
        PlanAction(id, plan_id, position, one.title, one.towards_kind, one.towards, one.owner, one.due_on)
        for position, (id, one) in enumerate(intentions, start=1)
    ]
