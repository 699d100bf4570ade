"""Pay as it is told, what is expected of it, contracts, and the explanation of a claim: their plain rules."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.calendars import add_working_days
from services.casework.domain.attachments import Attachment
from services.casework.domain.claims import Claim, newly_reached
from services.casework.domain.contracts import Contract, ContractChange
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.explanations import Explanation, Known, explain
from services.casework.domain.fees import Entitlement
from services.casework.domain.forecast import to_come, wages_to_come
from services.casework.domain.ledger import POSTINGS, entry
from services.casework.domain.spells import Spell, in_own_work, in_work, on_benefit
from services.casework.domain.tariffs import Tariff, entitlements
from services.casework.domain.wages import Payslip, Wage, counted
from services.casework.reference.prices import hourly_rate, tariffs

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


# Pay.


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


# What is to come.


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
    [spell(day(0), day(60)), spell(day(0), voided=True), spell(day(0), kind="self-employment")],
    ids=["ended", "voided", "own work"],
)
def test_what_is_no_job_that_goes_on_brings_no_more_pay(job: Spell) -> None:
    assert wages_to_come([job], [slip(job, day(27), 28_000)], day(28), day(200)) == []


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


# Contracts.

JETS, WHP = tariffs()["jets-scotland/example"], tariffs()["work-and-health-programme/example"]


def contract(tariff: Tariff = JETS, **changes: Any) -> Contract:
    told: dict[str, Any] = {"begins_on": STARTED, "value_pence": 1_000_000_00, "cohort_volume": None}
    who: dict[str, Any] = {"recorded_by": uuid4(), "recorded_at": NOW}
    programme = tariff.name.split("/")[0]
    return Contract(
        id=uuid4(), organisation_id=uuid4(), programme=programme, tariff=tariff.name, **who, **told | changes
    )


def test_a_contract_is_signed_once_for_a_programme() -> None:
    signed = contract()
    signed.sign(JETS, TODAY, [signed, contract(WHP)])
    with pytest.raises(Conflict) as refused:
        contract().sign(JETS, TODAY, [signed])
    assert refused.value.code == "contract-recorded"


@pytest.mark.parametrize(
    ("tariff", "changes", "code", "field"),
    [
        (tariffs()["restart/example"], {}, "no-contract-fees", "programme"),
        (JETS, {"cohort_volume": 0}, "no-accelerated-price", "cohort_volume"),
        (JETS, {"begins_on": TODAY + timedelta(days=1)}, "future-date", "begins_on"),
    ],
)
def test_a_contract_that_makes_no_sense_is_refused(
    tariff: Tariff, changes: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        contract(tariff, **changes).sign(tariff, TODAY, [])
    assert (refused.value.code, list(refused.value.errors)) == (code, [field])


def test_a_contract_put_right_keeps_what_stood_there_and_who_told() -> None:
    signed, by = contract(WHP, cohort_volume=5), uuid4()
    was = ContractChange(uuid4(), STARTED, 1, 5, by, NOW, "mistyped")
    signed.correct(day(1), 7, None, tariff=WHP, today=TODAY, change=was)
    assert (signed.begins_on, signed.value_pence, signed.cohort_volume) == (day(1), 7, None)
    assert signed.changes == [was]
    assert signed.told_by == {signed.recorded_by, by}
    with pytest.raises(DomainError):
        signed.correct(TODAY + timedelta(days=1), 7, None, tariff=WHP, today=TODAY, change=was)


def test_what_a_contract_brings() -> None:
    outcomes = [(day(1), day(200)), (day(2), day(190))]
    both = contract(WHP, cohort_volume=1, value_pence=600_000_00).earned(WHP, outcomes, day(230))
    assert [(each.kind, each.number) for each in both] == [
        *(("delivery", n) for n in range(1, 8)),
        ("accelerated", 100_001),
    ]
    plain = contract(WHP, value_pence=600_000_00).earned(WHP, outcomes, day(230))
    assert {each.kind for each in plain} == {"delivery"}, "no volume, no accelerated price"


def test_claims_of_a_contract_are_for_nobody() -> None:
    signed = contract()
    reached = signed.earned(JETS, [], day(60))
    (claim,) = newly_reached([], reached[:1], signed, uuid4)
    assert (claim.contract_id, claim.attachment_id, claim.participant_id) == (signed.id, None, None)
    assert claim.stands_for(reached[0], signed)
    assert claim.make() == [], "events tell of people"


@pytest.mark.parametrize("what", sorted(POSTINGS))
def test_a_row_of_the_ledger_says_all_that_belongs_to_it(what: str) -> None:
    signed = contract()
    (claim,) = newly_reached([], signed.earned(JETS, [], day(40)), signed, uuid4)
    id, by = uuid4(), uuid4()
    row = entry(claim, what, day(50), id=id, by=by, at=NOW)
    assert (row.id, row.claim_id, row.organisation_id) == (id, claim.id, claim.organisation_id)
    assert (row.what, row.debit, row.credit) == (what, *POSTINGS[what])
    assert (row.amount_pence, row.currency) == (claim.amount_pence, "GBP")
    assert (row.occurred_on, row.recorded_by, row.recorded_at) == (day(50), by, NOW)
    assert row.participant_id is None


# How a claim came about.


def explained(
    kind: str, told: Sequence[Spell], wages: Sequence[Wage] = (), *, list_: str, group: str
) -> Explanation:
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
    fee = next(each for each in tariff.group(group).fees if each.kind == kind)
    return explain(claim, fee, Known(STARTED, tariff.allotted_weeks, told, wages, hourly_rate))


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


def test_ids_are_those_of_the_spells() -> None:
    job = spell(day(0))
    (stretch,) = explained("job-outcome", [job], **YEAR_1).stretches
    assert stretch.spell_id == job.id
    assert isinstance(stretch.spell_id, UUID)
