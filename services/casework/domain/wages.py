"""Wages: what people were paid in their jobs, for programmes that pay by earnings."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.casework.domain.dates import not_in_future
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.spells import EMPLOYMENT, Spell


@dataclass(frozen=True, order=True)
class Wage:
    """So many pence, before tax, that came on a day."""

    on: date
    amount_pence: int


HourlyRate = Callable[[date], int | None]
"""day → the National Living Wage of that day in pence an hour; None where none is known."""


def NO_RATE(day: date) -> None:
    """No wage is known, so nothing can be reached by it."""


@dataclass(frozen=True)
class LivingWage:
    """The National Living Wage from a day on, until the next one comes."""

    since: date
    pence: int


def rate_on(rates: Iterable[LivingWage], day: date) -> int | None:
    """The rate that held on a day, in pence an hour; None before the first."""
    held = [rate for rate in rates if rate.since <= day]
    return max(held, key=lambda rate: rate.since).pence if held else None


def counted(wages: Iterable[Wage], *, since: date, until: date) -> tuple[Wage, ...]:
    """Those that came between two days, both counted, the earliest first."""
    return tuple(sorted(wage for wage in wages if since <= wage.on <= until))


@dataclass(eq=False)
class Payslip:
    """What somebody was paid in a job on a day, on whose word, and whether it was taken back."""

    id: UUID
    participant_id: UUID
    spell_id: UUID
    paid_on: date
    amount_pence: int
    evidence: str
    recorded_by: UUID | None
    recorded_at: datetime
    withdrawn_by: UUID | None = None
    withdrawn_at: datetime | None = None
    withdrawn_reason: str | None = None

    @property
    def stands(self) -> bool:
        """Whether it counts."""
        return self.withdrawn_at is None

    @property
    def wage(self) -> Wage:
        """What the rules count."""
        return Wage(self.paid_on, self.amount_pence)

    def record(self, spell: Spell, today: date) -> None:
        """It is told of this job; refused where the job cannot have paid it."""
        if spell.kind != EMPLOYMENT or spell.voided:
            advice = {
                "spell_id": ["Choose a job that stands. For self-employment the days count, not the pay."]
            }
            raise DomainError("not-a-job", "Pay is recorded for a job.", advice)
        not_in_future(self.paid_on, today, "paid_on")
        if self.paid_on < spell.started_on:
            advice = {"paid_on": [f"Give {spell.started_on.isoformat()} or a later date."]}
            raise DomainError("paid-before-start", "The job had not begun on that day.", advice)

    def withdraw(self, by: UUID | None, at: datetime, reason: str) -> None:
        """It was wrong, and counts no more. The right one is recorded anew."""
        if not self.stands:
            raise Conflict("already-withdrawn", "This pay was taken back already.")
        self.withdrawn_by, self.withdrawn_at, self.withdrawn_reason = by, at, reason
