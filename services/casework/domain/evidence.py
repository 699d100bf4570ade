"""Evidence of a job search: what was done from one day to another, as a dated summary.

It is made in one click by the participant, who hands it over: whoever looks after them reads that summary and
nothing else. What it says does not change afterwards.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from services.casework.domain.applications import Application
from services.casework.domain.by import By
from services.casework.domain.dates import not_in_future
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.interviews import Interview
from services.casework.domain.searching import Activity

FORTNIGHT = timedelta(days=13)
"""What a summary reaches back by itself: fourteen days, today counted."""
LONGEST = timedelta(days=366)
Local = Callable[[datetime], datetime]
"""The time on a wall of the instance."""


@dataclass(frozen=True)
class Period:
    """From one day to another, both counted."""

    first: date
    last: date

    @classmethod
    def of(cls, first: date | None, last: date | None, today: date) -> "Period":
        """The period asked for; the last fourteen days, where nothing is said."""
        end = last or today
        begin = first or end - FORTNIGHT
        not_in_future(end, today, "until")
        if begin > end:
            raise DomainError(
                "ends-before-start", "It ends before it begins.", {"from": ["Give a day before the last."]}
            )
        if end - begin > LONGEST:
            raise DomainError(
                "period-too-long", "That is more than a year.", {"from": ["Give a year at most."]}
            )
        return cls(begin, end)

    def __contains__(self, day: date) -> bool:
        """Whether a day is one of it."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Search:
    """What is known of somebody's job search."""

    applications: Iterable[Application]
    interviews: Iterable[Interview]
    activities: Iterable[Activity]


@dataclass(eq=False)
class Evidence:
    """A summary that was handed over, as it was on the day when it was made; it can be taken back."""

    id: UUID
    participant_id: UUID
    from_on: date
    until_on: date
    content: dict[str, Any]
    recorded_by: UUID
    recorded_at: datetime
    assisted: bool = False
    helper: str | None = None
    withdrawn_at: datetime | None = None

    @classmethod
    def hand_over(
        cls, id: UUID, participant_id: UUID, period: Period, content: dict[str, Any], *, by: By, at: datetime
    ) -> "Evidence":
        """The participant lets those who look after them read this summary."""
        hands = (by.account_id, at, by.assisted, by.helper)
        return cls(id, participant_id, period.first, period.last, content, *hands)

    def withdraw(self, at: datetime) -> None:
        """From now on nobody else reads it."""
        if self.withdrawn_at is not None:
            raise Conflict("evidence-withdrawn", "This was taken back already.")
        self.withdrawn_at = at


def summarise(search: Search, period: Period, now: datetime, local: Local) -> dict[str, Any]:
    """What was done in the period: plain values, so that it can be kept as it is."""
    done = [one for one in search.activities if one.removed_at is None and one.occurred_on in period]
    steps = [_steps(one, period) for one in search.applications]
    met = [_interview(one, local) for one in search.interviews if _counts(one, period, now, local)]
    made = [one for one in search.applications if one.made_on in period]
    return {
        "applications_made": len(made),
        "applications": sorted((one for one in steps if one["stages"]), key=_latest, reverse=True),
        "interviews": sorted(met, key=lambda one: str(one["day"])),
        "activities": [_activity(one) for one in sorted(done, key=lambda one: (one.occurred_on, one.id))],
        "minutes": sum(one.minutes for one in done),
        "minutes_by_kind": dict(sorted(_minutes(done).items())),
    }


def _minutes(done: Iterable[Activity]) -> Counter[str]:
    minutes: Counter[str] = Counter()
    for one in done:
        minutes[one.kind] += one.minutes
    return minutes


def _steps(one: Application, period: Period) -> dict[str, Any]:
    steps = sorted(one.stages, key=lambda stage: stage.number)
    reached = [(stage.stage, stage.occurred_on) for stage in steps if stage.occurred_on in period]
    stages = [{"stage": stage, "occurred_on": on.isoformat()} for stage, on in reached]
    return {"title": one.title, "employer": one.employer, "stages": stages}


def _latest(one: dict[str, Any]) -> str:
    return str(one["stages"][-1]["occurred_on"])


def _counts(one: Interview, period: Period, now: datetime, local: Local) -> bool:
    """Interviews that stand and have been; one that is to come is no evidence yet."""
    return one.status(now) == "past" and local(one.starts_at).date() in period


def _interview(one: Interview, local: Local) -> dict[str, Any]:
    return {
        "day": local(one.starts_at).date().isoformat(),
        "channel": one.channel,
        "with_whom": one.with_whom,
    }


def _activity(one: Activity) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "occurred_on": one.occurred_on.isoformat(),
        "minutes": one.minutes,
        "note": one.note,
        "helper": one.helper,
    }
