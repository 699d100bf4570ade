"""Statements of a month and what is expected of the next ones, for whoever answers for the money."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.store.paging import page
from services.casework import policy
from services.casework.actions.claims import CURRENCY
from services.casework.domain.delivery import DELIVERY, months_on
from services.casework.domain.forecast import DAYS
from services.casework.domain.spans import DAY
from services.casework.reference import prices
from services.casework.store import contracts, statements, totals
from services.casework.store.ledger import ledger_entry

AT_ONCE = 1000


def show_statement(
    session: Session, actor: Actor, month: date, *, cursor: str | None, limit: int
) -> dict[str, Any]:
    """What was claimed, paid and taken back as of the days of a month; with what the accounts came to."""
    seen, sums, (first, last) = policy.ledger_seen(actor), policy.tallies_seen(actor), days_of(month)
    keys = (ledger_entry.c.occurred_on, ledger_entry.c.id)
    found = page(session, statements.lines(seen, first, last), keys=keys, cursor=cursor, limit=limit)
    opening, closing = totals.balances_on(session, sums, [first - DAY, last])
    return {
        "month": first,
        "last_day": last,
        "currency": CURRENCY,
        "accounts": [
            {"account": account, "opening_pence": opening[account], "closing_pence": closing[account]}
            for account in opening
        ],
        "sums": totals.sums(session, sums, first, last),
        "items": [line(each, last) for each in found.items],
        "next": found.next,
    }


def statement_lines(session: Session, actor: Actor, month: date) -> Iterator[dict[str, Any]]:
    """Every line of a statement, the earliest first."""
    first, last = days_of(month)
    lines = statements.lines(policy.ledger_seen(actor), first, last)
    keys = (ledger_entry.c.occurred_on, ledger_entry.c.id)
    cursor, more = None, True
    while more:
        found = page(session, lines, keys=keys, cursor=cursor, limit=AT_ONCE)
        yield from (line(each, last) for each in found.items)
        cursor, more = found.next, found.next is not None


def show_forecast(session: Session, actor: Actor) -> dict[str, Any]:
    """What people and contracts bring the organisation in twelve months if all goes on as it is."""
    today = clock.today()
    until = today + timedelta(days=DAYS)
    people = totals.expected(session, policy.tallies_seen(actor), today, until)
    rows = [dict(each._mapping) for each in people] + _of_contracts(session, actor, today, until)
    rows.sort(key=lambda each: (each["month"], each["tariff"], each["kind"]))
    total = sum(int(each["amount_pence"]) for each in rows)
    return {"as_of": today, "until": until, "currency": CURRENCY, "items": rows, "total_pence": total}


def days_of(month: date) -> tuple[date, date]:
    """First and last day of the month in which a day lies."""
    first = month.replace(day=1)
    return first, months_on(first, 1) - DAY


def line(row: Row[Any], last_day: date) -> dict[str, Any]:
    """A line of a statement; `late` where it was written only after the month had ended."""
    told = dict(row._mapping)
    return told | {"late": clock.local(told["recorded_at"]).date() > last_day}


def _of_contracts(session: Session, actor: Actor, today: date, until: date) -> list[dict[str, Any]]:
    """Delivery fees to come. What goes over a volume is not foreseen."""
    rows: list[dict[str, Any]] = []
    for each in contracts.listed(session, policy.contracts_seen(actor)):
        for fee in each.earned(prices.tariffs()[each.tariff], [], until + DAY):
            if today < fee.claimable_on <= until:
                rows.append(
                    {
                        "month": fee.claimable_on.replace(day=1),
                        "tariff": each.tariff,
                        "kind": DELIVERY,
                        "count": 1,
                        "amount_pence": fee.amount_pence,
                    }
                )
    return rows
