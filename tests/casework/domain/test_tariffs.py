"""Payment by results: every case that the field names, with literal dates and amounts."""

from datetime import date, timedelta

import pytest

from chassis.calendars import add_working_days
from services.casework.domain.fees import ContinuousWeeks, work_record
from services.casework.domain.spans import Days
from services.casework.domain.tariffs import earned_pence
from services.casework.reference.prices import tariffs
from tests.casework.domain.a_tariff import ATTACHED, FAR, STARTED, of, pounds, reached, weeks_later


@pytest.mark.parametrize(
    ("group", "as_of", "earned"),
    [
        ("1", date(2025, 3, 9), 0),
        ("1", date(2025, 3, 10), 400),
        ("1", date(2025, 11, 29), 400),
        ("1", date(2025, 11, 30), 1_600),
        ("1", date(2025, 12, 12), 1_600),
        ("3", date(2025, 8, 30), 400),
        ("3", date(2025, 8, 31), 1_600),
        ("3", date(2025, 10, 16), 1_600),
        ("3", date(2025, 10, 17), 1_850),
        ("3", date(2025, 11, 30), 2_100),
        ("3", date(2025, 12, 11), 2_100),
        ("3", date(2025, 12, 12), 2_350),
    ],
)
def test_worked_example_attached_in_march_and_in_work_from_the_second_of_june(
    group: str, as_of: date, earned: int
) -> None:
    assert pounds(group, [(STARTED, None)], as_of) == earned


def test_before_the_day_of_attachment_nothing_has_been_reached() -> None:
    assert reached("1", [(STARTED, None)], ATTACHED - timedelta(days=1)) == []
    assert [each.kind for each in reached("1", [(STARTED, None)], ATTACHED)] == ["attachment"]


def test_continuous_weeks_follow_the_fee_that_the_price_list_names() -> None:
    follows = ContinuousWeeks("kept", 1, "attachment", 4, 1, False, 0)
    told = work_record(
        ATTACHED, [(STARTED, None)], [], allotted_weeks=104, as_of=FAR, add_working_days=add_working_days
    )
    (period,) = follows.earned(told, reached("3", [(STARTED, None)], FAR))
    assert (period.began_on, period.number) == (STARTED, 1)
    assert follows.earned(told, []) == []


def test_the_example_period_by_period() -> None:
    found = reached("3", [(STARTED, None)], date(2025, 12, 12))
    assert [
        (each.kind, each.number, each.began_on, each.reached_on, each.claimable_on) for each in found
    ] == [
        ("attachment", 1, ATTACHED, ATTACHED, ATTACHED),
        ("job-outcome", 1, STARTED, date(2025, 8, 31), date(2025, 8, 31)),
        ("sustainment", 1, date(2025, 9, 1), date(2025, 9, 28), date(2025, 10, 17)),
        ("sustainment", 2, date(2025, 9, 29), date(2025, 10, 26), date(2025, 11, 14)),
        ("sustainment", 3, date(2025, 10, 27), date(2025, 11, 23), date(2025, 12, 12)),
    ]


@pytest.mark.parametrize(
    ("group", "attachment", "outcome", "weeks", "payments", "each", "total"),
    [
        ("1", 400, 1_200, 26, 13, 170, 3_810),
        ("2", 400, 1_200, 26, 13, 215, 4_395),
        ("3", 400, 1_200, 13, 20, 250, 6_600),
        ("4", 400, 1_200, 13, 20, 250, 6_600),
        ("5", 400, 1_000, 13, 20, 115, 3_700),
        ("6", 600, 1_200, 13, 20, 235, 6_500),
        ("7", 600, 3_500, 13, 26, 370, 13_720),
        ("8", 400, 1_000, 13, 20, 115, 3_700),
        ("9", 300, 1_200, 26, 20, 200, 5_500),
    ],
)
def test_every_group_pays_its_published_maximum_and_stops(
    group: str, attachment: int, outcome: int, weeks: int, payments: int, each: int, total: int
) -> None:
    found = reached(group, [(STARTED, None)], FAR)
    assert [one.amount_pence for one in of("attachment", found)] == [attachment * 100]
    assert [(one.amount_pence, one.reached_on) for one in of("job-outcome", found)] == [
        (outcome * 100, weeks_later(STARTED, weeks))
    ]
    assert [one.amount_pence for one in of("sustainment", found)] == [each * 100] * payments
    assert earned_pence(found, FAR) == total * 100


def test_there_are_nine_groups() -> None:
    for tariff in (each for each in tariffs().values() if each.name.startswith("work-programme")):
        assert list(tariff.groups) == list("123456789")


def test_weeks_add_up_across_a_gap_inside_the_twenty_six() -> None:
    first = (STARTED, weeks_later(STARTED, 10))
    second_start = weeks_later(STARTED, 10) + timedelta(days=22)
    found = reached("1", [first, (second_start, None)], FAR)
    outcome = of("job-outcome", found)[0]
    assert (outcome.began_on, outcome.reached_on) == (STARTED, weeks_later(second_start, 16))


def test_many_short_jobs_add_up_day_by_day() -> None:
    jobs: list[Days] = [
        (STARTED + timedelta(days=10 * n), STARTED + timedelta(days=10 * n + 4)) for n in range(60)
    ]
    found = reached("3", jobs, FAR)
    assert of("job-outcome", found)[0].reached_on == STARTED + timedelta(
        days=10 * 18
    )  # 18 × 5 = 90 days, and one
    assert of("sustainment", found) == []  # never four weeks in a row


def test_overlapping_jobs_count_once() -> None:
    both: list[Days] = [
        (STARTED, weeks_later(STARTED, 8)),
        (STARTED + timedelta(weeks=4), weeks_later(STARTED, 13)),
    ]
    assert reached("3", both, FAR) == reached("3", [(STARTED, weeks_later(STARTED, 13))], FAR)
    assert pounds("3", [(STARTED, weeks_later(STARTED, 8))] * 3, FAR) == 400


def test_work_before_attachment_is_not_counted() -> None:
    early = ATTACHED - timedelta(weeks=20)
    found = reached("3", [(early, None)], FAR)
    assert of("job-outcome", found)[0].reached_on == weeks_later(ATTACHED, 13)


def test_a_job_that_ended_one_day_short_earns_no_outcome() -> None:
    assert pounds("1", [(STARTED, date(2025, 11, 29))], FAR) == 400
    assert pounds("1", [(STARTED, date(2025, 11, 30))], FAR) == 1_600


def test_benefit_does_not_hold_up_the_job_outcome() -> None:
    found = reached("3", [(STARTED, None)], FAR, benefit=[(STARTED, weeks_later(STARTED, 3))])
    assert of("job-outcome", found)[0].reached_on == date(2025, 8, 31)


def test_no_sustainment_before_a_job_outcome() -> None:
    assert of("sustainment", reached("1", [(STARTED, date(2025, 11, 29))], FAR)) == []


def test_four_weeks_must_be_continuous() -> None:
    broken: list[Days] = [(STARTED, date(2025, 9, 27)), (date(2025, 9, 29), None)]
    sustained = of("sustainment", reached("3", broken, FAR))
    assert (sustained[0].began_on, sustained[0].reached_on) == (date(2025, 9, 29), date(2025, 10, 26))


def test_changing_jobs_overnight_is_no_break() -> None:
    changed: list[Days] = [(STARTED, date(2025, 9, 15)), (date(2025, 9, 16), None)]
    assert reached("3", changed, FAR) == reached("3", [(STARTED, None)], FAR)


@pytest.mark.parametrize(
    "on_benefit", [(date(2025, 9, 8), date(2025, 9, 14)), (date(2025, 9, 14), date(2025, 9, 14))]
)
def test_a_week_or_a_day_on_benefit_starts_the_four_weeks_again(on_benefit: Days) -> None:
    sustained = of("sustainment", reached("3", [(STARTED, None)], FAR, benefit=[on_benefit]))
    assert (sustained[0].began_on, sustained[0].reached_on) == (date(2025, 9, 15), date(2025, 10, 12))


def test_still_on_benefit_earns_no_sustainment() -> None:
    assert of("sustainment", reached("3", [(STARTED, None)], FAR, benefit=[(date(2025, 8, 1), None)])) == []


def test_fifteen_working_days_across_easter_and_may_day() -> None:
    """Four weeks to Sunday 2026-03-29; Good Friday 3 April and Easter Monday 6 April do not count."""
    started = weeks_later(date(2026, 3, 2), 0) + timedelta(days=1) - timedelta(weeks=13)
    found = reached("3", [(started, None)], date(2026, 4, 21))
    first = of("sustainment", found)[0]
    assert first.reached_on == date(2026, 3, 29)
    assert first.claimable_on == date(2026, 4, 21)
    assert earned_pence(found, date(2026, 4, 20)) == 160_000
    assert earned_pence(found, date(2026, 4, 21)) == 185_000


def test_leap_day_is_a_day_like_any_other() -> None:
    started = date(2024, 2, 26)
    found = reached("3", [(started, None)], FAR, attached_on=date(2024, 1, 8))
    assert of("job-outcome", found)[0].reached_on == date(2024, 5, 26)  # 91 days, 29 February among them
    from_leap_day = reached("3", [(date(2024, 2, 29), None)], FAR, attached_on=date(2024, 2, 29))
    assert of("job-outcome", from_leap_day)[0].reached_on == date(2024, 5, 29)


ALLOTTED_ENDS = weeks_later(ATTACHED, 104)  # 2027-03-07


def test_a_job_that_spans_the_end_of_the_allotted_time_goes_on_earning() -> None:
    started = ALLOTTED_ENDS - timedelta(weeks=14)
    assert len(of("sustainment", reached("3", [(started, None)], date(2032, 1, 1)))) == 20


def test_a_break_after_the_allotted_time_ends_it() -> None:
    started = ALLOTTED_ENDS - timedelta(weeks=14)
    left = ALLOTTED_ENDS + timedelta(weeks=9)
    back = left + timedelta(days=2)
    stopped = reached("3", [(started, left)], date(2032, 1, 1))
    assert reached("3", [(started, left), (back, None)], date(2032, 1, 1)) == stopped
    assert len(of("sustainment", stopped)) == 2


def test_a_break_within_the_allotted_time_is_forgiven() -> None:
    left = date(2026, 1, 31)
    back = date(2026, 6, 1)
    assert len(of("sustainment", reached("3", [(STARTED, left), (back, None)], date(2032, 1, 1)))) == 20


def test_work_that_begins_on_the_last_allotted_day_counts_and_a_day_later_does_not() -> None:
    assert pounds("3", [(ALLOTTED_ENDS, None)], date(2032, 1, 1)) == 6_600
    assert pounds("3", [(ALLOTTED_ENDS + timedelta(days=1), None)], date(2032, 1, 1)) == 400
