"""Who may do what, and whom a list may show: one rule for both, a module per concept."""

from chassis.policy import found, require
from services.casework.policy.caseloads import may_answer_transfer, may_arrange_for, may_withdraw_transfer
from services.casework.policy.claims import (
    claimed_for,
    claims_seen,
    contracts_seen,
    ledger_seen,
    tallies_seen,
)
from services.casework.policy.job_search import may_grant, may_read_applications, may_write_applications
from services.casework.policy.people import (
    Sight,
    by,
    may_amend,
    may_merge,
    may_see_access,
    seen_as,
    sight,
    visible,
    visible_restricted,
)
from services.casework.policy.plans import may_answer, may_complete, may_write
from services.casework.policy.rights import controlled, may_redact, may_see_why, may_take_copy
from services.casework.policy.standing import account_of, organisation_of

__all__ = [
    "Sight",
    "account_of",
    "by",
    "claimed_for",
    "claims_seen",
    "contracts_seen",
    "controlled",
    "found",
    "ledger_seen",
    "may_amend",
    "may_answer",
    "may_answer_transfer",
    "may_arrange_for",
    "may_complete",
    "may_grant",
    "may_merge",
    "may_read_applications",
    "may_redact",
    "may_see_access",
    "may_see_why",
    "may_take_copy",
    "may_withdraw_transfer",
    "may_write",
    "may_write_applications",
    "organisation_of",
    "require",
    "seen_as",
    "sight",
    "tallies_seen",
    "visible",
    "visible_restricted",
]
