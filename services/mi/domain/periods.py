"""Periods: from one day to another, both counted, by the days on which facts held."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from services.mi.domain.errors import DomainError


@dataclass(frozen=True)
class Period:
    """From a day to a day. Without a first day it reaches back to the beginning."""

    first: date | None
    last: date

    def __post_init__(self) -> None:
        if self.first is not None and self.first > self.last:
            advice = {"from": ["Give a day that is not after the last one."]}
            raise DomainError("period-backwards", "The period ends before it begins.", advice)

    def months(self, earliest: date | None) -> Iterator[str]:
        """Each month in it, as 2025-03; where it has no first day, from that of the earliest fact."""
        first = self.first or earliest
        if first is None or first > self.last:
            return
        year, month = first.year, first.month
        while (year, month) <= (self.last.year, self.last.month):
            yield f"{year:04}-{month:02}"
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)

    @property
    def up_to_its_end(self) -> "Period":
        """The same end, from the beginning."""
        return Period(None, self.last)
