"""How pages show dates, moments, money and sizes; filters of every template."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_time
from babel.numbers import format_currency
from flask_babel import get_locale

from chassis import clock, phones
from chassis.ids import reference

Day = date | datetime | str | None
ISO_DATE = re.compile(r"(?<![\w-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w-])")


def day(value: Day) -> str:
    """3 March 2025. An instant is shown as the date on which the instance's own clocks saw it."""
    found = _moment(value)
    return "" if found is None else format_date(found, "d MMMM y", locale=_locale())


def weekday(value: Day) -> str:
    """Monday 3 March 2025."""
    found = _moment(value)
    return "" if found is None else format_date(found, "EEEE d MMMM y", locale=_locale())


def hour(value: Day) -> str:
    """9:30am, or 14:15 in Welsh."""
    found = _moment(value)
    if not isinstance(found, datetime):
        return ""
    if _locale().startswith("cy"):
        return format_time(found.time(), "H:mm", locale="cy")
    return format_time(found.time(), "h:mma", locale="en_GB").replace(" ", "").replace("\u202f", "").lower()


def moment(value: Day) -> str:
    """3 March 2025, 9:30am."""
    found = _moment(value)
    return f"{day(found)}, {hour(found)}" if isinstance(found, datetime) else day(found)


def dates_in_words(text: str) -> str:
    """What a service says, with each date in it (2025-03-03) as people write it; what is no date stays."""
    return ISO_DATE.sub(_in_words, text)


def money(pence: int | None, currency: str = "GBP") -> str:
    """£1,600, or £1,600.50 where there are pence."""
    if pence is None:
        return ""
    shown = format_currency(pence / 100, currency, locale=_locale())
    return shown.removesuffix(".00")


def count(value: float | None) -> str:
    """12,500."""
    return "" if value is None else f"{value:,}"


def phone(number: str | None) -> str:
    """020 7946 0018 for +442079460018."""
    return phones.written(number) if number else ""


def short_reference(id: Any, prefix: str) -> str:
    """R-7K2M-9Q, to be said on the phone."""
    from uuid import UUID

    return reference(prefix, UUID(str(id)))


FILTERS: dict[str, Callable[..., str]] = {
    "day": day,
    "weekday": weekday,
    "hour": hour,
    "moment": moment,
    "money": money,
    "count_of": count,
    "phone": phone,
    "reference": short_reference,
}


def _moment(value: Day) -> date | datetime | None:
    if isinstance(value, str):
        if not value:
            return None
        value = date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
    return clock.local(value) if isinstance(value, datetime) else value


def _in_words(found: re.Match[str]) -> str:
    try:
        return day(found[0])
    except ValueError:
        return found[0]


def _locale() -> str:
    return str(get_locale() or "en_GB")
