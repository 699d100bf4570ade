"""The ledger. Triggers of the database refuse to change or remove a row."""

from collections.abc import Iterable
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
    select,
)
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.ledger import Entry
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
