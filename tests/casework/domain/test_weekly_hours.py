"""Weekly hours, time off and the house rules of appointments, plain and by property."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework.domain.appointment_rules import in_force, rules
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.weekly_hours import WEEKDAYS, TimeOff, WeeklyHours

TODAY = date(2025, 3, 3)
NOW = datetime(2025, 3, 3, 12, tzinfo=UTC)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
PLAIN: dict[str, Any] = {
    "version": "1",
    "from_on": date(2025, 1, 1),
    "open_ahead_days": 28,
    "offer_hours": 24,
    "least_notice_hours": 4,
    "absences": {"counts": ["unknown"], "times": 2, "within_days": 28, "follow_up_working_days": 2},
}


def hours(**changes: Any) -> WeeklyHours:
    facts = {"weekday": "monday", "begins": time(10), "ends": time(12), "minutes": 30, "channels": ["phone"]}
    return WeeklyHours(uuid4(), uuid4(), uuid4(), **facts | {"place": None, "from_on": TODAY} | changes)


def off(first: date, last: date) -> TimeOff:
    return TimeOff(uuid4(), uuid4(), uuid4(), first, last, uuid4(), NOW)


def test_the_days_come_after_today_and_up_to_the_last() -> None:
    assert list(hours().days(TODAY, date(2025, 3, 24))) == [
        date(2025, 3, 10),
        date(2025, 3, 17),
        date(2025, 3, 24),
    ]


@given(DAYS, DAYS, st.none() | DAYS, st.none() | DAYS, st.sampled_from(WEEKDAYS))
def test_each_day_is_such_a_weekday_looked_at_once(
    today: date, from_on: date, until_on: date | None, looked_at: date | None, weekday: str
) -> None:
    held = hours(weekday=weekday, from_on=from_on, until_on=until_on, opened_until=looked_at)
    until = today + timedelta(days=28)
    found = list(held.days(today, until))
    assert found == sorted(set(found))
    for day in found:
        assert WEEKDAYS[day.weekday()] == weekday
        assert max(today + timedelta(days=1), from_on) <= day <= min(until, until_on or until)
        assert looked_at is None or day > looked_at
    every = [today + timedelta(days=n) for n in range(1, 29)]
    missed = [day for day in every if day not in found and WEEKDAYS[day.weekday()] == weekday]
    assert all(
        day < from_on or (until_on is not None and day > until_on) or (looked_at and day <= looked_at)
        for day in missed
    )


def test_ended_hours_have_no_days_and_end_once() -> None:
    held = hours()
    held.end(NOW)
    assert list(held.days(TODAY, date(2025, 4, 1))) == []
    assert held.ended_at == NOW
    with pytest.raises(Conflict, match="ended already"):
        held.end(NOW)


def test_a_day_has_the_times_on_the_wall() -> None:
    held, id = hours(place="Library"), uuid4()
    opened = held.on(date(2025, 3, 10), id, lambda day, at: datetime.combine(day, at, UTC))
    assert (opened.id, opened.hours_id, opened.on_day) == (id, held.id, date(2025, 3, 10))
    assert (opened.adviser_id, opened.organisation_id) == (held.adviser_id, held.organisation_id)
    assert opened.starts_at == datetime(2025, 3, 10, 10, tzinfo=UTC)
    assert opened.ends_at == datetime(2025, 3, 10, 12, tzinfo=UTC)
    assert (opened.minutes, opened.channels, opened.place) == (30, ["phone"], "Library")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"weekday": "someday"}, "weekday"),
        ({"ends": time(10)}, "ends"),
        ({"ends": time(9)}, "ends"),
        ({"until_on": date(2025, 3, 2)}, "until_on"),
        ({"from_on": TODAY + timedelta(days=367)}, "from_on"),
    ],
)
def test_what_cannot_be_weekly_hours(changes: dict[str, Any], field: str) -> None:
    tried: list[WeeklyHours] = []
    with pytest.raises(DomainError) as refused:
        hours(**changes).begin(tried.append, TODAY)
    assert list(refused.value.errors) == [field]
    assert tried == []
    good = hours(until_on=TODAY)
    good.begin(tried.append, TODAY)
    assert tried == [good]


def test_time_off_covers_its_first_and_last_day_until_it_is_taken_back() -> None:
    away = off(date(2025, 3, 10), date(2025, 3, 11))
    away.take(TODAY)
    assert [away.covers(date(2025, 3, day)) for day in (9, 10, 11, 12)] == [False, True, True, False]
    away.take_back(NOW)
    assert not away.covers(date(2025, 3, 10))
    with pytest.raises(Conflict, match="taken back"):
        away.take_back(NOW)


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [
        (TODAY, TODAY, True),
        (date(2025, 2, 1), TODAY, True),
        (TODAY, TODAY + timedelta(days=366), True),
        (TODAY, TODAY + timedelta(days=367), False),
        (TODAY + timedelta(days=366), TODAY + timedelta(days=366), True),
        (TODAY + timedelta(days=367), TODAY + timedelta(days=367), False),
        (TODAY, TODAY - timedelta(days=1), False),
        (date(2025, 2, 1), date(2025, 3, 2), False),
    ],
)
def test_days_that_make_time_off(first: date, last: date, fits: bool) -> None:
    if fits:
        off(first, last).take(TODAY)
    else:
        with pytest.raises(DomainError) as refused:
            off(first, last).take(TODAY)
        assert list(refused.value.errors) == ["until_on"]


def test_the_rules_of_a_day_are_those_begun_last() -> None:
    first, second = rules(PLAIN), rules(PLAIN | {"version": "2", "from_on": date(2025, 6, 1)})
    versions = [first, second]
    assert in_force(versions, date(2024, 1, 1)) is first
    assert in_force(versions, date(2025, 5, 31)) is first
    assert in_force(versions, date(2025, 6, 1)) is second
    assert (first.open_ahead, first.offered_for) == (timedelta(days=28), timedelta(hours=24))
    assert (first.least_notice, first.absences.within) == (timedelta(hours=4), timedelta(days=28))


def test_rules_by_which_a_good_reason_counts_are_refused_when_they_are_read() -> None:
    absences = PLAIN["absences"] | {"counts": ["acceptable", "unknown"]}
    with pytest.raises(ValueError, match="good reason"):
        rules(PLAIN | {"absences": absences})
