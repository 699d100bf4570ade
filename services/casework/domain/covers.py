"""Cover: while an adviser is away, a colleague sees to the people of both. Nobody is handed over by it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from services.casework.domain.errors import Conflict, DomainError

LONGEST = timedelta(days=366)
"""Whoever is away for longer hands their people over."""


@dataclass(eq=False, kw_only=True)
class Cover:
    """One adviser stands in for another from one day to another, both included."""

    id: UUID
    organisation_id: UUID
    adviser_id: UUID
    """Who is away."""
    covered_by: UUID
    from_on: date
    until_on: date
    note: str | None
    recorded_by: UUID
    recorded_at: datetime
    ended_on: date | None = None
    """The first day on which it does not hold any more, where it was ended before its time."""

    def holds(self, on: date) -> bool:
        """Whether the colleague stands in on that day."""
        return self.from_on <= on <= self.until_on and (self.ended_on is None or on < self.ended_on)

    def arrange(self, today: date, others: Iterable["Cover"]) -> None:
        """It is agreed: not with oneself, not for the past, and not with somebody who is away as well."""
        if self.covered_by == self.adviser_id:
            raise DomainError(
                "own-cover", "Nobody covers for themselves.", _at("covered_by", "Choose a colleague.")
            )
        if self.until_on < self.from_on:
            advice = _at("until_on", "Give the first day or a later one.")
            raise DomainError("ends-before-it-begins", "The last day is before the first.", advice)
        if self.until_on < today:
            raise DomainError("over-already", "That time is over.", _at("until_on", "Give a day to come."))
        if self.until_on - self.from_on > LONGEST:
            advice = _at("until_on", "Give at most a year, or hand the people over.")
            raise DomainError("too-long", "That is longer than anybody covers.", advice)
        self._check_others(others)

    def end(self, today: date) -> None:
        """The adviser is back, or it was not needed."""
        if self.ended_on is not None or self.until_on < today:
            raise Conflict("cover-over", "This cover is over already.")
        self.ended_on = max(today, self.from_on)

    def meets(self, other: "Cover") -> bool:
        """Whether there is a day on which both hold."""
        return self.from_on <= other.last_on and other.from_on <= self.last_on

    @property
    def last_on(self) -> date:
        """The last day on which it holds."""
        return self.until_on if self.ended_on is None else self.ended_on - timedelta(days=1)

    def _check_others(self, others: Iterable["Cover"]) -> None:
        for other in others:
            if self.meets(other) and other.adviser_id == self.adviser_id:
                raise Conflict("covered-already", "Somebody covers on one of these days already.")
            if self.meets(other) and other.adviser_id == self.covered_by:
                advice = _at("covered_by", "Choose somebody who is there.")
                raise DomainError("away-as-well", "They are away on one of these days themselves.", advice)


def _at(field: str, advice: str) -> dict[str, list[str]]:
    return {field: [advice]}
