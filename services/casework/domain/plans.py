"""Action plans: made with the participant, never about them without them.

    draft → submitted → agreed (by the other party than its author) → superseded by the next version
              └→ returned(reason) → submitted

Where a plan stands follows from its steps, which are only ever added. While it holds, each party adds what
they themselves will do, says how it goes, and both look at it again on the day that they agreed for that.
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
from services.casework.domain.plan_actions import EVIDENCE, STEPS, Intention, PlanAction, actions_of
from services.casework.domain.plan_steps import STATUS, PlanReview, PlanStep

MOST_ACTIONS = 50


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
    review_on: date | None = None
    """The day on which both will look at it again; a review moves it on."""
    reviews: list[PlanReview] = field(default_factory=list)

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

    def revise(
        self, aim: str | None, actions: Sequence[PlanAction], by: By, review_on: date | None = None
    ) -> None:
        """Its author writes it anew, as long as it is not before the other party."""
        self._require("revise", {"draft", "returned"})
        self._require_author(by)
        self.aim, self.review_on = aim, review_on
        self.actions[:] = list(actions)

    def submit(self, *, id: UUID, by: By, on: date, at: datetime, today: date) -> list[Happened]:
        """Its author puts it before the other party."""
        self._require("submit", {"draft", "returned"})
        self._require_author(by)
        if not self.actions:
            advice = {"actions": ["Add at least one action."]}
            raise DomainError("plan-empty", "A plan says what somebody is going to do.", advice)
        if self.review_on is not None:
            _after(self.review_on, on, "review_on")
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

    def add(self, intention: Intention, *, id: UUID, by: By, on: date, today: date) -> list[Happened]:
        """A party adds what they will do themselves; what the other is to do wants a version of both."""
        self._require("add an action to", {"agreed"})
        self._check_day(on, today)
        if intention.owner != by.party:
            advice = {"owner": ["Draft the next version for what somebody else is to do."]}
            raise DomainError("not-your-action", "Each adds what they will do themselves.", advice)
        if len(self.actions) >= MOST_ACTIONS:
            raise Conflict("plan-full", f"A plan has at most {MOST_ACTIONS} actions.")
        (action,) = actions_of(self.id, [(id, intention)], after=self._last_position())
        action.added_on = on
        self.actions.append(action)
        return self._of_action("plan.action-added", on)

    def complete(
        self, action_id: UUID, *, by: By, on: date, today: date, note: str | None = None
    ) -> list[Happened]:
        """Something in the plan was done; what an adviser was to do, an adviser says is done."""
        self._require("complete an action of", {"agreed"})
        action = self._action(action_id)
        action.require_unsettled()
        action.require_own(by)
        self._check_day(on, today)
        action.completed_on, action.completed_by = on, by.account_id
        action.completed_assisted, action.completion_note = by.assisted, note
        return self._of_action("plan.action-completed", on)

    def progress(
        self,
        action_id: UUID,
        step: str,
        reason: str | None,
        *,
        id: UUID,
        by: By,
        on: date,
        at: datetime,
        today: date,
    ) -> None:
        """It was begun; or it was not done or is not to be any more, and why. Only its owner cancels."""
        self._require("note progress in", {"agreed"})
        action = self._action(action_id)
        known(step, STEPS, "step")
        action.require_unsettled()
        action.require_own(by)
        self._check_day(on, today)
        if step == "started" and action.status != "open":
            raise Conflict("action-started", "This has been begun already.")
        if step == "cancelled" and action.owner != by.party:
            raise Conflict("not-your-action", "Whoever is to do it decides that they will not.")
        if step != "started" and not reason:
            advice = {"reason": ["Say why, in a few words."]}
            raise DomainError("reason-missing", "A reason is needed.", advice)
        action.note(step, reason, id=id, by=by, on=on, at=at)

    def show_evidence(
        self,
        action_id: UUID,
        words: str | None,
        *,
        id: UUID,
        by: By,
        on: date,
        at: datetime,
        today: date,
        document_id: UUID | None = None,
    ) -> None:
        """Somebody says what shows that an action is under way or done, or which document does."""
        self._require("add evidence to", {"agreed"})
        self._check_day(on, today)
        if words is None and document_id is None:
            advice = {"words": ["Say what shows it, or choose a document."]}
            raise DomainError("no-evidence", "What shows it?", advice)
        action = self._action(action_id)
        action.note(EVIDENCE, words, id=id, by=by, on=on, at=at, document_id=document_id)

    def remind(self, action: PlanAction, today: date) -> list[Happened]:
        """Its owner is reminded of what is to be done soon; what that is, only notify can read."""
        action.reminded_on = today
        facts = {
            "participant_id": self.participant_id,
            "occurred_on": today,
            "due_on": action.due_on,
            "details": {"title": action.title},
        }
        return [Happened("plan.action-due", self.id, facts)]

    def review(
        self,
        note: str,
        next_on: date | None,
        *,
        id: UUID,
        by: By,
        on: date,
        at: datetime,
        today: date,
    ) -> list[Happened]:
        """Both have looked at the plan again, and have said when they will do so next."""
        self._require("review", {"agreed"})
        self._check_day(on, today)
        if next_on is not None:
            _after(next_on, on, "next_on")
        whose = (by.account_id, by.party, by.assisted, by.helper)
        self.reviews.append(PlanReview(id, self.id, note, next_on, on, at, *whose))
        self.review_on = next_on
        facts = {"participant_id": self.participant_id, "version": self.version, "occurred_on": on}
        return [Happened("plan.reviewed", self.id, facts)]

    def has_action(self, action_id: UUID) -> bool:
        """Whether that action belongs to this plan."""
        return any(action.id == action_id for action in self.actions)

    def _action(self, action_id: UUID) -> PlanAction:
        return next(action for action in self.actions if action.id == action_id)

    def _last_position(self) -> int:
        return max((action.position for action in self.actions), default=0)

    def _check_day(self, on: date, today: date) -> None:
        not_in_future(on, today)
        if on < (begun := self.steps[0].occurred_on):
            advice = {"occurred_on": [f"The plan was begun on {begun.isoformat()}."]}
            raise DomainError("before-plan", "There was no plan on that day.", advice)

    def _of_action(self, name: str, on: date) -> list[Happened]:
        return [Happened(name, self.id, {"participant_id": self.participant_id, "occurred_on": on})]

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
    review_on: date | None = None,
) -> Plan:
    """A new version, which its author alone changes."""
    not_in_future(on, today)
    first = PlanStep(step_id, id, 1, "drafted", on, at, by.account_id, by.party, by.assisted)
    first.helper = by.helper
    return Plan(id, participant_id, version, by.party, aim, list(actions), [first], review_on)


def _after(day: date, on: date, field: str) -> None:
    if day <= on:
        advice = {field: [f"Give a day after {on.isoformat()}."]}
        raise DomainError("review-not-after", "A plan is looked at again on a later day.", advice)
