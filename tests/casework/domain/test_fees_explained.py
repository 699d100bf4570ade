"""How a fee is explained: by the days, the pay or the joining that it follows from."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

import pytest

from chassis.calendars import add_working_days
from services.casework.domain.attachments import Attachment
from services.casework.domain.claims import Claim, newly_reached
from services.casework.domain.explanations import Explanation, Known, Stretch, explain
from services.casework.domain.fees import Earnings, Fee
from services.casework.domain.spells import Spell, in_own_work, in_work, on_benefit
from services.casework.domain.tariffs import entitlements
from services.casework.domain.wages import Wage
from services.casework.reference.prices import hourly_rate, tariffs
from tests.casework.domain.a_payslip import NOW, PERSON, STARTED, day, spell


def made(
    kind: str, told: Sequence[Spell], wages: Sequence[Wage] = (), *, list_: str, group: str
) -> tuple[Claim, Fee]:
    """The first claim of that kind which these facts bring, and the fee that it is for."""
    tariff = tariffs()[list_]
    attachment = Attachment(uuid4(), PERSON, uuid4(), "x", group, STARTED, list_, None, NOW)
    reached = entitlements(
        attached_on=STARTED,
        employment=in_work(told),
        benefit=on_benefit(told),
        tariff=tariff,
        payment_group=group,
        as_of=date(2030, 1, 1),
        add_working_days=add_working_days,
        self_employment=in_own_work(told),
        wages=wages,
        hourly_rate=hourly_rate,
    )
    claims = newly_reached([], reached, attachment, uuid4)
    claim: Claim = next(each for each in claims if each.kind == kind)
    return claim, next(each for each in tariff.group(group).fees if each.kind == kind)


def said(claim: Claim, fee: Fee, told: Sequence[Spell], wages: Sequence[Wage] = ()) -> Explanation:
    """What these facts say of a claim."""
    allotted = tariffs()[claim.tariff].allotted_weeks
    return explain(claim, fee, Known(STARTED, allotted, told, wages, hourly_rate))


def explained(kind: str, told: Sequence[Spell], wages: Sequence[Wage] = (), **of: str) -> Explanation:
    return said(*made(kind, told, wages, **of), told, wages)


YEAR_1 = {"list_": "work-programme/year-1", "group": "3"}


def test_the_days_of_two_jobs_are_counted_once() -> None:
    told = [spell(day(0), day(50)), spell(day(40), day(200)), spell(day(3), day(9), kind="benefit")]
    found = explained("job-outcome", told, **YEAR_1)
    assert [(each.first, each.last, each.days) for each in found.stretches] == [
        (day(0), day(50), 51),
        (day(40), day(90), 51),
    ]
    assert (found.days, found.weeks) == (91, 13)
    assert [(each.first, each.kind) for each in found.benefit] == [(day(3), "benefit")]
    assert found.rule == "cumulative-weeks"
    assert found.numbers == {"amount_pence": 120_000, "weeks": 13}


def test_a_sustained_period_is_its_own_28_days() -> None:
    found = explained("sustainment", [spell(day(-50))], **YEAR_1)
    assert [(each.first, each.last) for each in found.stretches] == [(day(91), day(118))]
    assert (found.rule, found.weeks, found.benefit) == ("continuous-weeks", 4, ())


def test_what_was_taken_back_and_what_began_too_late_is_not_shown() -> None:
    ends = 104 * 7
    told = [
        spell(day(0), day(10)),
        spell(day(0), day(300), voided=True),
        spell(day(20), day(99)),
        spell(day(ends), day(ends + 50)),
    ]
    found = explained("job-outcome", told, **YEAR_1)
    assert [each.last for each in found.stretches] == [day(10), day(99)]
    assert found.days == 91


def test_joining_is_explained_by_its_day_alone() -> None:
    found = explained("attachment", [spell(day(0))], **YEAR_1)
    assert (found.rule, found.stretches, found.days, found.wages_pence) == ("on-attachment", (), 0, 0)


WHP_EA = {"list_": "work-and-health-programme/example", "group": "WHP-EA"}


def test_pay_is_shown_up_to_the_day_on_which_it_was_enough() -> None:
    wages = [Wage(day(n), 250_000) for n in (30, 60, 90)]
    found = explained("job-outcome", [spell(day(0))], wages, **WHP_EA)
    assert found.wages == tuple(wages[:2])
    assert (found.wages_pence, found.needed_pence, found.hourly_pence) == (500_000, 475_904, 1_144)
    assert found.stretches == ()


def test_days_in_self_employment_are_shown_where_pay_was_not_enough() -> None:
    found = explained(
        "job-outcome", [spell(day(0), kind="self-employment")], [Wage(day(30), 1_000)], **WHP_EA
    )
    assert (found.days, found.wages, found.needed_pence) == (182, (), 475_904)


def test_a_plain_sum_needs_no_wage() -> None:
    found = explained(
        "job-outcome", [spell(day(0))], [Wage(day(30), 100_000)], list_="jets-scotland/example", group="JETS"
    )
    assert (found.needed_pence, found.hourly_pence, found.wages_pence) == (100_000, None, 100_000)


def test_what_began_too_late_by_the_facts_as_they_are_now_is_not_shown_either() -> None:
    """They were claimed for a job across the end of the allotted time, in which a break has come to light."""
    ends = 104 * 7
    before = [spell(day(ends - 90))]
    now = [spell(day(ends - 90), day(ends - 2)), spell(day(ends)), spell(day(0), day(9), kind="benefit")]
    outcome, period = (made("job-outcome", before, **YEAR_1), made("sustainment", before, **YEAR_1))
    assert (outcome[0].reached_on, period[0].began_on) == (day(ends), day(ends + 1))
    assert [(each.first, each.last) for each in said(*outcome, before).stretches] == [
        (day(ends - 90), day(ends))
    ]
    assert [each.days for each in said(*period, before).stretches] == [28]
    assert [(each.first, each.last) for each in said(*outcome, now).stretches] == [
        (day(ends - 90), day(ends - 2))
    ]
    assert said(*period, now).stretches == ()
    assert said(*outcome, [spell(day(ends))]).stretches == ()


@pytest.mark.parametrize(("more", "by_pay"), [(False, True), (True, False)])
def test_pay_that_is_just_the_sum_is_shown_where_that_is_enough(more: bool, by_pay: bool) -> None:
    fee = Earnings("job-outcome", 1, 547, 10, sum_pence=1_001, more_than=more)
    (claim, _) = made("job-outcome", [spell(day(0), kind="self-employment")], **WHP_EA)
    told = [
        spell(day(0), day(9), kind="self-employment"),
        spell(day(2), day(5)),
        spell(day(3), day(4), kind="benefit"),
    ]
    known = Known(STARTED, 104, told, [Wage(day(30), 1_001)], hourly_rate)
    found = explain(claim, fee, known)
    assert (found.wages_pence, found.days) == ((1_001, 0) if by_pay else (0, 10))
    assert [each.kind for each in found.stretches] == ([] if by_pay else ["self-employment"])
    paid_more = Known(STARTED, 104, told, [Wage(day(30), 1_002)], hourly_rate)
    assert explain(claim, fee, paid_more).wages_pence == 1_002


def test_weeks_are_whole() -> None:
    days = Stretch(uuid4(), "employment", day(0), day(12))
    found = Explanation(rule="cumulative-weeks", numbers={}, stretches=(days,))
    assert (found.days, str(found.weeks)) == (13, "1")


def test_ids_are_those_of_the_spells() -> None:
    job = spell(day(0))
    (stretch,) = explained("job-outcome", [job], **YEAR_1).stretches
    assert stretch.spell_id == job.id
    assert isinstance(stretch.spell_id, UUID)
