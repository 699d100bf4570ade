"""How a claim came about: the facts that it counts, by the rule that counts them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.casework.domain.claims import Claim
from services.casework.domain.fees import ContinuousWeeks, CumulativeWeeks, Earnings, Fee, work_in_time
from services.casework.domain.spans import Span, clipped, joined
from services.casework.domain.spells import SELF_EMPLOYMENT, Spell, in_work
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
    numbers = dict(vars(fee))
    del numbers["kind"]
    if isinstance(fee, Earnings):
        return _by_earnings(claim, fee, numbers, known)
    if isinstance(fee, CumulativeWeeks | ContinuousWeeks):
        drawn = [each for each in known.spells if not each.is_work]
        return Explanation(
            rule=fee.rule,
            numbers=numbers,
            stretches=_worked(claim, known),
            benefit=_stretches(claim, drawn, claim.reached_on),
        )
    return Explanation(rule=fee.rule, numbers=numbers)


def _by_earnings(claim: Claim, fee: Earnings, numbers: Mapping[str, Any], known: Known) -> Explanation:
    """By pay where the pay was enough on that day; else by the days in self-employment."""
    needed = fee.needed_pence(known.attached_on, known.hourly_rate)
    wages = counted(known.wages, since=known.attached_on, until=claim.reached_on)
    pence = sum(wage.amount_pence for wage in wages)
    by_pay = needed is not None and fee.is_enough(pence, needed)
    own = [each for each in known.spells if each.kind == SELF_EMPLOYMENT]
    return Explanation(
        rule=fee.rule,
        numbers=numbers,
        stretches=() if by_pay else _stretches(claim, own, claim.reached_on),
        wages=wages if by_pay else (),
        needed_pence=needed,
        hourly_pence=None if fee.sum_pence else known.hourly_rate(known.attached_on),
    )


def _worked(claim: Claim, known: Known) -> tuple[Stretch, ...]:
    """The work that is counted, which is none of a run that began after the allotted time."""
    allotted = known.allotted_weeks
    runs = work_in_time(
        in_work(known.spells), known.attached_on, allotted_weeks=allotted, as_of=claim.reached_on
    )
    work = [each for each in known.spells if each.is_work]
    return _stretches(claim, work, runs[-1].last) if runs else ()


def _stretches(claim: Claim, spells: Iterable[Spell], until: date) -> tuple[Stretch, ...]:
    found = [
        Stretch(each.id, each.kind, part.first, part.last)
        for each in spells
        if not each.voided
        for part in clipped(*each.days, since=claim.began_on, until=until)
    ]
    return tuple(sorted(found, key=lambda each: (each.first, each.last, each.spell_id)))
