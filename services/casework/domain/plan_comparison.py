"""Two versions of a plan side by side: what stayed, what is different, what is new and what is gone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.casework.domain.plan_actions import PlanAction
from services.casework.domain.plans import Plan

COMPARED = ("title", "towards_kind", "towards", "owner", "due_on", "remind_days")


@dataclass(frozen=True)
class ActionChange:
    """One action as it was and as it is; what is new has no before, what is gone no after."""

    before: PlanAction | None
    after: PlanAction | None

    @property
    def different(self) -> tuple[str, ...]:
        """The fields that were changed."""
        if self.before is None or self.after is None:
            return ()
        return tuple(name for name in COMPARED if getattr(self.before, name) != getattr(self.after, name))

    @property
    def change(self) -> str:
        """Kept, changed, added or left out."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "left-out"
        return "changed" if self.different else "kept"


@dataclass(frozen=True)
class Comparison:
    """Two versions of one person's plan, the earlier one first."""

    before: Plan
    after: Plan
    actions: tuple[ActionChange, ...]


def compare(one: Plan, other: Plan) -> Comparison:
    """The differences between two versions, in the order of the later one; what is gone comes last."""
    before, after = sorted((one, other), key=lambda plan: plan.version)
    return Comparison(before, after, tuple(_paired(before.actions, after.actions)))


def _paired(before: Sequence[PlanAction], after: Sequence[PlanAction]) -> Iterator[ActionChange]:
    """An action that goes on with an earlier one is the same; else one with the same words is."""
    continued = {action.continues for action in after}
    rest = [action for action in before if action.id not in continued]
    by_id = {action.id: action for action in before}
    for action in after:
        same = by_id.get(action.continues) if action.continues else None
        same = same or next((each for each in rest if _words(each) == _words(action)), None)
        if same in rest:
            rest.remove(same)
        yield ActionChange(same, action)
    yield from (ActionChange(gone, None) for gone in rest)


def _words(action: PlanAction) -> str:
    return " ".join(action.title.casefold().split())
