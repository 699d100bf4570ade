"""What can be told about each topic, by the shapes that are data."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework import reference
from services.casework.domain.circumstances import Question, check_details
from services.casework.domain.consents import Consent, standing
from services.casework.domain.errors import DomainError

SHAPES = reference.shapes()
words = st.text(min_size=1, max_size=20).filter(lambda text: bool(text.strip()))
KINDS: dict[str, Any] = {
    "words": words,
    "list": st.lists(words, max_size=5),
    "yes-or-no": st.booleans(),
    "scale": st.integers(1, 5),
}


def answers(question: Question) -> Any:
    if question.kind == "choice":
        return st.sampled_from(sorted(question.choices))
    if question.kind == "choices":
        return st.lists(st.sampled_from(sorted(question.choices)), unique=True)
    return KINDS[question.kind]


@given(st.data())
def test_whatever_the_questions_allow_can_be_told(data: st.DataObject) -> None:
    topic = data.draw(st.sampled_from(sorted(SHAPES)))
    question = data.draw(st.sampled_from(sorted(SHAPES[topic].values(), key=lambda one: one.name)))
    answer = data.draw(answers(question))
    assert question.name in check_details(topic, {question.name: answer}, SHAPES)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.sampled_from(sorted(SHAPES)) | st.text(),
    st.dictionaries(
        st.sampled_from(["device", "about", "in_words", "means"]) | st.text(), anything, max_size=3
    ),
)
def test_whatever_is_told_is_taken_or_refused_with_the_field(topic: str, details: dict[str, Any]) -> None:
    try:
        checked = check_details(topic, details, SHAPES)
    except DomainError as refused:
        advised = refused.errors
    else:
        advised = {f"circumstances.{topic}": []}
        assert checked.keys() == details.keys()
    assert advised
    assert all(field.startswith("circumstances") for field in advised)


def test_the_same_choice_twice_counts_once() -> None:
    told = check_details("transport", {"means": ["car", "car", "on-foot"]}, SHAPES)
    assert told == {"means": ["car", "on-foot"]}


def word(day: int, hour: int, given: bool, purpose: str = "referral") -> Consent:
    on, at = date(2025, 3, day), datetime(2025, 3, 31, hour, tzinfo=UTC)
    return Consent(uuid4(), uuid4(), purpose, given, on, at, uuid4(), "participant")


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ([word(1, 9, True), word(2, 10, False)], False),
        ([word(2, 9, True), word(1, 10, False)], True),
        ([word(1, 10, True), word(1, 9, False)], True),
    ],
)
def test_of_two_words_the_later_day_holds_and_then_the_later_telling(
    said: list[Consent], holds: bool
) -> None:
    assert standing(said)["referral"].given is holds
    assert standing(reversed(said))["referral"].given is holds


def test_each_purpose_has_its_own_word() -> None:
    assert set(standing([word(1, 9, True), word(1, 9, False, "research")])) == {"referral", "research"}
