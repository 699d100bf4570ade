"""Weekly hours: when an adviser can be met each week, but for bank holidays and days when they are away.

Days open by themselves as they come near: each becomes an `Availability` of its own, and so slots.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from services.casework.domain.availability import FURTHEST, Availability
from services.casework.domain.codes import known
from services.casework.domain.errors import Conflict, DomainError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST_AWAY = timedelta(days=366)
A_DAY = timedelta(days=1)


@dataclass(eq=False)
class TimeOff:
    """Days on which an adviser cannot be met. Why is nobody's business here, and is not kept."""

    id: UUID
    adviser_id: UUID
    organisation_id: UUID
    from_on: date
    until_on: date
    recorded_by: UUID
    recorded_at: datetime
    taken_back_at: datetime | None = None

    def covers(self, day: date) -> bool:
        """Whether the adviser is away on that day."""
        return self.taken_back_at is None and self.from_on <= day <= self.until_on

    def take(self, today: date) -> None:
        """They will be away, both days included."""
        too_far = self.from_on > today + LONGEST_AWAY or self.until_on - self.from_on > LONGEST_AWAY
        if self.until_on < self.from_on or too_far:
            advice = {"until_on": ["Give the same day as the first or a later one, within a year of it."]}
            raise DomainError("bad-days", "The last day comes after the first.", advice)
        if self.until_on < today:
            advice = {"until_on": ["Give today or a day to come."]}
            raise DomainError("past-days", "Those days have gone.", advice)

    def take_back(self, now: datetime) -> None:
        """They are there after all."""
        if self.taken_back_at is not None:
            raise Conflict("time-off-taken-back", "This time off has been taken back already.")
        self.taken_back_at = now


@dataclass(eq=False)
class WeeklyHours:
    """On this weekday an adviser can be met from one time on the wall to another, week after week."""

    id: UUID
    adviser_id: UUID
    organisation_id: UUID
    weekday: str
    begins: time
    ends: time
    minutes: int
    channels: list[str]
    place: str | None
    from_on: date
    until_on: date | None = None
    opened_until: date | None = None
    """The last day that has been looked at, whether it was opened or not."""
    ended_at: datetime | None = None

    def begin(self, try_on: Callable[["WeeklyHours"], None], today: date) -> None:
        """They hold from now on; `try_on` refuses what would make no slot."""
        known(self.weekday, WEEKDAYS, "weekday")
        if self.ends <= self.begins:
            advice = {"ends": ["Give a time after the beginning, on the same day."]}
            raise DomainError("bad-times", "It ends after it begins.", advice)
        if self.until_on is not None and self.until_on < self.from_on:
            advice = {"until_on": ["Give a day after the first, or none."]}
            raise DomainError("bad-days", "The last day comes after the first.", advice)
        if self.from_on > today + FURTHEST:
            advice = {"from_on": ["Give a day within a year from now."]}
            raise DomainError("too-far-ahead", "Nobody's diary is open so far ahead.", advice)
        try_on(self)

    def end(self, now: datetime) -> None:
        """No further day opens by itself."""
        if self.ended_at is not None:
            raise Conflict("hours-ended", "These weekly hours have ended already.")
        self.ended_at = now

    def days(self, today: date, until: date) -> Iterator[date]:
        """The days after today that have not been looked at yet, up to `until`, on which these hours hold."""
        if self.ended_at is not None:
            return
        last = until if self.until_on is None else min(until, self.until_on)
        day = max(today + A_DAY, self.from_on, (self.opened_until or date.min) + A_DAY)
        while day <= last:
            if WEEKDAYS[day.weekday()] == self.weekday:
                yield day
            day += A_DAY

    def on(self, day: date, id: UUID, at: Callable[[date, time], datetime]) -> Availability:
        """These hours as the open time of one day; `at` tells the instant of a time on a wall that day."""
        return Availability(
            id,
            self.adviser_id,
            self.organisation_id,
            at(day, self.begins),
            at(day, self.ends),
            self.minutes,
            list(self.channels),
            self.place,
            hours_id=self.id,
            on_day=day,
        )
