"""Working days in the three calendars of the United Kingdom."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.calendars import NATIONS, add_working_days, is_working_day, working_days_between

days = st.dates(date(2011, 1, 1), date(2029, 12, 31))
nations = st.sampled_from(sorted(NATIONS))
counts = st.integers(-60, 60).filter(bool)


@pytest.mark.parametrize(
    ("day", "working_in"),
    [
        (date(2025, 12, 25), set()),
        (
            date(2025, 12, 1),
            {"england-and-wales", "northern-ireland"},
        ),  # St Andrew's Day, in lieu of a Sunday
        (date(2025, 8, 25), {"scotland"}),
        (date(2025, 8, 4), {"england-and-wales", "northern-ireland"}),
        (date(2025, 7, 14), {"england-and-wales", "scotland"}),  # 12 July falls on a Saturday
        (date(2025, 3, 17), {"england-and-wales", "scotland"}),
        (date(2025, 1, 2), {"england-and-wales", "northern-ireland"}),
        (date(2025, 4, 21), {"scotland"}),  # Easter Monday
        (date(2025, 6, 2), set(NATIONS)),
        (date(2025, 6, 1), set()),
    ],
)
def test_bank_holidays_differ_between_nations(day: date, working_in: set[str]):
    assert {nation for nation in NATIONS if is_working_day(day, nation)} == working_in


def test_fifteen_working_days_after_a_sunday_in_november():
    assert add_working_days(date(2025, 11, 23), 15) == date(2025, 12, 12)


def test_a_step_over_christmas_and_new_year():
    assert add_working_days(date(2025, 12, 24), 1) == date(2025, 12, 29)
    assert add_working_days(date(2025, 12, 31), 1) == date(2026, 1, 2)
    assert add_working_days(date(2025, 12, 31), 1, "scotland") == date(2026, 1, 5)
    assert add_working_days(date(2025, 12, 29), -1) == date(2025, 12, 24)


def test_an_unknown_nation_is_named_with_those_that_there_are():
    with pytest.raises(ValueError, match=r"'mars'.*england-and-wales, scotland, northern-ireland"):
        is_working_day(date(2025, 1, 1), "mars")


@given(days, nations)
def test_nought_working_days_after_a_day_is_that_day(day: date, nation: str):
    assert add_working_days(day, 0, nation) == day


@given(days, counts, nations)
def test_the_nth_working_day_is_a_working_day(day: date, n: int, nation: str):
    assert is_working_day(add_working_days(day, n, nation), nation)


@given(days, st.integers(1, 60), nations)
def test_counting_undoes_adding(day: date, n: int, nation: str):
    assert working_days_between(day, add_working_days(day, n, nation), nation) == n


@given(days, st.integers(1, 60), nations)
def test_there_are_n_working_days_from_the_nth_before_until_the_day(day: date, n: int, nation: str):
    first = add_working_days(day, -n, nation)
    assert working_days_between(first - timedelta(days=1), day - timedelta(days=1), nation) == n


@given(days, days, days, nations)
def test_stretches_of_days_add_up(a: date, b: date, c: date, nation: str):
    whole = working_days_between(a, c, nation)
    assert working_days_between(a, b, nation) + working_days_between(b, c, nation) == whole


@given(days, days, nations)
def test_the_way_back_is_the_way_there_with_a_minus(a: date, b: date, nation: str):
    assert working_days_between(a, b, nation) == -working_days_between(b, a, nation)
