"""What tests of tariffs share: somebody's days, and what they come to."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from chassis.calendars import add_working_days
from services.casework.domain.fees import Entitlement
from services.casework.domain.spans import Days
from services.casework.domain.tariffs import earned_pence, entitlements
from services.casework.reference.prices import tariffs

ATTACHED = date(2025, 3, 10)
STARTED = date(2025, 6, 2)
FIRST_SUSTAINED = [date(2025, 9, 28), date(2025, 10, 26), date(2025, 11, 23)]
FAR = date(2030, 1, 1)


def reached(
    group: str,
    employment: Sequence[Days],
    as_of: date,
    *,
    benefit: Sequence[Days] = (),
    attached_on: date = ATTACHED,
    tariff: str = "work-programme/year-1",
) -> list[Entitlement]:
    return entitlements(
        attached_on=attached_on,
        employment=employment,
        benefit=benefit,
        tariff=tariffs()[tariff],
        payment_group=group,
        as_of=as_of,
        add_working_days=add_working_days,
    )


def pounds(group: str, employment: Sequence[Days], as_of: date, **rest: Any) -> int:
    return earned_pence(reached(group, employment, as_of, **rest), as_of) // 100


def of(kind: str, some: Sequence[Entitlement]) -> list[Entitlement]:
    return [each for each in some if each.kind == kind]


def weeks_later(day: date, weeks: int) -> date:
    """The last of so many weeks that begin on a day."""
    return day + timedelta(weeks=weeks, days=-1)
