"""By when the law wants an answer, counted in calendar months and in hours."""

import calendar
from datetime import date, timedelta

ANSWER_MONTHS = 1
"""A person is answered within one month (UK GDPR, Article 12(3))."""
EXTENSION_MONTHS = 2
"""And up to two more where it is complex, if they are told so within the first (the same)."""
BREACH_HOURS = timedelta(hours=72)
"""The Information Commissioner hears of a breach within 72 hours (UK GDPR, Article 33(1))."""


def plus_months(day: date, months: int) -> date:
    """The same day so many calendar months later, or the last day of that month if it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
