"""How a claim came about: the facts that it counts, by the rule that counts them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.casework.domain.claims import Claim
from services.casework.domain.fees import ContinuousWeeks, CumulativeWeeks, Earnings, Fee
from services.casework.domain.spans import Span, clipped, joined
from services.casework.domain.spells import SELF_EMPLOYMENT, Spell
from services.casework.domain.wages import HourlyRate, Wage, counted


@dataclass(frozen=True)
class Stretch:
    """The days of one spell that fall within what a claim counts."""

    spell_id: UUID
    kind: str
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many, both ends counted."""
        return Span(self.first, self.last).days


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """The rule with its numbers; the spells within; their days, each once; and pay, where pay counts."""

    rule: str
    numbers: Mapping[str, Any]
    stretches: tuple[Stretch, ...] = ()
    benefit: tuple[Stretch, ...] = ()
    wages: tuple[Wage, ...] = ()
    needed_pence: int | None = None
    hourly_pence: int | None = None

    @property
    def days(self) -> int:
        """How many days count: two jobs on one day are one day."""
        return sum(run.days for run in joined(Span(each.first, each.last) for each in self.stretches))

    @property
    def weeks(self) -> int:
        """How many whole weeks these days make."""
        return self.days // 7

    @property
    def wages_pence(self) -> int:
        """What the pay comes to."""
        return sum(wage.amount_pence for wage in self.wages)


@dataclass(frozen=True)
class Known:
    """What is known now of the person for whom a claim was made."""

    attached_on: date
    allotted_weeks: int
    spells: Sequence[Spell]
    wages: Sequence[Wage]
    hourly_rate: HourlyRate


def explain(claim: Claim, fee: Fee, known: Known) -> Explanation:
    """What the facts as known now say of a claim. Of one taken back they may say less than it did."""
    numbers = {name: value for name, value in vars(fee).items() if name != "kind"}
    if isinstance(fee, Earnings):
        return _by_earnings(claim, fee, numbers, known)
    if isinstance(fee, CumulativeWeeks | ContinuousWeeks):
        work = _stretches(claim, [each for each in known.spells if each.is_work])
        drawn = _stretches(claim, [each for each in known.spells if not each.is_work])
        kept = _begun_in_time(work, known) if isinstance(fee, CumulativeWeeks) else work
        return Explanation(rule=fee.rule, numbers=numbers, stretches=kept, benefit=drawn)
    return Explanation(rule=fee.rule, numbers=numbers)


def _by_earnings(claim: Claim, fee: Earnings, numbers: Mapping[str, Any], known: Known) -> Explanation:
    """By pay where the pay was enough on that day; else by the days in self-employment."""
    needed = fee.needed_pence(known.attached_on, known.hourly_rate)
    wages = counted(known.wages, since=known.attached_on, until=claim.reached_on)
    by_pay = needed is not None and sum(wage.amount_pence for wage in wages) >= needed + int(fee.more_than)
    own = [each for each in known.spells if each.kind == SELF_EMPLOYMENT]
    return Explanation(
        rule=fee.rule,
        numbers=numbers,
        stretches=() if by_pay else _stretches(claim, own),
        wages=wages if by_pay else (),
        needed_pence=needed,
        hourly_pence=None if fee.sum_pence else known.hourly_rate(known.attached_on),
    )


def _stretches(claim: Claim, spells: Iterable[Spell]) -> tuple[Stretch, ...]:
    found = [
        Stretch(each.id, each.kind, part.first, part.last)
        for each in spells
        if not each.voided
        for part in clipped(*each.days, since=claim.began_on, until=claim.reached_on)
    ]
    return tuple(sorted(found, key=lambda each: (each.first, each.last, each.spell_id)))


def _begun_in_time(work: Sequence[Stretch], known: Known) -> tuple[Stretch, ...]:
    """Without what belongs to a run that began after the allotted time."""
    ends = known.attached_on + timedelta(weeks=known.allotted_weeks)
    late = [run for run in joined(Span(each.first, each.last) for each in work) if run.first >= ends]
    return tuple(each for each in work if not any(run.first <= each.first <= run.last for run in late))
