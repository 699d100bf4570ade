"""The rules by which a programme pays: each reads one person's record and says what has been earned.

A tariff names a rule for each of its fees and gives it numbers. A regime that pays by another measure
(earnings, months of service) is one more rule here and a data file; nothing else changes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, ClassVar, Protocol

from services.casework.domain.spans import DAY, Days, Span, clipped, first_unbroken, joined, nth_day, without

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
) -> WorkRecord:
    """Work from attachment on, each day once; a run that begins after the allotted time is not counted.

    So a job that spans the end of the allotted time goes on earning until its first break, and none after
    (Hansard WA 164391: eligibility stops after a break in employment once the allotted time has passed).
    """
    ends = attached_on + timedelta(weeks=allotted_weeks)
    return WorkRecord(
        attached_on=attached_on,
        as_of=as_of,
        in_work=tuple(run for run in _runs(employment, attached_on, as_of) if run.first < ends),
        on_benefit=tuple(_runs(benefit, attached_on, as_of)),
        add_working_days=add_working_days,
    )


def _runs(spells: Sequence[Days], since: date, until: date) -> list[Span]:
    return joined(part for first, last in spells for part in clipped(first, last, since=since, until=until))


class Fee(Protocol):
    """One kind of payment in a payment group."""

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
        runs = record.off_benefit if self.off_benefit else record.in_work
        while last is not None and len(periods) < self.maximum:
            period = first_unbroken(runs, last + DAY, self.weeks * 7)
            if period is None:
                break
            periods.append(self._entitlement(len(periods) + 1, period, record))
            last = period.last
        return periods

    def _entitlement(self, number: int, period: Span, record: WorkRecord) -> Entitlement:
        claimable_on = record.add_working_days(period.last, self.claim_after_working_days)
        return Entitlement(self.kind, number, period.first, period.last, claimable_on, self.amount_pence)


RULES: Mapping[str, type[OnAttachment] | type[CumulativeWeeks] | type[ContinuousWeeks]] = {
    each.rule: each for each in (OnAttachment, CumulativeWeeks, ContinuousWeeks)
}


def fee(kind: str, settings: Mapping[str, Any]) -> Fee:
    """The fee that a tariff describes: `rule` names the rule, the rest are its numbers.

    Raises ValueError where the rule is unknown, or one of its numbers is missing or out of range.
    """
    rule = RULES.get(str(settings.get("rule")))
    if rule is None:
        raise ValueError(f"fee {kind!r} names the rule {settings.get('rule')!r}; known: {', '.join(RULES)}")
    needed = [each.name for each in fields(rule) if each.name != "kind"]
    missing = [name for name in needed if name not in settings]
    if missing:
        raise ValueError(f"fee {kind!r} lacks {', '.join(missing)}")
    if any(isinstance(settings[name], int) and settings[name] < 0 for name in needed):
        raise ValueError(f"fee {kind!r} holds a negative number")
    return rule(kind=kind, **{name: settings[name] for name in needed})
