"""Pay as it is told, and what is expected of it."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.fees import Entitlement
from services.casework.domain.forecast import DAYS, to_come, wages_to_come
from services.casework.domain.spells import Spell, in_own_work, in_work, on_benefit
from services.casework.domain.wages import Wage, counted
from tests.casework.domain.a_payslip import NOW, TODAY, day, slip, spell


def test_pay_counts_until_it_is_taken_back() -> None:
    job = spell(day(0))
    told = slip(job, day(20), 100)
    told.record(job, TODAY)
    assert (told.stands, told.wage) == (True, Wage(day(20), 100))
    by = uuid4()
    told.withdraw(by, NOW, "mistyped")
    assert (told.stands, told.withdrawn_by, told.withdrawn_at, told.withdrawn_reason) == (
        False,
        by,
        NOW,
        "mistyped",
    )
    with pytest.raises(Conflict) as refused:
        told.withdraw(by, NOW, "mistyped")
    assert refused.value.code == "already-withdrawn"


@pytest.mark.parametrize(
    ("job", "on", "code", "field"),
    [
        (spell(day(0), kind="self-employment"), day(5), "not-a-job", "spell_id"),
        (spell(day(0), kind="benefit"), day(5), "not-a-job", "spell_id"),
        (spell(day(0), voided=True), day(5), "not-a-job", "spell_id"),
        (spell(day(10)), day(9), "paid-before-start", "paid_on"),
        (spell(day(0)), TODAY + timedelta(days=1), "future-date", "paid_on"),
    ],
)
def test_pay_that_the_job_cannot_have_brought_is_refused(job: Spell, on: date, code: str, field: str) -> None:
    with pytest.raises(DomainError) as refused:
        slip(job, on, 100).record(job, TODAY)
    assert (refused.value.code, list(refused.value.errors)) == (code, [field])
    assert refused.value.detail
    assert all(refused.value.errors[field])


def test_pay_of_the_first_day_of_today_and_after_the_last_is_taken() -> None:
    job = spell(day(10), day(20))
    for on in (day(10), day(30), TODAY):
        slip(job, on, 100).record(job, TODAY)


def test_only_wages_between_two_days_count_and_in_their_order() -> None:
    wages = [Wage(day(n), n + 1) for n in (9, 3, 0, 6)]
    assert counted(wages, since=day(3), until=day(6)) == (Wage(day(3), 4), Wage(day(6), 7))
    assert counted(wages, since=day(4), until=day(5)) == ()


def test_which_spells_are_work_of_ones_own() -> None:
    told = [
        spell(day(0), day(5)),
        spell(day(6), kind="self-employment"),
        spell(day(7), kind="self-employment", voided=True),
        spell(day(1), day(2), kind="benefit"),
    ]
    assert in_own_work(told) == [(day(6), None)]
    assert in_work(told) == [(day(0), day(5)), (day(6), None)]
    assert on_benefit(told) == [(day(1), day(2))]


def test_pay_goes_on_every_four_weeks_at_its_average() -> None:
    job = spell(day(0))
    paid = [slip(job, day(27), 28_000), slip(job, day(55), 56_000)]
    until = day(55 + 28 * 3)
    assert wages_to_come([job], paid, day(56), until) == [
        Wage(day(83), 42_000),
        Wage(day(111), 42_000),
        Wage(day(139), 42_000),
    ]
    assert wages_to_come([job], paid, day(83), until - timedelta(days=1)) == [Wage(day(111), 42_000)]


def test_the_first_pay_of_a_young_job_is_taken_to_be_for_four_weeks() -> None:
    job = spell(day(0))
    assert wages_to_come([job], [slip(job, day(6), 10_000)], day(7), day(40)) == [Wage(day(34), 10_000)]


@pytest.mark.parametrize(
    "job",
    [
        spell(day(0), day(60)),
        spell(day(0), voided=True),
        spell(day(0), kind="self-employment"),
        spell(day(0), kind="benefit"),
    ],
    ids=["ended", "voided", "own work", "benefit"],
)
def test_what_is_no_job_that_goes_on_brings_no_more_pay(job: Spell) -> None:
    assert wages_to_come([job], [slip(job, day(27), 28_000)], day(28), day(200)) == []


def test_pay_to_come_is_counted_from_the_last_pay_in_whole_pence() -> None:
    job = spell(day(0))
    paid = [slip(job, day(10), 10_000), slip(job, day(29), 20_001)]
    (wage,) = wages_to_come([job], paid, day(29), day(57))
    assert (wage.on, str(wage.amount_pence)) == (day(57), "28000"), "30,001 × 28 ÷ 30 is 28,000.9…"
    assert wages_to_come([job], paid, day(29), day(56)) == []


def test_pay_is_known_by_the_id_of_its_job_however_it_was_read() -> None:
    job = spell(day(0))
    told = slip(job, day(27), 28_000)
    told.spell_id = UUID(str(job.id))
    assert wages_to_come([job], [told], day(28), day(55)) == [Wage(day(55), 28_000)]
    job.kind = str(b"employment", "ascii")
    assert wages_to_come([job], [told], day(28), day(55)) == [Wage(day(55), 28_000)]
    told.record(job, TODAY)
    for other in (UUID(int=0), UUID(int=2**128 - 1)):
        told.spell_id = other
        assert wages_to_come([job], [told], day(28), day(55)) == []


def test_a_forecast_looks_a_year_ahead_over_a_leap_day_too() -> None:
    years = [(date(year + 1, 6, 1) - date(year, 6, 1)).days for year in range(2024, 2032)]
    assert max(years) == DAYS


def test_pay_of_another_job_and_none_at_all_are_not_carried_on() -> None:
    job, other = spell(day(0)), spell(day(0), day(60))
    assert wages_to_come([job], [slip(other, day(27), 28_000)], day(28), day(200)) == []
    assert wages_to_come([job], [], day(28), day(200)) == []


def test_only_what_can_be_claimed_later_is_to_come() -> None:
    fees = [Entitlement("a", n, day(0), day(n), day(n), 1) for n in (3, 4, 5)]
    assert to_come(fees, day(4)) == fees[2:]


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 300_000)), max_size=6), st.integers(0, 300))
def test_pay_to_come_is_after_today_and_within_the_time(told: list[tuple[int, int]], today: int) -> None:
    job = spell(day(0))
    until = day(today + 400)
    found = wages_to_come([job], [slip(job, day(on), pence) for on, pence in told], day(today), until)
    assert all(day(today) < wage.on <= until and wage.amount_pence > 0 for wage in found)
    assert found == sorted(found)
