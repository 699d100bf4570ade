"""What will be earned if things go on as they are. A simple sum, and no prediction.

Whoever is in a job or in self-employment is taken to stay, for as long as the forecast looks; whoever is not
is taken to find none. Pay is taken to go on every four weeks as it has on average in the same job so far.
Nobody new joins, nobody leaves, no claim is rejected.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from services.casework.domain.fees import Entitlement
from services.casework.domain.spells import EMPLOYMENT, Spell
from services.casework.domain.wages import Payslip, Wage

DAYS = 366
"""How far a forecast looks: twelve months."""
FOUR_WEEKS = timedelta(weeks=4)


def wages_to_come(told: Iterable[Spell], paid: Sequence[Payslip], today: date, until: date) -> list[Wage]:
    """Pay every four weeks for each job that goes on and of which pay has been told."""
    found: list[Wage] = []
    for spell in told:
        if spell.kind == EMPLOYMENT and spell.state == "current":
            found += _of_job(spell.started_on, _paid_in(spell.id, paid), today, until)
    return found


def to_come(expected: Iterable[Entitlement], today: date) -> list[Entitlement]:
    """The fees that can be claimed after today."""
    return [each for each in expected if each.claimable_on > today]


def _paid_in(spell_id: UUID, paid: Sequence[Payslip]) -> list[Wage]:
    return sorted(each.wage for each in paid if each.spell_id == spell_id)


def _of_job(started_on: date, wages: Sequence[Wage], today: date, until: date) -> list[Wage]:
    """The average pay of a day so far, 28 times, four weeks after the last pay and so on."""
    if not wages:
        return []
    days = max((wages[-1].on - started_on).days + 1, FOUR_WEEKS.days)
    pence = sum(wage.amount_pence for wage in wages) * FOUR_WEEKS.days // days
    return [Wage(day, pence) for day in _every_four_weeks(wages[-1].on, until) if day > today and pence]


def _every_four_weeks(last: date, until: date) -> list[date]:
    return [last + FOUR_WEEKS * (n + 1) for n in range((until - last) // FOUR_WEEKS)]
