"""The ledger: money owed and paid for results, in double entry. Rows are only ever added.

Each row moves one amount from one account to another, so the accounts together always come to nought.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.casework.domain.claims import Claim

EARNED = "fees-earned"
CLAIMED = "claims-outstanding"
RECEIVED = "payments-received"
OWED_BACK = "owed-back"
ACCOUNTS = (EARNED, CLAIMED, RECEIVED, OWED_BACK)

POSTINGS: Mapping[str, tuple[str, str]] = {
    "claimed": (CLAIMED, EARNED),
    "paid": (RECEIVED, CLAIMED),
    "rejected": (EARNED, CLAIMED),
    "reversed": (EARNED, CLAIMED),
    "clawed-back": (EARNED, OWED_BACK),
    "repaid": (OWED_BACK, RECEIVED),
}
"""What happened → (account debited, account credited)."""


@dataclass(eq=False)
class Entry:
    """One row: `amount_pence` is debited to one account and credited to the other."""

    id: UUID
    claim_id: UUID
    participant_id: UUID | None
    organisation_id: UUID
    what: str
    debit: str
    credit: str
    amount_pence: int
    currency: str
    occurred_on: date
    recorded_by: UUID | None
    recorded_at: datetime


def entry(claim: Claim, what: str, occurred_on: date, *, id: UUID, by: UUID | None, at: datetime) -> Entry:
    """The row for a step in the life of a claim."""
    debit, credit = POSTINGS[what]
    return Entry(
        id=id,
        claim_id=claim.id,
        participant_id=claim.participant_id,
        organisation_id=claim.organisation_id,
        what=what,
        debit=debit,
        credit=credit,
        amount_pence=claim.amount_pence,
        currency=claim.currency,
        occurred_on=occurred_on,
        recorded_by=by,
        recorded_at=at,
    )


def balances(entries: Iterable[Entry]) -> dict[str, int]:
    """Each account's balance in pence: debits less credits. Their sum is nought."""
    return balances_after((each.what, each.amount_pence) for each in entries)


def balances_after(moved: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The same, when it is known what happened and to how much that came."""
    totals = dict.fromkeys(ACCOUNTS, 0)
    for what, amount_pence in moved:
        debit, credit = POSTINGS[what]
        totals[debit] += amount_pence
        totals[credit] -= amount_pence
    return totals
