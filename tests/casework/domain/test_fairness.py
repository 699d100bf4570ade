"""Nothing protected, and no proxy for it, is a reason to offer less; and who is left behind is found."""

from datetime import date
from math import isclose
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework import reference
from services.casework.domain import barriers, suggestions
from services.casework.domain.conditions import Situation
from services.casework.domain.fairness import Case, Cell, association, compare
from services.casework.domain.offers import Offer
from services.casework.domain.suggestions import suggest

FAIR = reference.fairness_books()[0]
RULES = reference.suggestion_books()[0]
BARRIERS = reference.barrier_books()[0]
LABELS = reference.labels("barriers")
QUESTIONS = {topic.code: topic.extra["questions"] for topic in reference.codes("circumstances")}
PROTECTED = {
    "health": {"affects_work": ["not", "somewhat", "a-lot"]},
    "caring": {"cares_for": [["nobody"], ["adult"], ["young-children"]], "hours_free": ["any", "hardly"]},
}
GAPS = ["under-6-months", "6-to-24-months", "over-2-years"]
"""From the shortest to the longest."""
offers = st.lists(
    st.builds(
        lambda **said: Offer(uuid4(), 1, title="Walk", category="wellbeing", **said),
        barriers=st.lists(st.sampled_from(sorted(LABELS)), min_size=1, max_size=4, unique=True),
        delivery=st.lists(st.sampled_from(["in-person", "phone", "video"]), min_size=1, unique=True),
        languages=st.lists(st.sampled_from(["en", "cy"]), unique=True),
        free_places=st.integers(0, 1),
        price_pence=st.sampled_from([0, 900]),
    ),
    max_size=5,
)
others = st.fixed_dictionaries(
    {},
    optional={
        "skills": st.fixed_dictionaries({"for_the_work": st.sampled_from(["fit", "declining"])}),
        "goals": st.fixed_dictionaries({"self_employed": st.booleans(), "later_start": st.booleans()}),
        "transport": st.fixed_dictionaries({"difficulty": st.sampled_from([["cost"], ["nothing"]])}),
        "digital_access": st.fixed_dictionaries({"confidence": st.integers(1, 5)}),
    },
)
monitored = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(sorted(q["choices"])) for name, q in QUESTIONS["equality"].items()}
)


def scores(facts: dict[str, Any], some: list[Offer]) -> dict[str, int]:
    standing = frozenset(BARRIERS.found(Situation(facts)))
    return {one.target: one.score for one in suggest(Situation(facts, standing, 30), some, RULES, LABELS)}


@given(others, monitored, monitored, offers)
def test_what_is_asked_to_check_that_we_are_fair_changes_nothing(
    facts: dict[str, Any], one: dict[str, str], other: dict[str, str], some: list[Offer]
) -> None:
    assert scores(facts | {"equality": one}, some) == scores(facts | {"equality": other}, some)


@given(others, st.sampled_from(sorted(PROTECTED)), st.data(), offers)
def test_having_something_protected_never_lowers_a_score_or_removes_an_offer(
    facts: dict[str, Any], topic: str, data: st.DataObject, some: list[Offer]
) -> None:
    absence = reference.absence()
    name = data.draw(st.sampled_from(sorted(PROTECTED[topic])))
    value = data.draw(st.sampled_from(PROTECTED[topic][name]))
    nobody_has = sorted(absence[topic, name])[0]
    lacking = [nobody_has] if isinstance(value, list) else nobody_has
    without = scores(facts | {topic: {name: lacking}}, some)
    having = scores(facts | {topic: {name: value}}, some)
    assert all(having.get(target, -1) >= score for target, score in without.items())


@given(others, st.sampled_from([(0, 1), (1, 2), (0, 2)]), offers)
def test_a_longer_gap_in_work_never_means_less(
    facts: dict[str, Any], gaps: tuple[int, int], some: list[Offer]
) -> None:
    shorter, longer = (scores(facts | {"work_history": {"last_worked": GAPS[gap]}}, some) for gap in gaps)
    assert all(longer.get(target, -1) >= score for target, score in shorter.items())


@given(others, st.text(max_size=8), st.text(max_size=8), offers)
def test_where_somebody_lives_changes_nothing(
    facts: dict[str, Any], here: str, there: str, some: list[Offer]
) -> None:
    first, second = (
        facts | {"card": {"postcode": each, "postcode_district": each}} for each in (here, there)
    )
    assert scores(first, some) == scores(second, some)


@pytest.mark.parametrize(
    "when",
    [
        {"topic": "equality", "field": "sex", "among": ["female"]},
        {"any": [{"barrier": "x"}, {"topic": "equality", "field": "disability", "told": True}]},
        {"shared": ["offer.languages", "equality.religion"]},
    ],
)
def test_rules_that_look_at_monitoring_are_refused(when: dict[str, Any]) -> None:
    item = {"code": "r", "kind": "support", "points": 5, "when": when, "title": {}, "because": {}}
    per = {"code": "b", "points": 1, "because": {"en": "", "cy": ""}}
    plain = {"version": "x", "from_on": date(2025, 1, 1), "offers": {"for_each_barrier": per, "fits": []}}
    with pytest.raises(ValueError, match="check that we are fair"):
        suggestions.book(plain | {"items": [item]}, {}, reference.monitoring())
    rule = {"barrier": "x", "when": when, "because": {}}
    with pytest.raises(ValueError, match="check that we are fair"):
        barriers.book(plain | {"rules": [rule]}, reference.monitoring())


def test_every_group_is_of_answers_that_can_be_given() -> None:
    for dimension in FAIR.dimensions:
        assert set(dimension.label) == {"en", "cy"}
        if dimension.topic in QUESTIONS:
            choices = set(QUESTIONS[dimension.topic][dimension.field]["choices"])
            assert {answer for group in dimension.groups for answer in group.among} <= choices
    assert {one.code for one in FAIR.dimensions if one.proxy} == {"postcode", "gap-in-work"}
    assert set(FAIR.may_level) <= {rule.code for rule in RULES.fits}


@pytest.mark.parametrize(
    ("age", "group"),
    [(16, "under-25"), (24, "under-25"), (25, "25-to-49"), (49, "25-to-49"), (50, "50-and-over")],
)
def test_the_group_of_somebody(age: int, group: str) -> None:
    told = {"born": {"age": age}, "card": {"postcode_district": "ZZ1"}, "caring": {"cares_for": ["adult"]}}
    assert FAIR.groups_of(told) == {"age": group, "postcode": "ZZ1", "caring": "cares"}
    assert FAIR.groups_of({"equality": {"sex": "rather-not-say"}}) == {}


def cases(group: str, needs: str, count: int, of: int) -> list[Case]:
    return [Case({"sex": group}, frozenset({needs}), number < count) for number in range(of)]


def test_what_needs_explain_is_not_being_left_behind() -> None:
    found = compare(
        [
            *cases("female", "health", 9, 90),
            *cases("female", "skills", 9, 10),
            *cases("male", "health", 1, 10),
            *cases("male", "skills", 81, 90),
        ],
        FAIR,
    )
    female, male = found["sex", "female"], found["sex", "male"]
    assert (female.rate, male.rate) == (0.18, 0.82)
    assert isclose(female.expected, 18)
    assert female.ratio == pytest.approx(1)
    assert not female.is_behind(FAIR)


def test_what_needs_do_not_explain_is() -> None:
    found = compare([*cases("female", "health", 20, 100), *cases("male", "health", 60, 100)], FAIR)
    female, male = found["sex", "female"], found["sex", "male"]
    assert female == Cell(100, 20, 40.0, pytest.approx(100 * 100 * 80 * 120 / (200 * 200 * 199)))
    assert female.ratio == 0.5
    assert female.is_behind(FAIR)
    assert not male.is_behind(FAIR)


@pytest.mark.parametrize(("count", "of"), [(3, 19), (33, 100), (1, 20)])
def test_few_people_little_difference_or_chance_are_not(count: int, of: int) -> None:
    most = cases("male", "health", 4 * of, 10 * of)
    found = compare([*cases("female", "health", count, of), *most], FAIR)
    assert not found["sex", "female"].is_behind(FAIR) or (count, of) not in ((3, 19), (33, 100), (1, 20))


def test_the_interval_of_wilson() -> None:
    low, high = Cell(20, 10, 10, 1).interval
    assert (round(low, 3), round(high, 3)) == (0.299, 0.701)
    assert Cell(10, 0, 1, 1).interval[0] == 0
    assert Cell(10, 10, 9, 1).interval[1] == 1


@given(
    st.lists(st.tuples(st.sampled_from("fm"), st.sampled_from("hs"), st.booleans()), min_size=1, max_size=60)
)
def test_over_all_groups_expected_is_observed(rows: list[tuple[str, str, bool]]) -> None:
    found = compare([Case({"sex": sex}, frozenset({needs}), came) for sex, needs, came in rows], FAIR)
    assert sum(cell.people for cell in found.values()) == len(rows)
    assert sum(cell.expected for cell in found.values()) == pytest.approx(sum(r[2] for r in rows))
    for cell in found.values():
        low, high = cell.interval
        assert 0 <= low <= cell.rate + 1e-9
        assert cell.rate - 1e-9 <= high <= 1


def test_how_well_a_proxy_tells_a_group() -> None:
    assert association([("ZZ1", "f"), ("ZZ2", "m")] * 10) == pytest.approx(1)
    assert association([(a, b) for a in "xy" for b in "fm"] * 5) == pytest.approx(0)
    assert association([("ZZ1", "f"), ("ZZ1", "m")]) is None
    assert association([]) is None
