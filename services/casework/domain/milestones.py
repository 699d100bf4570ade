"""Milestones: thirteen and twenty-six weeks in work, whatever the programme pays for them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.casework.domain.happened import Happened
from services.casework.domain.spans import Days, clipped, joined, nth_day


@dataclass(eq=False)
class Milestone:
    """A number of weeks in work and the day on which they were complete, until a correction takes it back."""

    id: UUID
    participant_id: UUID
    weeks: int
    reached_on: date
    withdrawn_on: date | None = None

    def reach(self) -> Happened:
        """The weeks are complete."""
        return self._happened("milestone.reached")

    def withdraw(self, today: date) -> Happened:
        """The facts were put right, and by them it was not reached on that day."""
        self.withdrawn_on = today
        return self._happened("milestone.withdrawn")

    def _happened(self, name: str) -> Happened:
        data = {"participant_id": self.participant_id, "weeks": self.weeks, "occurred_on": self.reached_on}
        return Happened(name, self.id, data)


def milestones(
    employment: Sequence[Days], numbers_of_weeks: Sequence[int], *, since: date, as_of: date
) -> dict[int, date]:
    """The day on which each number of weeks in work was complete: cumulative, each day once."""
    runs = joined(
        part for first, last in employment for part in clipped(first, last, since=since, until=as_of)
    )
    days = {weeks: nth_day(runs, weeks * 7) for weeks in numbers_of_weeks}
    return {weeks: day for weeks, day in days.items() if day is not None}


def not_standing(held: Sequence[Milestone], reached: Mapping[int, date]) -> list[Milestone]:
    """Those held that the facts no longer bear out on that day."""
    return [each for each in held if reached.get(each.weeks) != each.reached_on]


def newly_reached(
    participant_id: UUID, held: Sequence[Milestone], reached: Mapping[int, date], new_id: Callable[[], UUID]
) -> list[Milestone]:
    """Those that the facts bear out and nobody has noted yet."""
    noted = {each.weeks for each in held}
    return [
        Milestone(new_id(), participant_id, weeks, day)
        for weeks, day in reached.items()
        if weeks not in noted
    ]
