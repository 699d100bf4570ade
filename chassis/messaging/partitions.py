"""The months of the event log."""

from collections.abc import Iterator
from datetime import date

MONTHS_AHEAD = 3


def ahead(today: date) -> Iterator[str]:
    """SQL that makes the partitions of this month, the one before, and the next few, where they do not exist.

    The month before is there for a database whose clock is a little behind.
    """
    first = today.year * 12 + today.month - 2
    for month in range(first, first + MONTHS_AHEAD + 2):
        begin, end = _first_of(month), _first_of(month + 1)
        yield (
            f"create table if not exists event_log_{begin:%Y_%m} partition of event_log"
            f" for values from ('{begin} 00:00Z') to ('{end} 00:00Z')"
        )


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
