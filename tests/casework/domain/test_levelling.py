"""Where a group is recommended less than need explains, a rule is levelled; and nobody loses by that."""

from datetime import date
from typing import Any
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from services.casework import reference
from services.casework.domain.conditions import Situation
from services.casework.domain.levelling import ANY, Person, Recommended, adjust, left_behind, recommended
from services.casework.domain.offers import Offer
from services.casework.domain.suggestions import Levelling, suggest

FAIR = reference.fairness_books()[0]
RULES = reference.suggestion_books()[0]
LABELS = reference.labels("barriers")
POINTS = {rule.code: rule.points for rule in RULES.fits}


def person(language: str, *things: Recommended, needs: str = "health") -> Person:
    return Person({"language": language}, frozenset({needs}), things)


def offer(target: str, category: str, score: int, *given: str) -> Recommended:
    return Recommended(target, category, score, frozenset(given))


def items(score: int) -> tuple[Recommended, ...]:
    return tuple(Recommended(f"info-{n}", None, score, frozenset()) for n in range(3))


def town() -> list[Person]:
    """The courses are in English alone, and three leaflets stand above them for whom that is no gain."""
    english = [person("en", offer("course", "skills", 50, "your-language"), *items(45)) for _ in range(80)]
    welsh = [person("cy", offer("course", "skills", 40), *items(45)) for _ in range(40)]
    return [*english, *welsh]


def test_the_rule_that_makes_the_difference_is_levelled_and_both_figures_are_there() -> None:
    found = adjust(town(), FAIR, POINTS)
    assert found.pairs == (("your-language", "skills"),)
    before, after = (each["skills", "language", "cy"] for each in (found.before, found.after))
    assert (before.observed, after.observed, after.people) == (0, 40, 40)
    assert before.is_behind(FAIR)
    assert not after.is_behind(FAIR)
    assert found.after[ANY, "language", "en"].observed == found.before[ANY, "language", "en"].observed == 80


def test_where_all_fare_alike_nothing_is_levelled() -> None:
    found = adjust([one for one in town() if one.groups["language"] == "en"], FAIR, POINTS)
    assert (found.pairs, found.before) == ((), found.after)


def test_what_no_rule_can_mend_stays_and_is_seen() -> None:
    nothing_on_offer = [person("cy", *items(45)) for _ in range(40)]
    found = adjust([*town()[:80], *nothing_on_offer], FAIR, POINTS)
    assert found.pairs == ()
    assert found.after["skills", "language", "cy"].is_behind(FAIR)


things = st.lists(
    st.builds(
        Recommended,
        target=st.sampled_from("abcdef"),
        category=st.sampled_from(["skills", "wellbeing", None]),
        score=st.integers(20, 90),
        given=st.frozensets(st.sampled_from(FAIR.may_level)),
    ),
    max_size=5,
    unique_by=lambda one: one.target,
)
people = st.lists(
    st.tuples(
        st.sampled_from(["en", "cy"]), st.sampled_from(["health", "skills"]), things, st.integers(5, 40)
    ),
    max_size=5,
)


@settings(max_examples=40)
@given(people)
def test_levelling_never_leaves_more_people_behind(some: list[Any]) -> None:
    crowd = [person(lang, *these, needs=needs) for lang, needs, these, many in some for _ in range(many)]
    found = adjust(crowd, FAIR, POINTS)
    assert left_behind(found.after, FAIR) <= left_behind(found.before, FAIR)
    assert bool(found.pairs) == (left_behind(found.after, FAIR) < left_behind(found.before, FAIR))
    assert found.after == recommended(crowd, FAIR, frozenset(found.pairs), POINTS)


pairs = st.frozensets(st.tuples(st.sampled_from(FAIR.may_level), st.sampled_from(["skills", "wellbeing"])))


@given(pairs, st.frozensets(st.sampled_from(["health", "transport", "caring"]), min_size=1), st.booleans())
def test_levelling_lowers_no_score_and_says_why(
    levelled: frozenset[tuple[str, str]], barriers: frozenset[str], welsh: bool
) -> None:
    some = [
        Offer(uuid4(), 1, title="A", category="skills", barriers=["health"], languages=["en"]),
        Offer(uuid4(), 1, title="B", category="wellbeing", barriers=["transport"], delivery=["phone"]),
    ]
    situation = Situation({"person": {"languages": ["cy" if welsh else "en"]}}, barriers)
    levelling = Levelling(levelled, FAIR.because)
    plain = {one.target: one for one in suggest(situation, some, RULES, LABELS)}
    level = {one.target: one for one in suggest(situation, some, RULES, LABELS, levelling)}
    assert plain.keys() == level.keys()
    for target, one in level.items():
        more = one.points[len(plain[target].points) :]
        assert one.score == plain[target].score + sum(point.points for point in more)
        assert all(point.because == FAIR.because and point.points > 0 for point in more)
    reached = {category for _, category in levelled}
    untouched = [each for each in some if each.category not in reached]
    assert all(level[str(o.id)] == plain[str(o.id)] for o in untouched if str(o.id) in level)
    assert date(2025, 1, 1) == FAIR.from_on
