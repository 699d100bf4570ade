"""The months of the event log."""

from collections.abc import Iterator
from datetime import date

MONTHS_AHEAD = 3


def ahead(today: date) -> Iterator[tuple[str, str]]:
    """Name and SQL of the partitions of this month, the one before, and the next few.

    The month before is there for a database whose clock is a little behind. A table of its own is made and
    then attached, because that holds up nobody who reads or writes the log.
    """
    first = today.year * 12 + today.month - 2
    for month in range(first, first + MONTHS_AHEAD + 2):
        begin, end = _first_of(month), _first_of(month + 1)
        name = f"event_log_{begin:%Y_%m}"
        yield (
            name,
            f"create table {name} (like event_log including defaults including constraints);"
            f" alter table event_log attach partition {name}"
            f" for values from ('{begin} 00:00Z') to ('{end} 00:00Z')",
        )


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
