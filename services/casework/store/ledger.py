"""The ledger. Triggers of the database refuse to change or remove a row."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    Select,
    Table,
    Text,
    Uuid,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.ledger import ACCOUNTS, Entry
from services.casework.store.base import add_many, mapper, metadata

ledger_entry = Table(
    "ledger_entry",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("claim_id", Uuid, ForeignKey("claim.id"), nullable=False, index=True),
    Column("participant_id", Uuid, index=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("what", Text, nullable=False),
    Column("debit", Text, nullable=False),
    Column("credit", Text, nullable=False),
    Column("amount_pence", Integer, nullable=False),
    Column("currency", Text, nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column("recorded_by", Uuid),
    Column("recorded_at", utc, nullable=False),
    CheckConstraint("amount_pence > 0", name="amount"),
    CheckConstraint("debit <> credit", name="accounts"),
    CheckConstraint(
        "(what, debit, credit) in (('claimed', 'claims-outstanding', 'fees-earned'),"
        " ('paid', 'payments-received', 'claims-outstanding'),"
        " ('rejected', 'fees-earned', 'claims-outstanding'),"
        " ('reversed', 'fees-earned', 'claims-outstanding'),"
        " ('clawed-back', 'fees-earned', 'owed-back'),"
        " ('repaid', 'owed-back', 'payments-received'))",
        name="posting",
    ),
    Index("ix_ledger_entry_organisation_id_occurred_on", "organisation_id", "occurred_on", "id"),
)

mapper.map_imperatively(Entry, ledger_entry)


def add(session: Session, entries: Iterable[Entry]) -> None:
    """Write these rows at once, below those that are there."""
    add_many(session, ledger_entry, entries)


def listed(seen: ColumnElement[bool], as_of: date) -> Select[Entry]:
    """The rows that hold as of the end of a day."""
    return select(Entry).where(seen, ledger_entry.c.occurred_on <= as_of)


def of_claim(session: Session, claim_id: UUID) -> list[Entry]:
    """The rows of one claim, in the order in which they were written."""
    query = select(Entry).where(ledger_entry.c.claim_id == claim_id)
    return list(session.scalars(query.order_by(ledger_entry.c.recorded_at, ledger_entry.c.id)))


def balances(session: Session, seen: ColumnElement[bool], as_of: date) -> dict[str, int]:
    """Each account's balance in pence as of the end of a day: debits less credits. Their sum is nought."""
    return balances_on(session, seen, [as_of])[0]


def balances_on(session: Session, seen: ColumnElement[bool], days: Sequence[date]) -> list[dict[str, int]]:
    """The same for several days, by reading the ledger once."""
    amount, on = ledger_entry.c.amount_pence, ledger_entry.c.occurred_on
    debit, credit = ledger_entry.c.debit, ledger_entry.c.credit
    sums = [
        func.coalesce(func.sum(case((debit == account, amount), else_=-amount)).filter(on <= day, moved), 0)
        for day in days
        for account in ACCOUNTS
        for moved in [or_(debit == account, credit == account)]
    ]
    found = iter(session.execute(select(*sums).where(seen, on <= max(days))).one())
    return [{account: int(next(found)) for account in ACCOUNTS} for _ in days]
