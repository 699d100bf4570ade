"""How much a barrier stands in somebody's way, said again from time to time, and how far they have come.

A rating is a step of a scale of five, from one (it stops me) to five (it is not in the way), whose words are
data (`reference/barrier-scale.yaml`). More is always better, so that a change of +2 means two steps better.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from services.casework.domain.by import Party
from services.casework.domain.circumstances import Circumstance, history_order
from services.casework.domain.errors import DomainError
from services.casework.domain.happened import Happened

LOWEST, HIGHEST = 1, 5


@dataclass(eq=False, kw_only=True)
class Rating:
    """What somebody said on one day of how much one barrier stands in the way."""

    id: UUID
    participant_id: UUID
    barrier: str
    step: int
    occurred_on: date
    recorded_at: datetime
    recorded_by: UUID
    party: Party
    """Whose view it is: the person's, or the adviser's."""
    assisted: bool = False
    note: str | None = None

    def rated(self) -> list[Happened]:
        """What it says of a person goes to the figures alone, sealed."""
        facts = {"occurred_on": self.occurred_on, "barrier": self.barrier, "step": self.step}
        return [Happened("participant.barrier-rated", self.participant_id, facts)]


@dataclass(frozen=True)
class Point:
    """A step of the scale on a day."""

    on: date
    step: int


@dataclass(frozen=True)
class Distance:
    """How far somebody has come with one thing: where they began, where they are now."""

    code: str
    points: tuple[Point, ...]
    """One for each day on which something was said, the first day first."""

    @property
    def first(self) -> Point:
        """Where they began."""
        return self.points[0]

    @property
    def latest(self) -> Point:
        """Where they are now."""
        return self.points[-1]

    @property
    def change(self) -> int | None:
        """Steps better, or worse if below nought; None while it was said but once."""
        return None if len(self.points) == 1 else self.latest.step - self.first.step


def check_step(step: Any, field: str) -> int:
    """A step of the scale, or a refusal that says what to give."""
    if isinstance(step, bool) or not isinstance(step, int) or not LOWEST <= step <= HIGHEST:
        advice = f"Choose a step from {LOWEST} (it stops them) to {HIGHEST} (not in the way)."
        raise DomainError("bad-rating", "This is not a step of the scale.", {field: [advice]})
    return step


def distances(ratings: Iterable[Rating]) -> dict[str, Distance]:
    """How far somebody has come with each barrier that was rated."""
    told = [(one.barrier, one.occurred_on, one.recorded_at, one.step) for one in ratings]
    return _by_code(told)


def scale_distances(
    history: Iterable[Circumstance], scales: Mapping[str, Sequence[str]]
) -> dict[str, Distance]:
    """The same for every question about circumstances that is answered by a number from one to five.

    `scales` names these questions by topic; the code of a distance is `topic.question`.
    """
    told = [
        (f"{one.topic}.{name}", *history_order(one), int(one.details[name]))
        for one in history
        for name in scales.get(one.topic, ())
        if name in one.details
    ]
    return _by_code(told)


def _by_code(told: Iterable[tuple[str, date, datetime, int]]) -> dict[str, Distance]:
    ordered = sorted(told)
    return {
        code: Distance(code, tuple(_points(list(said))))
        for code, said in groupby(ordered, key=lambda one: one[0])
    }


def _points(said: Sequence[tuple[str, date, datetime, int]]) -> Iterable[Point]:
    """What was told later about the same day is the correction, and holds."""
    by_day = {on: step for _, on, _, step in said}
    return (Point(on, step) for on, step in by_day.items())
