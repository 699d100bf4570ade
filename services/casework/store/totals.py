"""What whole organisations earned, were paid and expect, read from the tallies: quick for many as for few."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Date, Row, cast, func, select
from sqlalchemy.orm import Session

from services.casework.domain import ledger
from services.casework.store.tallies import EARNED, EXPECTED, LEDGER, tally

NUMBER = cast(func.sum(tally.c.number), BigInteger)
PENCE = cast(func.sum(tally.c.amount_pence), BigInteger)


def earned_pence(session: Session, seen: ColumnElement[bool], as_of: date) -> int:
    """What has been earned by the end of a day: claimable by then, and neither rejected nor reversed."""
    query = select(PENCE).where(tally.c.book == EARNED, seen, tally.c.day <= as_of)
    return session.scalar(query) or 0


def balances_on(session: Session, seen: ColumnElement[bool], days: Sequence[date]) -> list[dict[str, int]]:
    """Each account's balance in pence as of the end of each of these days."""
    until = (func.coalesce(func.sum(tally.c.amount_pence).filter(tally.c.day <= day), 0) for day in days)
    query = select(tally.c.what, *until).where(tally.c.book == LEDGER, seen, tally.c.day <= max(days))
    rows = session.execute(query.group_by(tally.c.what)).all()
    return [ledger.balances_after((row[0], int(row[at])) for row in rows) for at in range(1, len(days) + 1)]


def sums(session: Session, seen: ColumnElement[bool], first: date, last: date) -> list[dict[str, Any]]:
    """How many rows of each kind the ledger has between two days, both counted, and what they come to."""
    parts = (tally.c.tariff, tally.c.kind, tally.c.what)
    rows = _by(session, parts, tally.c.book == LEDGER, seen, tally.c.day >= first, tally.c.day <= last)
    return [dict(row._mapping) for row in rows]


def expected(
    session: Session, seen: ColumnElement[bool], after: date, until: date
) -> list[Row[tuple[date, str, str, int, int]]]:
    """Month by month, programme by programme, kind by kind: how many fees are to come and how much."""
    month = cast(func.date_trunc("month", tally.c.day), Date).label("month")
    parts = (month, tally.c.tariff, tally.c.kind)
    return _by(session, parts, tally.c.book == EXPECTED, seen, tally.c.day > after, tally.c.day <= until)


def _by(session: Session, parts: Sequence[ColumnElement[Any]], *which: ColumnElement[bool]) -> list[Row[Any]]:
    """Number and sum of each part of which there is any left."""
    told = (NUMBER.label("count"), PENCE.label("amount_pence"))
    query = select(*parts, *told).where(*which).group_by(*parts).having(NUMBER != 0)
    return list(session.execute(query.order_by(*parts)))
