"""What tests of pay and of fees share: somebody's days, jobs and payslips."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from services.casework.domain.spells import Spell
from services.casework.domain.wages import Payslip

STARTED = date(2025, 3, 10)
TODAY = date(2025, 12, 12)
NOW = datetime(2025, 12, 12, 9, tzinfo=UTC)
PERSON = uuid4()


def day(number: int) -> date:
    return STARTED + timedelta(days=number)


def spell(first: date, last: date | None = None, kind: str = "employment", **rest: Any) -> Spell:
    return Spell(uuid4(), PERSON, kind, first, last, **rest)


def slip(of: Spell, on: date, pence: int) -> Payslip:
    return Payslip(uuid4(), PERSON, of.id, on, pence, "payslip", uuid4(), NOW)
