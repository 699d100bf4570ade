"""Suggestions: what fits, why, by how many points; and that nothing protected is a reason to offer less."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework import reference
from services.casework.domain.conditions import Situation
from services.casework.domain.offers import Offer
from services.casework.domain.suggestions import SuggestionBook, book, in_force, suggest

LABELS = reference.labels("barriers")
BOOK = in_force(reference.suggestion_books(), date(2025, 3, 3))


def offer(**changes: Any) -> Offer:
    said: dict[str, Any] = {
        "title": "Walk and talk",
        "organisation_name": "Clear Water",
        "barriers": ["health"],
        "delivery": ["in-person"],
        "languages": ["en"],
        "price_pence": 500,
    }
    return Offer(uuid4(), 1, **said | changes)


def situation(*barriers: str, weeks: int | None = None, **facts: dict[str, Any]) -> Situation:
    return Situation(facts, frozenset(barriers), weeks)


def test_an_offer_fits_by_the_barriers_that_it_helps_with() -> None:
    walk, course = offer(), offer(barriers=["skills"])
    found = [one for one in suggest(situation("health"), [walk, course], BOOK, LABELS) if one.kind == "offer"]
    assert [(one.offer_id, one.score) for one in found] == [(walk.id, 40)]
    assert found[0].points[0].because == {"en": "It helps with: Health.", "cy": "Mae'n helpu gyda: Iechyd."}


@pytest.mark.parametrize("gone", [{"withdrawn_on": date(2025, 3, 1)}, {"title": ""}])
def test_what_cannot_be_had_is_not_suggested(gone: dict[str, Any]) -> None:
    found = suggest(situation("health"), [offer(**gone)], BOOK, LABELS)
    assert [one for one in found if one.kind == "offer"] == []


@pytest.mark.parametrize(
    ("barriers", "change", "person", "code"),
    [
        ((), {"free_places": 1}, {}, "place-free"),
        ((), {"price_pence": 0}, {}, "no-charge"),
        (("transport",), {"delivery": ["phone"]}, {}, "no-travel"),
        (("digital-access",), {}, {}, "not-online"),
        (("caring",), {"delivery": ["video"]}, {}, "around-caring"),
        ((), {"languages": ["cy"]}, {"languages": ["cy"]}, "your-language"),
        ((), {"accessibility": ["parking"]}, {"needs": ["parking"]}, "your-access-needs"),
    ],
)
def test_what_fits_better_gets_more_points_and_says_why(
    barriers: tuple[str, ...], change: dict[str, Any], person: dict[str, Any], code: str
) -> None:
    (one,) = (
        found
        for found in suggest(situation("health", *barriers, person=person), [offer(**change)], BOOK, LABELS)
        if found.kind == "offer"
    )
    assert code in {point.code for point in one.points}
    (plain,) = (
        found for found in suggest(situation("health"), [offer()], BOOK, LABELS) if found.kind == "offer"
    )
    assert code not in {point.code for point in plain.points}
    assert one.score > plain.score


def test_the_best_comes_first() -> None:
    offers = [offer(), offer(barriers=["health", "caring"]), offer(price_pence=0)]
    found = suggest(situation("health", "caring", weeks=30), offers, BOOK, LABELS)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert found[0].offer_id == offers[1].id


def test_the_rules_that_hold_on_a_day() -> None:
    def version(name: str, from_on: date) -> SuggestionBook:
        return SuggestionBook(name, from_on, BOOK.per_barrier, (), ())

    books = [version("2", date(2025, 6, 1)), version("1", date(2025, 1, 1))]
    days = [date(2024, 1, 1), date(2025, 5, 31), date(2025, 6, 1)]
    assert [in_force(books, day).version for day in days] == ["1", "1", "2"]


PLAIN: dict[str, Any] = {
    "version": "x",
    "from_on": date(2025, 1, 1),
    "offers": {
        "for_each_barrier": {"code": "b", "points": 1, "because": {"en": "{barrier}", "cy": "{barrier}"}},
        "fits": [],
    },
}
ABSENCE = {("health", "affects_work"): frozenset({"not"})}


def rule(when: dict[str, Any], points: int = 5) -> dict[str, Any]:
    item = {"code": "r", "kind": "support", "points": points, "when": when, "title": {}, "because": {}}
    return PLAIN | {"items": [item]}


@pytest.mark.parametrize(
    "when",
    [
        {"topic": "health", "field": "affects_work", "among": ["not"]},
        {
            "any": [
                {"barrier": "x"},
                {"all": [{"topic": "health", "field": "affects_work", "among": ["not"]}]},
            ]
        },
    ],
)
def test_rules_that_reward_the_absence_of_something_protected_are_refused(when: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="protected"):
        book(rule(when), ABSENCE)
    book(rule({"topic": "health", "field": "affects_work", "among": ["a-lot"]}), ABSENCE)


def test_rules_that_take_points_away_are_refused() -> None:
    with pytest.raises(ValueError, match="never taken away"):
        book(rule({"barrier": "x"}, -1), ABSENCE)


all_barriers = st.frozensets(st.sampled_from(sorted(LABELS)))
offers = st.lists(
    st.builds(
        offer,
        barriers=st.lists(st.sampled_from(sorted(LABELS)), max_size=4, unique=True),
        delivery=st.lists(
            st.sampled_from(["in-person", "phone", "video", "online"]), max_size=3, unique=True
        ),
        free_places=st.integers(0, 2),
        price_pence=st.sampled_from([0, 900]),
        accessibility=st.lists(st.sampled_from(["parking", "step-free"]), unique=True),
    ),
    max_size=5,
)
protected = st.fixed_dictionaries(
    {},
    optional={
        "health": st.fixed_dictionaries({"affects_work": st.sampled_from(["somewhat", "a-lot"])}),
        "caring": st.fixed_dictionaries({"cares_for": st.just(["adult"]), "hours_free": st.just("hardly")}),
    },
)


def scores(found: Any) -> dict[tuple[str, str], int]:
    return {(one.kind, one.target): one.score for one in found}


@given(all_barriers, st.frozensets(st.sampled_from(["health", "caring"])), protected, offers)
def test_something_protected_never_means_less(
    barriers: frozenset[str], more: frozenset[str], facts: dict[str, Any], some: list[Offer]
) -> None:
    without = scores(suggest(Situation({}, barriers - more, 26), some, BOOK, LABELS))
    having = scores(suggest(Situation(facts, barriers | more, 26), some, BOOK, LABELS))
    assert all(having.get(one, -1) >= score for one, score in without.items())


@given(all_barriers, offers)
def test_every_point_has_its_reason_in_both_languages(barriers: frozenset[str], some: list[Offer]) -> None:
    for one in suggest(Situation({}, barriers, 30), some, BOOK, LABELS):
        assert one.score == sum(point.points for point in one.points)
        assert one.points
        for point in one.points:
            assert point.because["en"].endswith(".")
            assert point.because["cy"].endswith(".")
            assert "{" not in point.because["en"] + point.because["cy"]


def test_the_target_of_an_offer_is_its_id() -> None:
    walk = offer()
    (one,) = (found for found in suggest(situation("health"), [walk], BOOK, LABELS) if found.kind == "offer")
    assert UUID(one.target) == walk.id
