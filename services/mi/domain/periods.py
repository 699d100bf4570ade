"""Periods: from one day to another, both counted, by the days on which facts held."""

from dataclasses import dataclass
from datetime import date

from services.mi.domain.errors import DomainError

MOST_MONTHS = 600
"""So many months fit on a page at the very most."""


@dataclass(frozen=True)
class Period:
    """From a day to a day. Without a first day it reaches back to the beginning."""

    first: date | None
    last: date

    def __post_init__(self) -> None:
        if self.first is not None and self.first > self.last:
            advice = {"from": ["Give a day that is not after the last one."]}
            raise DomainError("period-backwards", "The period ends before it begins.", advice)

    def months(self, earliest: date | None) -> list[str]:
        """Each month in it, as 2025-03; where it has no first day, from that of the earliest fact."""
        first = self.first or earliest
        if first is None or first > self.last:
            return []
        begin, end = _count(first), _count(self.last)
        if end - begin >= MOST_MONTHS:
            advice = {"from": [f"Ask for {MOST_MONTHS} months or fewer."]}
            raise DomainError("period-too-long", "There are too many months in this period.", advice)
        return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(begin, end + 1)]

    @property
    def up_to_its_end(self) -> "Period":
        """The same end, from the beginning."""
        return Period(None, self.last)


def _count(day: date) -> int:
    """Months since the year nought."""
    return day.year * 12 + day.month - 1
