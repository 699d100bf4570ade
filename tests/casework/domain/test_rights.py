"""Deadlines, retention and what an erasure would do: by example, and for whatever day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework.domain.deadlines import plus_months
from services.casework.domain.retention import Kind, forecast, kept_until, without_rule

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
KINDS = (
    Kind("notes", ("contact", "call"), "strip"),
    Kind("search", ("application",), "delete"),
    Kind("money", ("claim",), "strip", 72),
    Kind("ledger", ("ledger_entry",), "keep"),
)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ((2025, 1, 31), 1, (2025, 2, 28)),
        ((2024, 1, 31), 1, (2024, 2, 29)),
        ((2025, 11, 30), 3, (2026, 2, 28)),
        ((2025, 3, 3), 1, (2025, 4, 3)),
        ((2025, 12, 31), 72, (2031, 12, 31)),
    ],
)
def test_a_calendar_month(day: tuple[int, int, int], months: int, later: tuple[int, int, int]) -> None:
    assert plus_months(date(*day), months) == date(*later)


@given(DAYS, st.integers(0, 240))
def test_months_are_never_shorter_than_they_may_be(day: date, months: int) -> None:
    later = plus_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert (
        later.day in (day.day, (later.replace(day=1) + timedelta(days=31)).replace(day=1).day - 1)
        or (later + timedelta(days=1)).day == 1
    )


@given(
    DAYS,
    DAYS,
    st.dictionaries(st.sampled_from(["contact", "call", "application", "claim"]), st.integers(1, 9)),
)
def test_nothing_goes_before_its_time(paid: date, today: date, rows: dict[str, int]) -> None:
    for outcome in forecast(KINDS, rows, paid, today):
        if outcome.kind == "money" and today < plus_months(paid, 72):
            assert outcome.until == plus_months(paid, 72)
        else:
            assert outcome.until is None
    assert sum(one.rows for one in forecast(KINDS, rows, paid, today)) == sum(rows.values())


def test_who_was_never_paid_for_is_kept_for_nothing() -> None:
    assert kept_until(KINDS[2], None) is None
    (money,) = forecast(KINDS, {"claim": 1}, None, date(2025, 1, 1))
    assert (money.fate, money.until) == ("strip", None)


def test_a_table_without_a_rule_is_named() -> None:
    assert without_rule(KINDS, ["contact", "diary"]) == ["diary"]
