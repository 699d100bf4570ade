"""`claims_derived_per_s`: how many people's milestones and claims are worked out in a second on one core.

The pure part alone, over people who are made up: no database, no event. Each has a programme, up to five
jobs and benefits, and pay where the programme asks for it; each is worked out from nothing, as for a whole
contract after a change of its price list. Half of them are then worked out once more with a corrected job, by
reversal and re-issue. The time is that of the processor, so that other work takes nothing away.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import count
from random import Random
from statistics import median
from uuid import UUID

from bench.processes import Failed
from bench.results import Figure, circumstances
from bench.sizes import Size
from chassis.calendars import add_working_days
from services.casework.domain import derivation
from services.casework.domain.attachments import Attachment
from services.casework.domain.claims import Claim
from services.casework.domain.fees import Entitlement
from services.casework.domain.milestones import milestones
from services.casework.domain.spans import Days
from services.casework.domain.tariffs import entitlements
from services.casework.domain.wages import Wage
from services.casework.reference import prices

FIGURES = ("claims_derived_per_s",)
GOAL = 2000.0
SEED = 4
BATCHES = 5
FIRST_DAY = date(2025, 1, 6)
TODAY = date(2027, 6, 30)
NOBODY = UUID(int=0)
WAGED = ("restart/example", "work-and-health-programme/example")

working_days_after = lru_cache(maxsize=20_000)(add_working_days)


@dataclass(frozen=True)
class Person:
    """The facts about somebody who was made up."""

    attachment: Attachment
    jobs: Sequence[Days]
    own_work: Sequence[Days]
    benefit: Sequence[Days]
    wages: Sequence[Wage]


def measure(size: Size) -> list[Figure]:
    """People a second, the median of a few batches after one that warms up."""
    where, random = circumstances(), Random(SEED)
    batches = [people(random, max(size.people // BATCHES, 1)) for _ in range(BATCHES)]
    rate(batches[0][:500])
    rates = [rate(batch) for batch in batches]
    raw = {
        "unit": "people/s",
        "people": sum(len(batch) for batch in batches),
        "rates": [round(each) for each in rates],
        "run": where,
    }
    return [Figure("claims_derived_per_s", round(median(rates)), GOAL, raw, at_least=True)]


def rate(batch: Sequence[Person]) -> float:
    """People a second of processor time. A batch in which nobody earned anything was not worked out."""
    began = time.process_time()
    claims = sum(derived(number, person) for number, person in enumerate(batch))
    spent = time.process_time() - began
    if claims < len(batch):
        raise Failed("There were fewer claims than people: the derivation did not do its work.")
    return len(batch) / spent


def derived(number: int, person: Person) -> int:
    """Work somebody out, every second one twice; answers how many claims there were."""
    since = person.attachment.attached_on
    milestones([*person.jobs, *person.own_work], prices.milestone_weeks(), since=since, as_of=TODAY)
    held: list[Claim] = []
    made = _brought_into_line(person, person.jobs, held)
    if number % 2 and person.jobs:
        first, last = person.jobs[0]
        made += _brought_into_line(person, [(first + timedelta(days=7), last), *person.jobs[1:]], held)
    return made


def _brought_into_line(person: Person, jobs: Sequence[Days], held: list[Claim]) -> int:
    """As `actions.derivation` does it, without a database."""
    reached = _earned(person, [job for job in jobs if job[1] is None or job[0] <= job[1]])
    derivation.take_back(held, reached, person.attachment, TODAY)
    standing = [claim for claim in held if claim.reversed_on is None]
    ids = count(1)
    steps = derivation.bring_forward(standing, reached, person.attachment, TODAY, lambda: UUID(int=next(ids)))
    held[:] = standing + [step.claim for step in steps]
    return len(steps)


def _earned(person: Person, jobs: Sequence[Days]) -> list[Entitlement]:
    return entitlements(
        attached_on=person.attachment.attached_on,
        employment=[*jobs, *person.own_work],
        benefit=person.benefit,
        tariff=prices.tariffs()[person.attachment.tariff],
        payment_group=person.attachment.payment_group,
        as_of=TODAY,
        add_working_days=working_days_after,
        self_employment=person.own_work,
        wages=person.wages,
        hourly_rate=prices.hourly_rate,
    )


def people(random: Random, number: int) -> list[Person]:
    """So many, always the same: three of four on the Work Programme, the others where pay counts."""
    return [_person(random) for _ in range(number)]


def _person(random: Random) -> Person:
    tariff = random.choice(WAGED) if random.random() < 0.25 else "work-programme/year-1"
    group = random.choice(list(prices.tariffs()[tariff].groups))
    joined = FIRST_DAY + timedelta(days=random.randrange(300))
    told = datetime(2025, 1, 6, tzinfo=UTC)
    attachment = Attachment(NOBODY, NOBODY, NOBODY, "bench", group, joined, tariff, None, told)
    jobs = [_days(random, joined) for _ in range(random.randrange(1, 5))]
    own_work = [_days(random, joined)] if random.random() < 0.1 else []
    benefit = [_days(random, joined) for _ in range(random.randrange(3))]
    wages = _wages(random, jobs[0][0]) if tariff in WAGED else []
    return Person(attachment, jobs, own_work, benefit, wages)


def _days(random: Random, joined: date) -> Days:
    first = joined + timedelta(days=random.randrange(-30, 500))
    return first, None if random.random() < 0.3 else first + timedelta(days=random.randrange(400))


def _wages(random: Random, first: date) -> list[Wage]:
    """Eight months' pay."""
    days = [first + timedelta(days=28 * month) for month in range(1, 9)]
    return [Wage(day, random.randrange(40_000, 160_000)) for day in days]
