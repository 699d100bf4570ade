"""Programmes that pay by earnings and by self-employment: when an outcome is reached, and when not."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.calendars import add_working_days
from services.casework.domain.fees import Entitlement
from services.casework.domain.spans import Days
from services.casework.domain.tariffs import entitlements
from services.casework.domain.wages import Wage
from services.casework.reference.prices import hourly_rate, tariffs
from tests.casework.domain.a_regime import FAR, JETS, RESTART, STARTED, WHP, as_of_days, day

NEEDED = 16 * 26 * 1_144
"""Sixteen hours a week for 182 days at the wage of March 2025."""
GROUPS = {WHP: "WHP-EA", RESTART: "RESTART", JETS: "JETS"}


def reached(
    tariff: str,
    *,
    wages: Sequence[Wage] = (),
    own_work: Sequence[Days] = (),
    attached_on: date = STARTED,
    as_of: date = FAR,
    **rest: Any,
) -> list[Entitlement]:
    asked = {"employment": [], "benefit": [], "hourly_rate": hourly_rate} | rest
    return entitlements(
        attached_on=attached_on,
        tariff=tariffs()[tariff],
        payment_group=GROUPS[tariff],
        as_of=as_of,
        add_working_days=add_working_days,
        self_employment=own_work,
        wages=wages,
        **asked,
    )


@pytest.mark.parametrize(
    ("tariff", "pence", "pays"),
    [
        (WHP, NEEDED - 1, False),
        (WHP, NEEDED, True),
        (RESTART, NEEDED, False),
        (RESTART, NEEDED + 1, True),
        (JETS, 99_999, False),
        (JETS, 100_000, True),
    ],
)
def test_an_outcome_is_reached_by_the_sum_to_the_penny(tariff: str, pence: int, pays: bool) -> None:
    found = reached(tariff, wages=[Wage(day(60), 5_000), Wage(day(90), pence - 5_000)])
    assert bool(found) == pays
    if pays:
        assert (found[0].kind, found[0].began_on, found[0].reached_on, found[0].claimable_on) == (
            "job-outcome",
            day(60),
            day(90),
            day(90),
        )


@pytest.mark.parametrize(("tariff", "last"), [(WHP, 638), (RESTART, 547), (JETS, 365)])
def test_the_last_day_counts_and_the_day_after_does_not(tariff: str, last: int) -> None:
    assert len(reached(tariff, wages=[Wage(day(last), NEEDED + 1)])) == 1
    assert reached(tariff, wages=[Wage(day(last + 1), NEEDED + 1)]) == []
    own = (day(last - 181), None)
    assert reached(tariff, own_work=[own])[0].reached_on == day(last)
    assert reached(tariff, own_work=[(day(last - 180), None)]) == []


@pytest.mark.parametrize("tariff", GROUPS)
def test_pay_from_before_the_start_or_after_the_day_asked_is_not_counted(tariff: str) -> None:
    assert reached(tariff, wages=[Wage(day(0), NEEDED + 1)]) == []
    assert len(reached(tariff, wages=[Wage(day(1), NEEDED + 1)])) == 1
    assert reached(tariff, wages=[Wage(day(20), NEEDED + 1)], as_of=day(19)) == []


@pytest.mark.parametrize("tariff", GROUPS)
def test_one_outcome_for_a_person_however_much_they_earn(tariff: str) -> None:
    much = [Wage(day(30 * n), NEEDED) for n in range(1, 12)]
    found = reached(tariff, wages=much, own_work=[(day(1), None)])
    assert [(each.kind, each.number) for each in found] == [("job-outcome", 1)]


def test_the_wage_of_the_day_of_the_start_counts() -> None:
    before, after = date(2025, 3, 31), date(2025, 4, 1)
    pay = [Wage(date(2025, 6, 1), 16 * 26 * 1_144)]
    assert len(reached(WHP, wages=pay, attached_on=before)) == 1
    assert reached(WHP, wages=pay, attached_on=after) == []
    dear = [Wage(date(2025, 6, 1), 16 * 26 * 1_221)]
    assert len(reached(WHP, wages=dear, attached_on=after)) == 1


def test_where_no_wage_is_known_nothing_is_reached_by_earnings() -> None:
    pay = [Wage(date(2016, 3, 1), 10_000_000)]
    assert reached(WHP, wages=pay, attached_on=date(2016, 1, 1)) == []
    assert reached(WHP, wages=[Wage(day(5), 10_000_000)], hourly_rate=lambda _: None) == []


def test_days_in_self_employment_add_up_across_breaks_and_each_counts_once() -> None:
    broken: list[Days] = [(day(1), day(100)), (day(50), day(100)), (day(201), None)]
    (outcome,) = reached(WHP, own_work=broken)
    assert (outcome.began_on, outcome.reached_on) == (day(1), day(282))


def test_whichever_comes_first_pays() -> None:
    own: list[Days] = [(day(1), None)]
    assert reached(WHP, own_work=own, wages=[Wage(day(181), NEEDED)])[0].reached_on == day(181)
    assert reached(WHP, own_work=own, wages=[Wage(day(183), NEEDED)])[0].reached_on == day(182)
    both = reached(WHP, own_work=own, wages=[Wage(day(182), NEEDED)])
    assert [(each.began_on, each.reached_on) for each in both] == [(day(1), day(182))]


def test_a_job_is_no_self_employment_and_its_days_bring_nothing() -> None:
    assert reached(WHP, employment=[(day(1), None)]) == []


wages = st.lists(
    st.builds(Wage, st.integers(-40, 900).map(day), st.integers(1, 400_000)),
    max_size=12,
    unique_by=lambda w: w.on,
)


own_works = st.lists(
    st.builds(
        lambda first, more: (day(first), None if more is None else day(first + more)),
        st.integers(-40, 700),
        st.one_of(st.none(), st.integers(0, 300)),
    ),
    max_size=4,
)


regimes = st.sampled_from(sorted(GROUPS))


@given(regimes, wages, own_works, as_of_days, st.integers(0, 300))
def test_a_later_day_only_adds(tariff: str, pay: list[Wage], own: list[Days], as_of: date, more: int) -> None:
    earlier = reached(tariff, wages=pay, own_work=own, as_of=as_of)
    later = reached(tariff, wages=pay, own_work=own, as_of=as_of + timedelta(days=more))
    assert earlier == [each for each in later if each.reached_on <= as_of]
    assert len(later) <= 1


@given(regimes, wages, own_works, as_of_days, st.randoms())
def test_the_order_in_which_pay_was_told_does_not_matter(
    tariff: str, pay: list[Wage], own: list[Days], as_of: date, random: Any
) -> None:
    turned, other = list(pay), list(own)
    random.shuffle(turned)
    random.shuffle(other)
    assert reached(tariff, wages=pay, own_work=own, as_of=as_of) == reached(
        tariff, wages=turned, own_work=other, as_of=as_of
    )


@given(regimes, wages, wages, as_of_days)
def test_more_pay_never_earns_later(tariff: str, pay: list[Wage], more: list[Wage], as_of: date) -> None:
    poorer, richer = (reached(tariff, wages=each, as_of=as_of) for each in (pay, pay + more))
    assert not poorer or richer[0].reached_on <= poorer[0].reached_on


@given(wages, as_of_days)
def test_the_outcome_is_on_the_first_day_with_enough(pay: list[Wage], as_of: date) -> None:
    """Said once more, the slow way: day by day."""
    found = reached(WHP, wages=pay, as_of=as_of)
    days = [day(n) for n in range(1, 639) if day(n) <= as_of]
    enough = next(
        (on for on in days if sum(w.amount_pence for w in pay if day(1) <= w.on <= on) >= NEEDED), None
    )
    assert [each.reached_on for each in found] == ([enough] if enough else [])
