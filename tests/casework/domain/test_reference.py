"""The reference data of people and plans is complete, consistent, and fair."""

import re
from datetime import date

import pytest

from services.casework import reference
from services.casework.domain.conditions import Plain, atoms
from services.casework.reference import _versions

LISTS = (
    "accessibility-needs",
    "barriers",
    "channels",
    "circumstances",
    "heard-of",
    "languages",
    "lawful-bases",
    "opens",
    "purposes",
)


@pytest.mark.parametrize("name", LISTS)
def test_every_choice_has_a_name_in_both_languages(name: str) -> None:
    for code in reference.codes(name):
        assert re.fullmatch(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", code.code)
        assert code.label["en"]
        assert code.label["cy"]
    assert reference.in_use(name, date(2025, 3, 3))


def test_every_question_and_answer_has_a_name_in_both_languages() -> None:
    for topic in reference.codes("circumstances"):
        for name, question in topic.extra["questions"].items():
            assert set(question["label"]) == {"en", "cy"}, name
            for choice in question.get("choices", {}).values():
                assert set(choice) == {"en", "cy"}, name
            assert bool(question.get("choices")) == (question["kind"] in ("choice", "choices"))
            assert set(question.get("absence", ())) <= set(question.get("choices", ()))


def _whens() -> list[Plain]:
    barrier_rules = [rule["when"] for version in _versions("barrier-rules") for rule in version["rules"]]
    versions = _versions("recommendation-rules")
    fits = [rule["when"] for version in versions for rule in version["offers"]["fits"]]
    return barrier_rules + fits + [item["when"] for version in versions for item in version["items"]]


def test_rules_speak_only_of_what_can_be_told() -> None:
    barriers, shapes = set(reference.labels("barriers")), reference.shapes()
    for atom in (atom for when in _whens() for atom in atoms(when)):
        if "barrier" in atom:
            assert atom["barrier"] in barriers
        if atom.get("topic", "offer") != "offer":
            question = shapes[atom["topic"]][atom["field"]]
            if question.choices:
                assert set(atom["among"]) <= question.choices, atom


def test_every_barrier_can_be_found_and_has_its_reasons() -> None:
    for book in reference.barrier_books():
        assert {rule.barrier for rule in book.rules} == set(reference.labels("barriers"))
        assert all(rule.because["en"] and rule.because["cy"] for rule in book.rules)


def test_no_rule_rewards_the_absence_of_something_protected() -> None:
    absence = reference.absence()
    assert ("health", "affects_work") in absence
    for atom in (atom for when in _whens() for atom in atoms(when)):
        assert not set(atom.get("among", ())) & absence.get((atom.get("topic"), atom.get("field")), set())


def test_what_offers_say_they_have_is_what_people_say_they_need() -> None:
    articles = reference.articles()
    assert articles["consent"] == 6
    assert articles["explicit-consent"] == 9
    assert set(articles.values()) == {6, 9, 10}
