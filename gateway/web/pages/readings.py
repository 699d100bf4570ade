"""Who has read a record, told so that a person can take it in. Not an area: it holds no page."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from chassis import clock

Reading = dict[str, Any]


def sittings(readings: Iterable[Reading]) -> list[Reading]:
    """What somebody read one after the other on one day stands together, each part of the record once."""
    return [_sitting(list(those)) for _, those in groupby(readings, key=_by_whom_and_when)]


def is_own(reading: Reading) -> bool:
    """Whether it was the person: no other participant can open their record."""
    return "participant" in reading["roles"]


def _by_whom_and_when(reading: Reading) -> tuple[Any, ...]:
    day = clock.local(datetime.fromisoformat(reading["at"])).date()
    return (
        day,
        reading["actor_name"],
        tuple(reading["roles"]),
        reading["organisation_name"],
        reading.get("why"),
        reading["reason"],
    )


def _sitting(readings: list[Reading]) -> Reading:
    first = readings[0]
    return {**first, "parts": list(dict.fromkeys(reading["what"] for reading in reversed(readings)))}
