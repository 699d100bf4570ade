"""The rules of payment by results, each said a second time: slowly, day by day, and compared."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.calendars import add_working_days, is_working_day
from services.casework.domain.errors import DomainError
from services.casework.domain.fees import Entitlement
from services.casework.domain.spans import Days
from services.casework.domain.tariffs import entitlements, tariff_for
from services.casework.reference.prices import programmes, tariffs

YEAR_1 = tariffs()["work-programme/year-1"]
ATTACHED = date(2025, 3, 10)
DAY = timedelta(days=1)
OUTCOME_WEEKS = {"1": 26, "2": 26, "9": 26}
PAYMENTS = {"1": 13, "2": 13, "7": 26}


def day(number: int) -> date:
    return ATTACHED + timedelta(days=number)


def stretches(most: int) -> st.SearchStrategy[list[Days]]:
    lengths = st.one_of(st.none(), st.integers(0, 260))
    one = st.builds(
        lambda first, more: (day(first), None if more is None else day(first + more)),
        st.integers(-60, 800),
        lengths,
    )
    return st.lists(one, max_size=most)


groups = st.sampled_from(list("123456789"))
as_of_days = st.integers(0, 1_100).map(day)


def earned(
    group: str,
    jobs: Sequence[Days],
    benefit: Sequence[Days] = (),
    as_of: date = date(2031, 1, 1),
    attached_on: date = ATTACHED,
) -> list[Entitlement]:
    return entitlements(
        attached_on=attached_on,
        employment=jobs,
        benefit=benefit,
        tariff=YEAR_1,
        payment_group=group,
        as_of=as_of,
        add_working_days=add_working_days,
    )


def on(kind: str, found: Sequence[Entitlement]) -> list[date]:
    return [each.reached_on for each in found if each.kind == kind]


def days_of(spells: Sequence[Days], as_of: date) -> set[date]:
    """Every day of them by itself, from attachment on."""
    found: set[date] = set()
    for first, last in spells:
        at, until = max(first, ATTACHED), min(last or as_of, as_of)
        while at <= until:
            found.add(at)
            at += DAY
    return found


def slowly(
    group: str, jobs: Sequence[Days], benefit: Sequence[Days], as_of: date
) -> tuple[list[date], list[date]]:
    """Job outcome and sustainment, walking from day to day as one would with a calendar and a pencil."""
    worked, drawn = days_of(jobs, as_of), days_of(benefit, as_of)
    ends = ATTACHED + timedelta(weeks=104)
    count, row, closed = 0, 0, False
    outcome: list[date] = []
    sustained: list[date] = []
    at = ATTACHED
    while at <= as_of:
        begins = at in worked and at - DAY not in worked
        closed = (closed and at in worked and not begins) or (begins and at >= ends)
        if at not in worked or closed:
            row = 0
        else:
            count += 1
            row = 0 if at in drawn or not outcome else row + 1
            if row == 28 and len(sustained) < PAYMENTS.get(group, 20):
                sustained.append(at)
                row = 0
            if count == 7 * OUTCOME_WEEKS.get(group, 13):
                outcome.append(at)
        at += DAY
    return outcome, sustained


@settings(max_examples=150)
@given(groups, stretches(5), stretches(3), as_of_days)
def test_outcome_and_sustainment_are_what_a_calendar_and_a_pencil_say(
    group: str, jobs: list[Days], benefit: list[Days], as_of: date
) -> None:
    found = earned(group, jobs, benefit, as_of)
    assert (on("job-outcome", found), on("sustainment", found)) == slowly(group, jobs, benefit, as_of)


@given(groups, st.lists(st.integers(1, 40), min_size=1, max_size=12), st.integers(1, 27))
def test_short_jobs_add_up_to_an_outcome_and_never_to_a_continuous_period(
    group: str, gaps: list[int], length: int
) -> None:
    jobs: list[Days] = []
    at = 0
    for gap in gaps:
        jobs.append((day(at), day(at + length - 1)))
        at += length + gap
    found = earned(group, jobs)
    needed = 7 * OUTCOME_WEEKS.get(group, 13)
    assert bool(on("job-outcome", found)) == (length * len(gaps) >= needed)
    assert on("sustainment", found) == []


@given(groups, st.integers(1, 180), st.integers(1, 120))
def test_a_gap_before_the_outcome_puts_it_off_by_just_the_gap(group: str, worked: int, gap: int) -> None:
    needed = 7 * OUTCOME_WEEKS.get(group, 13)
    worked = min(worked, needed - 1)
    broken: list[Days] = [(day(0), day(worked - 1)), (day(worked + gap), None)]
    assert on("job-outcome", earned(group, broken)) == [day(needed - 1 + gap)]
    assert on("job-outcome", earned(group, [(day(0), None)])) == [day(needed - 1)]


@given(groups, stretches(4), stretches(3), st.randoms(use_true_random=False))
def test_cutting_a_job_in_two_or_telling_it_twice_changes_nothing(
    group: str, jobs: list[Days], benefit: list[Days], random: object
) -> None:
    cut: list[Days] = []
    for first, last in jobs:
        half = first + timedelta(days=((last - first).days // 2 if last else 40))
        cut += [(first, half)]
        if last is None or half < last:
            cut += [(half + DAY, last)]
    assert earned(group, [*reversed(cut), *jobs], benefit) == earned(group, jobs, benefit)


@given(st.integers(0, 27), st.integers(0, 20), st.sampled_from(["3", "7"]))
def test_a_day_on_benefit_in_a_period_begins_the_four_weeks_again(at: int, more: int, group: str) -> None:
    outcome = on("job-outcome", earned(group, [(day(0), None)]))[0]
    first = outcome + timedelta(days=1 + at)
    last = first + timedelta(days=more)
    sustained = on("sustainment", earned(group, [(day(0), None)], [(first, last)]))
    assert sustained[0] == last + timedelta(days=28)


@given(st.integers(-60, 60), st.integers(0, 500))
def test_a_run_counts_if_it_begins_within_the_104_weeks_and_then_to_its_end(shift: int, length: int) -> None:
    first = ATTACHED + timedelta(weeks=104, days=shift)
    found = earned("3", [(first, first + timedelta(days=length))])
    if shift >= 0:
        assert [each.kind for each in found] == ["attachment"]
    else:
        complete = (length + 1 - 91) // 28 if length + 1 >= 91 else -1
        assert len(on("sustainment", found)) == min(max(complete, 0), 20)


@given(st.dates(date(2016, 1, 4), date(2030, 12, 31)))
def test_fifteen_working_days_after_any_day_of_any_year(last: date) -> None:
    """Counted by looking at each day; in each Easter four days in a row are none."""
    begins = last - timedelta(days=27 + 91)
    found = earned("3", [(begins, last)], attached_on=begins)
    (period,) = [each for each in found if each.kind == "sustainment"]
    between = [period.reached_on + timedelta(days=n) for n in range(1, 60)]
    working = [each for each in between if is_working_day(each)]
    assert (period.reached_on, period.claimable_on) == (last, working[14])


EASTERS = [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2028, 4, 16)]


@pytest.mark.parametrize("easter", EASTERS)
def test_easter_puts_a_claim_off_by_two_working_days(easter: date) -> None:
    """Eight working days from the Sunday before: a Friday, where it would have been a Wednesday."""
    assert add_working_days(easter - timedelta(weeks=1), 8) == easter + timedelta(days=5)
    assert not is_working_day(easter - timedelta(days=2))
    assert not is_working_day(easter + DAY)


@given(st.integers(0, 120), st.sampled_from([2024, 2028]))
def test_weeks_across_a_leap_day_have_seven_days(before: int, year: int) -> None:
    started = date(year, 2, 29) - timedelta(days=before)
    found = earned("3", [(started, None)], attached_on=started)
    assert on("job-outcome", found) == [started + timedelta(days=90)]
    if before <= 90:
        plain = date(year + 1, 2, 28) - timedelta(days=before)
        later = on("job-outcome", earned("3", [(plain, None)], attached_on=plain))
        assert (later[0] - plain).days == 90


@given(st.dates(date(2011, 1, 1), date(2018, 12, 31)))
def test_the_day_of_attachment_alone_chooses_the_price_list(attached_on: date) -> None:
    periods = programmes()["work-programme"]
    lists = {
        "work-programme/year-1": (date(2011, 6, 1), date(2012, 3, 31)),
        "work-programme/from-2014": (date(2014, 4, 1), date(2017, 4, 1)),
    }
    holds = [name for name, (first, last) in lists.items() if first <= attached_on <= last]
    if holds:
        assert [tariff_for("work-programme", periods, attached_on)] == holds
        return
    with pytest.raises(DomainError) as refused:
        tariff_for("work-programme", periods, attached_on)
    assert refused.value.code == "no-tariff"
