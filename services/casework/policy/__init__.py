"""Who may do what, and whom a list may show: one rule for both, a module per concept."""

from chassis.policy import found, require
from services.casework.policy.people import by, may_amend, may_see_access, visible
from services.casework.policy.plans import may_answer, may_complete, may_write

__all__ = [
    "by",
    "found",
    "may_amend",
    "may_answer",
    "may_complete",
    "may_see_access",
    "may_write",
    "require",
    "visible",
]
