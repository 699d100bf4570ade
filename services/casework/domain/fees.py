"""The rules by which a programme pays: each reads one person's record and says what has been earned.

A tariff names a rule for each of its fees and gives it numbers. A regime that pays by another measure
(earnings, months of service) is one more rule here and a data file; nothing else changes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from datetime import date, timedelta
from typing import Any, ClassVar, Protocol

from services.casework.domain.spans import DAY, Days, Span, clipped, first_unbroken, joined, nth_day, without
from services.casework.domain.wages import NO_RATE, HourlyRate, Wage, counted

AddWorkingDays = Callable[[date, int], date]
"""(day, n) → the n-th working day after it, in the calendar of the nation where the programme runs."""


@dataclass(frozen=True)
class Entitlement:
    """A fee that the facts have earned: complete on `reached_on`, to be claimed from `claimable_on`."""

    kind: str
    number: int
    began_on: date
    reached_on: date
    claimable_on: date
    amount_pence: int


@dataclass(frozen=True)
class WorkRecord:
    """What is known of one person's work and benefit on a day, as far as the programme counts it."""

    attached_on: date
    as_of: date
    in_work: tuple[Span, ...]
    on_benefit: tuple[Span, ...]
    add_working_days: AddWorkingDays
    self_employed: tuple[Span, ...] = ()
    wages: tuple[Wage, ...] = ()
    hourly_rate: HourlyRate = NO_RATE

    @property
    def off_benefit(self) -> list[Span]:
        """The runs of days in work on which no benefit was drawn."""
        return without(self.in_work, self.on_benefit)


def work_record(
    attached_on: date,
    employment: Sequence[Days],
    benefit: Sequence[Days],
    *,
    allotted_weeks: int,
    as_of: date,
    add_working_days: AddWorkingDays,
    self_employment: Sequence[Days] = (),
    wages: Sequence[Wage] = (),
    hourly_rate: HourlyRate = NO_RATE,
) -> WorkRecord:
    """What the programme counts of what is known on a day, from attachment on."""
    return WorkRecord(
        attached_on=attached_on,
        as_of=as_of,
        in_work=work_in_time(employment, attached_on, allotted_weeks=allotted_weeks, as_of=as_of),
        on_benefit=tuple(_runs(benefit, attached_on, as_of)),
        add_working_days=add_working_days,
        self_employed=tuple(_runs(self_employment, attached_on, as_of)),
        wages=counted(wages, since=attached_on, until=as_of),
        hourly_rate=hourly_rate,
    )


def work_in_time(
    employment: Sequence[Days], attached_on: date, *, allotted_weeks: int, as_of: date
) -> tuple[Span, ...]:
    """Work from attachment on, each day once; a run that begins after the allotted time is not counted.

    So a job that spans the end of the allotted time goes on earning until its first break, and none after
    (Hansard WA 164391: eligibility stops after a break in employment once the allotted time has passed).
    """
    ends = attached_on + timedelta(weeks=allotted_weeks)
    return tuple(run for run in _runs(employment, attached_on, as_of) if run.first < ends)


def _runs(spells: Sequence[Days], since: date, until: date) -> list[Span]:
    return joined(part for first, last in spells for part in clipped(first, last, since=since, until=until))


class Fee(Protocol):
    """One kind of payment in a payment group."""

    rule: ClassVar[str]

    @property
    def kind(self) -> str: ...

    def earned(self, record: WorkRecord, before: Sequence[Entitlement]) -> list[Entitlement]:
        """What this fee pays for, given what earlier fees of the tariff already found."""


@dataclass(frozen=True)
class OnAttachment:
    """Paid when the person is attached to the programme."""

    rule: ClassVar[str] = "on-attachment"
    kind: str
    amount_pence: int

    def earned(self, record: WorkRecord, before: Sequence[Entitlement]) -> list[Entitlement]:
        """One payment, on the day of attachment; none where the fee has come to an end."""
        day = record.attached_on
        if not self.amount_pence or day > record.as_of:
            return []
        return [Entitlement(self.kind, 1, day, day, day, self.amount_pence)]


@dataclass(frozen=True)
class CumulativeWeeks:
    """Paid once, when weeks in work add up to a number; breaks are allowed, overlapping jobs count once."""

    rule: ClassVar[str] = "cumulative-weeks"
    kind: str
    amount_pence: int
    weeks: int

    def earned(self, record: WorkRecord, before: Sequence[Entitlement]) -> list[Entitlement]:
        """One payment, on the day that completes the last of the weeks (seven days in work make one)."""
        reached_on = nth_day(record.in_work, self.weeks * 7)
        if reached_on is None:
            return []
        began_on = record.in_work[0].first
        return [Entitlement(self.kind, 1, began_on, reached_on, reached_on, self.amount_pence)]


@dataclass(frozen=True)
class ContinuousWeeks:
    """Paid for each unbroken period in work (and off benefit) after an earlier fee, up to a maximum number.

    Weeks are seven days from the day after the outcome or the last period; a break or a day on benefit starts
    the period again. Claimable when so many working days have passed since its last day (Hansard WA 164391).
    """

    rule: ClassVar[str] = "continuous-weeks"
    kind: str
    amount_pence: int
    follows: str
    weeks: int
    maximum: int
    off_benefit: bool
    claim_after_working_days: int

    def earned(self, record: WorkRecord, before: Sequence[Entitlement]) -> list[Entitlement]:
        """The periods in order, numbered from 1."""
        periods: list[Entitlement] = []
        last = max((one.reached_on for one in before if one.kind == self.follows), default=None)
        if last is None:
            return periods
        runs = record.off_benefit if self.off_benefit else record.in_work
        for number in range(1, self.maximum + 1):
            period = first_unbroken(runs, last + DAY, self.weeks * 7)
            if period is None:
                return periods
            periods.append(self._entitlement(number, period, record))
            last = period.last
        return periods

    def _entitlement(self, number: int, period: Span, record: WorkRecord) -> Entitlement:
        claimable_on = record.add_working_days(period.last, self.claim_after_working_days)
        return Entitlement(self.kind, number, period.first, period.last, claimable_on, self.amount_pence)


@dataclass(frozen=True)
class Earnings:
    """Paid once, when wages since the start add up to a sum, or days in self-employment to a number.

    Whichever comes first, and no later than the last of `within_days` (the day of the start is the first of
    them). The sum is what so many hours a week for so many days come to at the National Living Wage of the
    day of the start; or a plain `sum_pence`. Where `more_than` is set, reaching the sum is not enough.
    """

    rule: ClassVar[str] = "earnings"
    kind: str
    amount_pence: int
    within_days: int
    self_employed_days: int
    hours_per_week: int = 0
    days: int = 0
    sum_pence: int = 0
    more_than: bool = False

    def __post_init__(self) -> None:
        """Without a sum, the first penny of pay would be enough."""
        if not self.sum_pence and not (self.hours_per_week and self.days):
            raise ValueError(f"fee {self.kind!r} lacks a sum_pence, or hours_per_week and days that make one")

    def earned(self, record: WorkRecord, before: Sequence[Entitlement]) -> list[Entitlement]:
        """One payment for a person, by wages or by self-employment."""
        found = [each for each in (self._by_wages(record), self._by_own_work(record)) if each is not None]
        return [
            Entitlement(self.kind, 1, span.first, span.last, span.last, self.amount_pence)
            for span in sorted(found, key=lambda span: (span.last, span.first))[:1]
        ]

    def needed_pence(self, attached_on: date, hourly_rate: HourlyRate) -> int | None:
        """The sum that wages have to reach; None where no wage is known for the day of the start."""
        if self.sum_pence:
            return self.sum_pence
        rate = hourly_rate(attached_on)
        return None if rate is None else rate * self.hours_per_week * self.days // 7

    def is_enough(self, pence: int, needed_pence: int) -> bool:
        """Whether so much pay reaches the sum."""
        return pence > needed_pence if self.more_than else pence >= needed_pence

    def last_day(self, attached_on: date) -> date:
        """The last day on which it can be reached."""
        return attached_on + timedelta(days=self.within_days - 1)

    def _by_wages(self, record: WorkRecord) -> Span | None:
        needed = self.needed_pence(record.attached_on, record.hourly_rate)
        if needed is None:
            return None
        total, last_day = 0, self.last_day(record.attached_on)
        for wage in record.wages:
            total += wage.amount_pence
            if wage.on <= last_day and self.is_enough(total, needed):
                return Span(record.wages[0].on, wage.on)
        return None

    def _by_own_work(self, record: WorkRecord) -> Span | None:
        day = nth_day(record.self_employed, self.self_employed_days)
        if day is None or day > self.last_day(record.attached_on):
            return None
        return Span(record.self_employed[0].first, day)


RULES: Mapping[str, type[OnAttachment] | type[CumulativeWeeks] | type[ContinuousWeeks] | type[Earnings]] = {
    each.rule: each for each in (OnAttachment, CumulativeWeeks, ContinuousWeeks, Earnings)
}


def fee(kind: str, settings: Mapping[str, Any]) -> Fee:
    """The fee that a tariff describes: `rule` names the rule, the rest are its numbers.

    Raises ValueError where the rule is unknown, or one of its numbers is missing or out of range.
    """
    rule = RULES.get(str(settings.get("rule")))
    if rule is None:
        raise ValueError(f"fee {kind!r} names the rule {settings.get('rule')!r}; known: {', '.join(RULES)}")
    numbers = {each.name: each.default for each in fields(rule) if each.name != "kind"}
    missing = [name for name, default in numbers.items() if default is MISSING and name not in settings]
    if missing:
        raise ValueError(f"fee {kind!r} lacks {', '.join(missing)}")
    given = {name: settings[name] for name in numbers if name in settings}
    if any(isinstance(number, int) and number < 0 for number in given.values()):
        raise ValueError(f"fee {kind!r} holds a negative number")
    return rule(kind=kind, **given)
