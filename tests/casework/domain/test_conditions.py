"""Conditions of rules: each kind, and that none of them can turn against a person."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework.domain.conditions import Situation, atoms, condition

SITUATION = Situation(
    facts={
        "digital_access": {"device": "none", "confidence": 2},
        "caring": {"cares_for": ["adult", "young-children"]},
        "goals": {"in_words": ["A garden"], "kinds_of_work": []},
        "offer": {"languages": ["cy"], "accessibility": ["step-free", "parking"]},
        "person": {"languages": ["cy"], "needs": ["parking"]},
    },
    barriers=frozenset({"transport"}),
    weeks_out_of_work=26,
)
DEVICE = {"topic": "digital_access", "field": "device"}
SURE = {"topic": "digital_access", "field": "confidence"}


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        (DEVICE | {"among": ["none", "shared"]}, True),
        (DEVICE | {"among": ["shared"]}, False),
        ({"topic": "caring", "field": "cares_for", "among": ["adult"]}, True),
        ({"topic": "caring", "field": "cares_for", "among": ["nobody"]}, False),
        ({"topic": "housing", "field": "situation", "among": ["homeless"]}, False),
        (SURE | {"at_most": 2}, True),
        (SURE | {"at_most": 1}, False),
        (SURE | {"at_least": 2}, True),
        (SURE | {"at_least": 3}, False),
        ({"topic": "housing", "field": "rooms", "at_most": 9}, False),
        ({"topic": "goals", "field": "in_words", "told": True}, True),
        ({"topic": "goals", "field": "kinds_of_work", "told": True}, False),
        ({"barrier": "transport"}, True),
        ({"barrier": "health"}, False),
        ({"weeks_out_of_work": 26}, True),
        ({"weeks_out_of_work": 27}, False),
        ({"shared": ["offer.languages", "person.languages"]}, True),
        ({"shared": ["offer.accessibility", "person.languages"]}, False),
        ({"covers": ["offer.accessibility", "person.needs"]}, True),
        ({"covers": ["person.needs", "offer.accessibility"]}, False),
        ({"covers": ["offer.accessibility", "person.nothing"]}, False),
        ({"any": [{"barrier": "health"}, {"barrier": "transport"}]}, True),
        ({"all": [{"barrier": "health"}, {"barrier": "transport"}]}, False),
        ({"all": []}, True),
        ({"any": []}, False),
    ],
)
def test_each_kind_of_condition(when: dict[str, Any], holds: bool) -> None:
    assert condition(when)(SITUATION) is holds


@pytest.mark.parametrize("when", [{}, {"not": {"barrier": "health"}}, {"topic": "health", "field": "x"}])
def test_what_cannot_be_read_is_an_error_in_the_data(when: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        condition(when)


barrier_codes = st.sampled_from(["transport", "health", "caring", "skills"])
conditions = st.recursive(
    st.builds(lambda code: {"barrier": code}, barrier_codes)
    | st.builds(lambda weeks: {"weeks_out_of_work": weeks}, st.integers(0, 60)),
    lambda inner: st.builds(
        lambda how, parts: {how: parts}, st.sampled_from(["any", "all"]), st.lists(inner, max_size=3)
    ),
    max_leaves=8,
)


@given(conditions, st.frozensets(barrier_codes), st.frozensets(barrier_codes), st.integers(0, 60))
def test_a_further_barrier_never_makes_a_condition_fail(
    when: dict[str, Any], has: frozenset[str], more: frozenset[str], weeks: int
) -> None:
    holds = condition(when)
    assert not holds(Situation({}, has, weeks)) or holds(Situation({}, has | more, weeks + 1))


@given(conditions)
def test_the_single_conditions_of_a_condition_are_single(when: dict[str, Any]) -> None:
    assert all("any" not in atom and "all" not in atom for atom in atoms(when))
