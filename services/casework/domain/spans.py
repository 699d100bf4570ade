"""Stretches of days, both ends counted: the arithmetic under spells, weeks and milestones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)

Days = tuple[date, date | None]
"""First day and last day, both counted; None while it goes on."""


@dataclass(frozen=True, order=True)
class Span:
    """From the first day to the last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days, both ends counted."""
        return (self.last - self.first).days + 1


def clipped(first: date, last: date | None, *, since: date, until: date) -> list[Span]:
    """The part between two days of what may still be going on (`last` is None): one span or none."""
    begins, ends = max(first, since), until if last is None else min(last, until)
    return [Span(begins, ends)] if begins <= ends else []


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same days, each counted once: what overlaps or touches becomes one unbroken run."""
    runs: list[Span] = []
    for span in sorted(spans):
        if runs and span.first <= runs[-1].last + DAY:
            runs[-1] = Span(runs[-1].first, max(runs[-1].last, span.last))
        else:
            runs.append(span)
    return runs


def without(runs: Sequence[Span], removed: Iterable[Span]) -> list[Span]:
    """The runs less the removed days."""
    for gap in joined(removed):
        runs = [piece for run in runs for piece in _less(run, gap)]
    return list(runs)


def _less(run: Span, gap: Span) -> list[Span]:
    if gap.last < run.first or gap.first > run.last:
        return [run]
    before = [Span(run.first, gap.first - DAY)] if gap.first > run.first else []
    after = [Span(gap.last + DAY, run.last)] if gap.last < run.last else []
    return before + after


def nth_day(runs: Sequence[Span], number: int) -> date | None:
    """The date of the n-th counted day (from 1), or None if the runs hold fewer."""
    for run in runs:
        if number <= run.days:
            return run.first + (number - 1) * DAY
        number -= run.days
    return None


def first_unbroken(runs: Sequence[Span], since: date, days: int) -> Span | None:
    """The earliest stretch of so many days in a row, on or after `since`, without a break."""
    for run in runs:
        begins = max(run.first, since)
        if (run.last - begins).days + 1 >= days:
            return Span(begins, begins + (days - 1) * DAY)
    return None
