"""Periods and running totals."""

from datetime import date

import pytest

from services.mi.domain.errors import DomainError
from services.mi.domain.figures import Cell, filled, running
from services.mi.domain.periods import Period


def test_its_months_across_a_new_year():
    assert Period(date(2024, 11, 30), date(2025, 2, 1)).months(None) == [
        "2024-11",
        "2024-12",
        "2025-01",
        "2025-02",
    ]


def test_without_a_first_day_it_begins_with_the_earliest_fact():
    assert Period(None, date(2025, 2, 1)).months(date(2025, 1, 31)) == ["2025-01", "2025-02"]
    assert Period(None, date(2025, 2, 1)).months(None) == []
    assert Period(None, date(2025, 2, 1)).months(date(2025, 3, 1)) == []


def test_more_months_than_anybody_can_read_are_refused():
    assert len(Period(date(1975, 2, 1), date(2025, 1, 1)).months(None)) == 600
    with pytest.raises(DomainError) as refused:
        Period(date(1975, 1, 1), date(2025, 1, 1)).months(None)
    assert refused.value.code == "period-too-long"


def test_backwards_is_refused():
    with pytest.raises(DomainError) as refused:
        Period(date(2025, 2, 2), date(2025, 2, 1))
    assert refused.value.code == "period-backwards"
    assert Period(date(2025, 2, 1), date(2025, 2, 1))


def test_a_month_without_facts_is_a_true_nought():
    cells = filled([Cell("2025-01", 2), Cell("2025-03", 1)], ["2025-01", "2025-02", "2025-03"])
    assert [(cell.value, cell.hidden) for cell in cells] == [(2, False), (0, False), (1, False)]
    assert [cell.value for cell in running(cells)] == [2, 2, 3]
