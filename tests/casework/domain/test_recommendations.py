"""Recommendations over time: made once, kept with their answers, withdrawn when they no longer fit."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework.domain.by import By
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.recommendations import Recommendation, review
from services.casework.domain.suggestions import Point, Suggestion

WHO = uuid4()
TODAY = date(2025, 3, 3)
NOW = datetime(2025, 3, 3, 9, tzinfo=UTC)
THEMSELF = By("participant", uuid4())


def suggestion(target: str, points: int = 10) -> Suggestion:
    why = Point("p", points, {"en": "So.", "cy": "Felly."})
    return Suggestion("support", target, {"en": target, "cy": target}, (why,))


def reviewed(
    existing: list[Recommendation], *suggestions: Suggestion, on: date = TODAY
) -> list[Recommendation]:
    return review(existing, suggestions, participant_id=WHO, version="1", on=on, at=NOW, new_id=uuid4)


def answer(one: Recommendation, said: str, reason: str | None = None, **changes: Any) -> list[Any]:
    how: dict[str, Any] = {"id": uuid4(), "by": THEMSELF, "on": TODAY, "at": NOW, "today": TODAY}
    return one.answer(said, reason, **how | changes)


def test_what_is_new_is_made_and_what_still_fits_stays() -> None:
    (first,) = reviewed([], suggestion("a"))
    assert first.made()[0].data == {
        "participant_id": WHO,
        "rules_version": "1",
        "offer_id": None,
        "occurred_on": TODAY,
    }
    (second,) = reviewed([first], suggestion("a", 15), suggestion("b"))
    assert (second.target, first.score, first.withdrawn_on) == ("b", 15, None)


def test_what_no_longer_fits_is_withdrawn_and_made_anew_if_it_fits_again() -> None:
    (first,) = reviewed([], suggestion("a"))
    assert reviewed([first]) == []
    assert (first.status, first.withdrawn_on) == ("withdrawn", TODAY)
    (again,) = reviewed([first], suggestion("a"))
    assert again.id != first.id


def test_what_was_dismissed_is_not_put_before_the_person_again() -> None:
    (one,) = reviewed([], suggestion("a"))
    answer(one, "dismissed", "Too far")
    assert reviewed([one], suggestion("a")) == []
    assert one.status == "dismissed"


def test_the_last_answer_counts() -> None:
    (one,) = reviewed([], suggestion("a"))
    answer(one, "challenged", "I can drive")
    (told,) = answer(one, "accepted", at=NOW + timedelta(minutes=1))
    assert one.status == "accepted"
    assert told.data == {"participant_id": WHO, "answer": "accepted", "occurred_on": TODAY}
    assert (one.answers[0].party, one.answers[0].reason) == ("participant", "I can drive")


@pytest.mark.parametrize(
    ("said", "reason", "changes"),
    [
        ("perhaps", None, {}),
        ("dismissed", None, {}),
        ("challenged", "", {}),
        ("accepted", None, {"on": date(2025, 3, 4)}),
        ("accepted", None, {"on": date(2025, 3, 2)}),
    ],
)
def test_an_answer_that_does_not_fit(said: str, reason: str | None, changes: dict[str, Any]) -> None:
    (one,) = reviewed([], suggestion("a"))
    with pytest.raises(DomainError):
        answer(one, said, reason, **changes)
    assert one.status == "open"


def test_what_is_withdrawn_cannot_be_answered() -> None:
    (one,) = reviewed([], suggestion("a"))
    reviewed([one])
    with pytest.raises(Conflict):
        answer(one, "accepted")


targets = st.lists(st.sampled_from("abcdef"), unique=True)


@given(st.lists(targets, max_size=6))
def test_after_each_review_exactly_what_fits_stands_once(rounds: list[list[str]]) -> None:
    everything: list[Recommendation] = []
    for fitting in rounds:
        standing = [one for one in everything if one.withdrawn_on is None]
        everything += reviewed(standing, *map(suggestion, fitting))
        assert sorted(one.target for one in everything if one.withdrawn_on is None) == sorted(fitting)
