"""Who may do what to a plan. The domain keeps its author from agreeing it, too; here it is said first."""

from services.casework.domain.by import By
from services.casework.domain.plans import Plan


def may_write(by: By, plan: Plan) -> bool:
    """Only its author changes a plan and puts it before the other party."""
    return by.party == plan.author


def may_answer(by: By, plan: Plan) -> bool:
    """Only the other party than its author agrees to it or gives it back."""
    return by.party != plan.author


def may_complete(by: By, plan: Plan, action_id: object) -> bool:
    """What an adviser is to do, an adviser says is done; what a participant is to do, either may record."""
    owners = {action.owner for action in plan.actions if action.id == action_id}
    return by.party == "adviser" or "adviser" not in owners
