"""What rows of money come to, by day: kept by triggers of the database, so that nobody adds up everything.

A trigger writes what a statement adds or takes away as a row of its own, in the same transaction, and nobody
waits for anybody else's; `settle` puts such rows together. Their sum is the truth before and after.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Identity,
    Index,
    Row,
    Select,
    Table,
    Text,
    Uuid,
    and_,
    delete,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from services.casework.store.base import metadata
from services.casework.store.claims import COUNTS, claim
from services.casework.store.expectations import forecast_fee
from services.casework.store.ledger import ledger_entry

LEDGER, EARNED, EXPECTED = BOOKS = ("ledger", "earned", "expected")
"""Rows of the ledger, by the day as of which they hold; claims that count, and fees to come, by the day on
which they can be claimed.
"""

tally = Table(
    "tally",
    metadata,
    Column("seq", BigInteger, Identity(always=True), primary_key=True),
    Column("book", Text, nullable=False),
    Column("organisation_id", Uuid, nullable=False),
    Column("tariff", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("amount_pence", BigInteger, nullable=False),
    Column("settled", Boolean, nullable=False, server_default=false()),
    Index("ix_tally_book_organisation_id_day", "book", "organisation_id", "day"),
    Index("ix_tally_unsettled", "seq", postgresql_where="not settled"),
)

KEYS = ("book", "organisation_id", "tariff", "kind", "what", "day")


def settle(session: Session) -> None:
    """Put together what came since with the sum that it belongs to."""
    fresh = select(*(tally.c[name] for name in KEYS)).where(~tally.c.settled).distinct().cte("fresh")
    same = and_(*(tally.c[name] == fresh.c[name] for name in KEYS))
    gone = delete(tally).where(same).returning(*tally.c).cte("gone")
    session.execute(_sums([gone.c[name] for name in KEYS], gone.c.number, gone.c.amount_pence, settled=True))


def mend(session: Session) -> list[Row[Any]]:
    """Count everything anew, and add what is missing. Answers with what was not as it is counted."""
    found: list[Row[Any]] = []
    for book in BOOKS:
        kept = select(*(tally.c[name] for name in KEYS), -tally.c.number, -tally.c.amount_pence)
        both = union_all(_counted(book), kept.where(tally.c.book == book)).subquery()
        number, pence = both.c["number"], both.c["amount_pence"]
        adding = _sums([both.c[name] for name in KEYS], number, pence, settled=False)
        found += session.execute(adding.returning(*(tally.c[name] for name in (*KEYS, "number")))).all()
    return found


def _counted(book: str) -> Select[Any]:
    """The rows of which a book is the sum, each with one or what it comes to."""
    return {LEDGER: _entered, EARNED: _earned, EXPECTED: _expected}[book]()


def _entered() -> Select[Any]:
    row = ledger_entry.c
    parts = (claim.c.tariff, claim.c.kind, row.what, row.occurred_on)
    return _as_tally(LEDGER, row, *parts).join(claim, claim.c.id == row.claim_id)


def _earned() -> Select[Any]:
    nothing = literal("", Text)
    return _as_tally(EARNED, claim.c, nothing, nothing, nothing, claim.c.claimable_on).where(COUNTS)


def _expected() -> Select[Any]:
    row = forecast_fee.c
    return _as_tally(EXPECTED, row, row.tariff, row.kind, literal("", Text), row.claimable_on)


def _as_tally(book: str, row: Any, *parts: ColumnElement[Any]) -> Select[Any]:
    named = (each.label(name) for each, name in zip(parts, KEYS[2:], strict=True))
    one = literal(1, BigInteger).label("number")
    return select(literal(book, Text).label("book"), row.organisation_id, *named, one, row.amount_pence)


def _sums(keys: list[Any], number: Any, pence: Any, *, settled: bool) -> Any:
    """A statement that writes what these rows come to, where they come to anything."""
    numbers, amounts = func.sum(number), func.sum(pence)
    rows = select(*keys, numbers, amounts, literal(settled, Boolean)).group_by(*keys)
    names = [*KEYS, "number", "amount_pence", "settled"]
    return insert(tally).from_select(names, rows.having(or_(numbers != 0, amounts != 0)))
