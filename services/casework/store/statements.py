"""Lines of a statement: rows of the ledger, each with what its claim is for."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from services.casework.store.claims import claim
from services.casework.store.ledger import ledger_entry


def lines(seen: ColumnElement[bool], first: date, last: date) -> Select[Any]:
    """The rows that hold as of the days between two, both counted."""
    return select(
        ledger_entry.c.occurred_on,
        ledger_entry.c.what,
        claim.c.kind,
        claim.c.number,
        claim.c.tariff,
        ledger_entry.c.claim_id,
        ledger_entry.c.participant_id,
        ledger_entry.c.debit,
        ledger_entry.c.credit,
        ledger_entry.c.amount_pence,
        ledger_entry.c.currency,
        ledger_entry.c.recorded_at,
    ).where(
        seen,
        claim.c.id == ledger_entry.c.claim_id,
        ledger_entry.c.occurred_on >= first,
        ledger_entry.c.occurred_on <= last,
    )
