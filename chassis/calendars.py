"""Working days per nation: weekends and bank holidays do not count."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import islice

import holidays

NATIONS = {"england-and-wales": "ENG", "scotland": "SCT", "northern-ireland": "NIR"}
"""The nations whose bank holidays we know, with the name that the `holidays` package has for each."""


@cache
def _bank_holidays(nation: str) -> holidays.HolidayBase:
    if nation not in NATIONS:
        raise ValueError(f"There is no calendar for {nation!r}: choose one of {', '.join(NATIONS)}.")
    return holidays.country_holidays("GB", subdiv=NATIONS[nation])


def is_bank_holiday(day: date, nation: str = "england-and-wales") -> bool:
    """Whether it is a bank holiday in that nation."""
    return day in _bank_holidays(nation)


def is_working_day(day: date, nation: str = "england-and-wales") -> bool:
    """Monday to Friday, and no bank holiday in that nation."""
    return not is_bank_holiday(day, nation) and day.weekday() < 5


def _working_days(after: date, step: int, nation: str) -> Iterator[date]:
    day = after
    while True:
        day += timedelta(days=step)
        if is_working_day(day, nation):
            yield day


def add_working_days(day: date, n: int, nation: str = "england-and-wales") -> date:
    """The n-th working day after `day`, which is not itself counted; before it, if n is negative.

    Nought working days after a day is that day, even a Sunday.
    """
    if n == 0:
        return day
    return next(islice(_working_days(day, 1 if n > 0 else -1, nation), abs(n) - 1, None))


def working_days_between(a: date, b: date, nation: str = "england-and-wales") -> int:
    """How many working days come after `a`, up to `b` and with it; negative when `b` is the earlier."""
    if b < a:
        return -working_days_between(b, a, nation)
    return sum(is_working_day(a + timedelta(days=n), nation) for n in range(1, (b - a).days + 1))
