"""What a contract pays besides single people: a delivery fee each month, and more for outcomes over a volume.

Neither hangs on one person's facts, so they are worked out from the contract: when it began, what it is
worth, and on which days its outcomes were reached.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from services.casework.domain.fees import Entitlement
from services.casework.domain.spans import DAY

DELIVERY = "delivery"
ACCELERATED = "accelerated"
MONTHS_IN_YEAR = 12


@dataclass(frozen=True)
class Part:
    """So many months that together bring this share of the delivery fee."""

    months: int
    share: Fraction


@dataclass(frozen=True)
class Delivery:
    """The delivery fee: a share of what the contract is worth, spread over its months."""

    share: Fraction
    parts: tuple[Part, ...]

    def paid_by(self, month: int, value_pence: int) -> int:
        """What all months up to this one bring together, in whole pence, rounded half to even once."""
        share, before = Fraction(0), 0
        for part in self.parts:
            done = min(max(month - before, 0), part.months)
            share += part.share * done / part.months
            before += part.months
        return round(value_pence * self.share * share)

    @property
    def months(self) -> int:
        """How many months bring a fee."""
        return sum(part.months for part in self.parts)

    def earned(self, begins_on: date, value_pence: int, as_of: date) -> list[Entitlement]:
        """A fee for each month of the contract that is over, numbered from 1; claimable the day after."""
        found = []
        for month in range(1, self.months + 1):
            first, next_first = months_on(begins_on, month - 1), months_on(begins_on, month)
            last = next_first - DAY
            pence = self.paid_by(month, value_pence) - self.paid_by(month - 1, value_pence)
            if last <= as_of and pence:
                found.append(Entitlement(DELIVERY, month, first, last, next_first, pence))
        return found


@dataclass(frozen=True)
class Acceleration:
    """From a number of outcomes in a cohort on, each brings so much more than its price.

    A cohort is everybody who started in the same year of the contract.
    """

    kind: str
    more_pence: int

    def earned(
        self, begins_on: date, volume: int, outcomes: Iterable[tuple[date, date]], as_of: date
    ) -> list[Entitlement]:
        """A supplement for each outcome over the volume of its cohort. An outcome is (started, reached).

        Numbers count through the cohorts: year × 100,000 + place over the volume, so that none moves when
        another cohort grows.
        """
        cohorts: dict[int, list[date]] = {}
        for attached_on, reached_on in outcomes:
            if begins_on <= attached_on and reached_on <= as_of:
                cohorts.setdefault(_year_of(begins_on, attached_on), []).append(reached_on)
        return [
            Entitlement(ACCELERATED, year * 100_000 + place, day, day, day, self.more_pence)
            for year, days in sorted(cohorts.items())
            for place, day in enumerate(sorted(days)[volume:], start=1)
        ]


def months_on(day: date, months: int) -> date:
    """The same day of the month so many months later; where a month is too short, its last day."""
    years, month = divmod(day.month - 1 + months, MONTHS_IN_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def read_delivery(data: Mapping[str, Any] | None) -> Delivery | None:
    """From `{percent: 85, spread: [{months: 3, percent: 25}, …]}`. ValueError where that is no whole."""
    if data is None:
        return None
    parts = tuple(Part(int(each["months"]), _share(each["percent"])) for each in data["spread"])
    if sum(part.share for part in parts) != 1:
        raise ValueError("the parts of the delivery fee do not make 100 per cent")
    return Delivery(_share(data["percent"]), parts)


def read_acceleration(data: Mapping[str, Any] | None) -> Acceleration | None:
    """From `{kind: job-outcome, more_pence: 30000}`."""
    return None if data is None else Acceleration(str(data["kind"]), int(data["more_pence"]))


def _share(percent: object) -> Fraction:
    return Fraction(str(percent)) / 100


def _year_of(begins_on: date, day: date) -> int:
    """Which year of the contract a day falls in, from 1."""
    years = day.year - begins_on.year
    return years + 1 if months_on(begins_on, years * MONTHS_IN_YEAR) <= day else years
