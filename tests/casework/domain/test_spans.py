"""Days in a row, days counted once, days taken out."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework.domain.spans import DAY, Span, clipped, first_unbroken, joined, nth_day, without

MARCH = date(2025, 3, 1)


def march(first: int, last: int) -> Span:
    return Span(date(2025, 3, first), date(2025, 3, last))


spans = st.lists(
    st.builds(
        lambda start, length: Span(MARCH + start * DAY, MARCH + (start + length) * DAY),
        st.integers(0, 120),
        st.integers(0, 40),
    ),
    max_size=8,
)


def days_of(some: list[Span]) -> set[date]:
    return {span.first + timedelta(days=n) for span in some for n in range(span.days)}


def test_both_ends_count() -> None:
    assert march(3, 9).days == 7
    assert march(3, 3).days == 1


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2025, 2, 1), None, [march(1, 31)]),
        (date(2025, 3, 10), date(2025, 3, 12), [march(10, 12)]),
        (date(2025, 3, 31), date(2025, 6, 1), [march(31, 31)]),
        (date(2025, 4, 1), None, []),
        (date(2025, 1, 1), date(2025, 2, 28), []),
    ],
)
def test_clipping_to_march(first: date, last: date | None, expected: list[Span]) -> None:
    assert clipped(first, last, since=date(2025, 3, 1), until=date(2025, 3, 31)) == expected


def test_what_touches_or_overlaps_is_one_run() -> None:
    assert joined([march(20, 25), march(1, 5), march(6, 8), march(7, 7), march(10, 12)]) == [
        march(1, 8),
        march(10, 12),
        march(20, 25),
    ]


def test_days_taken_out_of_the_middle_leave_two_ends() -> None:
    assert without([march(1, 10)], [march(4, 6)]) == [march(1, 3), march(7, 10)]
    assert without([march(1, 10)], [march(1, 10)]) == []


@pytest.mark.parametrize(
    ("removed", "left"),
    [
        (march(1, 4), [march(5, 10)]),
        (march(1, 5), [march(6, 10)]),
        (march(5, 5), [march(6, 10)]),
        (march(10, 10), [march(5, 9)]),
        (march(10, 20), [march(5, 9)]),
        (march(11, 20), [march(5, 10)]),
        (march(1, 20), []),
    ],
)
def test_the_first_and_the_last_day_can_be_taken_out_alone(removed: Span, left: list[Span]) -> None:
    assert without([march(5, 10)], [removed]) == left


def test_the_nth_day_skips_the_gap() -> None:
    runs = [march(1, 5), march(10, 14)]
    assert nth_day(runs, 5) == date(2025, 3, 5)
    assert nth_day(runs, 6) == date(2025, 3, 10)
    assert nth_day(runs, 11) is None


def test_an_unbroken_stretch_begins_after_the_break() -> None:
    runs = [march(1, 6), march(8, 20)]
    assert first_unbroken(runs, march(1, 1).first, 7) == march(8, 14)
    assert first_unbroken(runs, march(10, 10).first, 7) == march(10, 16)
    assert first_unbroken(runs, march(15, 15).first, 7) is None


def test_a_stretch_may_be_all_that_is_left_of_a_run() -> None:
    assert first_unbroken([march(8, 20)], march(14, 14).first, 7) == march(14, 20)
    assert first_unbroken([march(1, 4), march(6, 10)], march(1, 1).first, 4) == march(1, 4)
    assert first_unbroken([march(1, 4), march(6, 10)], march(2, 2).first, 4) == march(6, 9)
    assert first_unbroken([march(3, 3)], march(1, 1).first, 1) == march(3, 3)
    assert first_unbroken([march(3, 3)], march(4, 4).first, 1) is None


@given(spans)
def test_joining_keeps_every_day_once_and_leaves_a_gap_between_runs(some: list[Span]) -> None:
    runs = joined(some)
    assert days_of(runs) == days_of(some)
    assert all(later.first > earlier.last + DAY for earlier, later in pairwise(runs))
    assert joined(runs) == runs


@given(spans, spans)
def test_taking_out_is_the_difference_of_the_days(some: list[Span], removed: list[Span]) -> None:
    assert days_of(without(joined(some), removed)) == days_of(some) - days_of(removed)


@given(spans, st.integers(1, 200))
def test_the_nth_day_is_the_nth_of_all_days_in_order(some: list[Span], number: int) -> None:
    days = sorted(days_of(some))
    assert nth_day(joined(some), number) == (days[number - 1] if number <= len(days) else None)
