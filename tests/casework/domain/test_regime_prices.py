"""What programmes pay: the living wage, delivery fees, outcomes over the volume, and price lists."""

from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework.domain.delivery import (
    ACCELERATED,
    Acceleration,
    Delivery,
    Part,
    months_on,
    read_delivery,
)
from services.casework.domain.fees import Earnings, fee
from services.casework.domain.tariffs import tariff_for
from services.casework.domain.wages import LivingWage, rate_on
from services.casework.reference import codes
from services.casework.reference.prices import hourly_rate, living_wages, price_lists, programmes, tariffs
from tests.casework.domain.a_regime import FAR, JETS, RESTART, STARTED, WHP, as_of_days, day


@pytest.mark.parametrize(
    ("on", "pence"),
    [
        (date(2016, 3, 31), None),
        (date(2016, 4, 1), 720),
        (date(2021, 3, 31), 872),
        (date(2021, 4, 1), 891),
        (date(2024, 2, 29), 1_042),
        (date(2025, 3, 31), 1_144),
        (date(2025, 4, 1), 1_221),
        (date(2030, 1, 1), 1_271),
    ],
)
def test_the_living_wage_of_a_day(on: date, pence: int | None) -> None:
    assert hourly_rate(on) == pence


def test_living_wages_only_rise_and_begin_in_april() -> None:
    rates = living_wages()
    assert [rate.since for rate in rates] == [date(2016 + n, 4, 1) for n in range(len(rates))]
    assert [rate.pence for rate in rates] == sorted(rate.pence for rate in rates)
    assert rate_on(reversed(rates), date(2020, 5, 5)) == 872
    assert rate_on([LivingWage(date(2020, 1, 1), 1)], date(2019, 12, 31)) is None


def paid(delivery: Delivery, months: range, value: int) -> int:
    return sum(each.amount_pence for each in delivery.earned(STARTED, value, FAR) if each.number in months)


def test_the_delivery_fee_of_jets_in_its_three_parts() -> None:
    delivery = tariffs()[JETS].delivery
    assert delivery is not None
    assert delivery.months == 18
    whole = 1_000_000_00
    assert paid(delivery, range(1, 4), whole) == 212_500_00  # 25% of 85%
    assert paid(delivery, range(4, 13), whole) == 446_250_00  # 52.5% of 85%
    assert paid(delivery, range(13, 19), whole) == 191_250_00  # 22.5% of 85%
    assert paid(delivery, range(1, 19), whole) == 850_000_00


def test_the_delivery_fee_of_the_work_and_health_programme_is_even() -> None:
    delivery = tariffs()[WHP].delivery
    assert delivery is not None
    found = delivery.earned(STARTED, 600_000_00, FAR)
    assert [each.number for each in found] == list(range(1, 61))
    assert {each.amount_pence for each in found} == {3_000_00}
    assert (found[0].began_on, found[0].reached_on, found[0].claimable_on) == (
        date(2025, 3, 10),
        date(2025, 4, 9),
        date(2025, 4, 10),
    )
    assert all(before.claimable_on == after.began_on for before, after in pairwise(found))
    assert tariffs()[RESTART].delivery is None


def test_what_the_months_bring_together_begins_at_nothing_and_ends_at_the_whole() -> None:
    odd = Delivery(Fraction(1, 2), (Part(3, Fraction(1, 3)), Part(2, Fraction(2, 3))))
    assert [odd.paid_by(month, 1_801) for month in range(-1, 8)] == [0, 0, 100, 200, 300, 600, 900, 900, 900]
    assert [each.number for each in odd.earned(STARTED, 1_800, FAR)] == [1, 2, 3, 4, 5]
    assert [each.number for each in odd.earned(STARTED, 1_800, date(2025, 4, 9))] == [1]
    assert odd.earned(STARTED, 1_800, date(2025, 4, 8)) == []


@given(st.integers(0, 10**9), st.sampled_from([WHP, JETS]), st.dates(date(2017, 1, 1), date(2028, 12, 31)))
def test_the_months_come_to_the_whole_to_the_penny(value: int, tariff: str, begins_on: date) -> None:
    delivery = tariffs()[tariff].delivery
    assert delivery is not None
    found = delivery.earned(begins_on, value, date(2040, 1, 1))
    assert sum(each.amount_pence for each in found) == round(value * delivery.share)
    assert all(each.amount_pence > 0 and each.reached_on < each.claimable_on for each in found)
    for before, after in pairwise(found):
        assert before.claimable_on <= after.began_on


@given(st.integers(0, 10**9), as_of_days)
def test_only_months_that_are_over_bring_a_fee(value: int, as_of: date) -> None:
    delivery = Delivery(Fraction(1), (Part(12, Fraction(1)),))
    found = delivery.earned(STARTED, value, as_of)
    assert found == [each for each in delivery.earned(STARTED, value, FAR) if each.reached_on <= as_of]


@pytest.mark.parametrize(
    ("on", "months", "later"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 3, 10), 0, date(2025, 3, 10)),
    ],
)
def test_months_later(on: date, months: int, later: date) -> None:
    assert months_on(on, months) == later


def test_a_spread_that_is_no_whole_is_refused() -> None:
    assert read_delivery(None) is None
    for percent in (99, 101):
        with pytest.raises(ValueError, match="100 per cent"):
            read_delivery({"percent": 30, "spread": [{"months": 3, "percent": percent}]})


def test_what_an_outcome_over_the_volume_brings_is_data() -> None:
    assert tariffs()[WHP].acceleration == Acceleration("job-outcome", 500_00)
    assert tariffs()[JETS].acceleration is None


ACCELERATION = Acceleration("job-outcome", 500_00)


def test_each_outcome_over_the_volume_of_its_cohort_brings_more() -> None:
    first_year = [(day(n), day(n + 200)) for n in (1, 50, 100, 365)]
    second_year = [(date(2026, 3, 10), date(2026, 9, 1)), (date(2026, 4, 1), date(2026, 8, 1))]
    found = ACCELERATION.earned(STARTED, 2, [*first_year, *second_year], FAR)
    assert [(each.number, each.reached_on) for each in found] == [(100_001, day(300)), (100_002, day(565))]
    assert {(each.kind, each.amount_pence) for each in found} == {(ACCELERATED, 500_00)}
    assert [each.number for each in ACCELERATION.earned(STARTED, 1, second_year, FAR)] == [200_001]


def test_each_outcome_over_the_volume_has_a_number_of_its_own() -> None:
    found = ACCELERATION.earned(STARTED, 0, [(day(n), day(n + 200)) for n in range(1, 41)], FAR)
    assert [each.number for each in found] == list(range(100_001, 100_041))


@pytest.mark.parametrize(
    ("begins_on", "started", "year"),
    [
        (date(2025, 3, 10), date(2025, 3, 10), 1),
        (date(2025, 3, 10), date(2026, 3, 9), 1),
        (date(2025, 3, 10), date(2026, 3, 10), 2),
        (date(2025, 3, 10), date(2028, 1, 1), 3),
        (date(2024, 2, 29), date(2025, 2, 27), 1),
        (date(2024, 2, 29), date(2025, 2, 28), 2),
        (date(2024, 2, 29), date(2028, 2, 28), 4),
        (date(2024, 2, 29), date(2028, 2, 29), 5),
    ],
)
def test_a_cohort_is_a_year_of_the_contract(begins_on: date, started: date, year: int) -> None:
    (over,) = ACCELERATION.earned(begins_on, 0, [(started, started)], FAR)
    assert over.number == year * 100_000 + 1


def test_outcomes_of_people_from_before_the_contract_or_after_the_day_asked_are_not_counted() -> None:
    outcomes = [(day(0), day(10)), (day(1), day(20)), (day(2), day(30))]
    assert len(ACCELERATION.earned(STARTED, 0, outcomes, FAR)) == 2
    assert len(ACCELERATION.earned(STARTED, 0, outcomes, day(29))) == 1
    assert len(ACCELERATION.earned(STARTED, 0, outcomes, day(30))) == 2
    assert ACCELERATION.earned(STARTED, 2, outcomes, FAR) == []


@given(
    st.lists(st.tuples(st.integers(1, 800), st.integers(0, 600)), max_size=20),
    st.integers(0, 8),
    st.randoms(),
)
def test_the_order_of_outcomes_does_not_matter(told: list[tuple[int, int]], volume: int, random: Any) -> None:
    outcomes = [(day(start), day(start + more)) for start, more in told]
    turned = list(outcomes)
    random.shuffle(turned)
    found = ACCELERATION.earned(STARTED, volume, outcomes, FAR)
    assert found == ACCELERATION.earned(STARTED, volume, turned, FAR)
    assert len({each.number for each in found}) == len(found) <= max(len(outcomes) - volume, 0)


def test_prices_that_are_examples_say_so() -> None:
    for each in price_lists():
        assert each.extra["example"] == ("example" in each.label["en"])
        assert each.extra["example"] == each.code.endswith("/example")


def test_every_day_of_the_work_programme_has_a_price_list_or_a_reason_why_not() -> None:
    (programme,) = [code for code in codes("programmes") if code.code == "work-programme"]
    (gap,) = programme.extra["unpriced"]
    assert (gap["attached_from"], gap["attached_to"]) == ("2012-04-01", "2014-03-31")
    assert set(gap["because"]) == {"en", "cy"}
    days = (date(2012, 3, 31), date(2014, 4, 1))
    assert all(tariff_for("work-programme", programmes()["work-programme"], on) for on in days)


@pytest.mark.parametrize(
    ("programme", "name"),
    [("work-and-health-programme", WHP), ("jets-scotland", JETS), ("restart", RESTART)],
)
def test_each_programme_has_its_price_list(programme: str, name: str) -> None:
    assert tariff_for(programme, programmes()[programme], STARTED) == name


def test_a_fee_by_earnings_is_read_with_what_it_needs() -> None:
    told = {"rule": "earnings", "amount_pence": 1, "within_days": 10, "self_employed_days": 5, "sum_pence": 9}
    assert fee("job-outcome", told) == Earnings("job-outcome", 1, 10, 5, sum_pence=9)
    with pytest.raises(ValueError, match="lacks within_days"):
        fee("job-outcome", {name: number for name, number in told.items() if name != "within_days"})
    with pytest.raises(ValueError, match="negative"):
        fee("job-outcome", told | {"sum_pence": -1})


@pytest.mark.parametrize("given", [{}, {"hours_per_week": 16}, {"days": 182}, {"sum_pence": 0, "days": 182}])
def test_a_fee_by_earnings_says_how_much_has_to_be_earned(given: dict[str, int]) -> None:
    told = {"rule": "earnings", "amount_pence": 1, "within_days": 10, "self_employed_days": 5}
    with pytest.raises(ValueError, match="lacks a sum_pence, or hours_per_week and days"):
        fee("job-outcome", told | given)


def test_the_sum_that_has_to_be_earned_is_in_whole_pence() -> None:
    """16 hours a week for 180 days at £11.44: 470,674 pence and two sevenths."""
    by_hours = Earnings("job-outcome", 1, 638, 182, hours_per_week=16, days=180)
    assert str(by_hours.needed_pence(STARTED, hourly_rate)) == "470674"
