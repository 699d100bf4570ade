"""How far somebody has come: first, latest and the change between."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework.domain.circumstances import Circumstance
from services.casework.domain.errors import DomainError
from services.casework.domain.ratings import Rating, check_step, distances, scale_distances

WHO = uuid4()
START = date(2025, 1, 1)


def said(on: date, step: int, barrier: str = "transport", at: int = 0) -> Rating:
    return Rating(
        id=uuid4(),
        participant_id=WHO,
        barrier=barrier,
        step=step,
        occurred_on=on,
        recorded_at=datetime(2025, 3, 31, tzinfo=UTC) + timedelta(seconds=at),
        recorded_by=uuid4(),
        party="participant",
    )


ratings = st.lists(
    st.builds(
        said,
        st.dates(START, date(2025, 3, 31)),
        st.integers(1, 5),
        st.sampled_from(["transport", "debt"]),
        st.integers(0, 10_000),
    ),
    max_size=10,
    unique_by=lambda one: one.recorded_at,
)


def test_the_change_is_from_the_first_day_to_the_last() -> None:
    far = distances([said(date(2025, 3, 1), 4), said(START, 1), said(date(2025, 2, 1), 5)])["transport"]
    assert (far.first.step, far.latest.step, far.change) == (1, 4, 3)
    assert [point.step for point in far.points] == [1, 5, 4]


def test_said_once_there_is_no_change_yet() -> None:
    assert distances([said(START, 2)])["transport"].change is None


def test_what_was_told_later_about_the_same_day_holds() -> None:
    far = distances([said(START, 5, at=2), said(START, 1, at=1)])["transport"]
    assert (far.latest.step, far.change) == (5, None)


def test_it_can_get_harder() -> None:
    assert distances([said(START, 4), said(date(2025, 2, 1), 2)])["transport"].change == -2


def test_answers_on_a_scale_tell_the_distance_too() -> None:
    def told(on: date, **details: Any) -> Circumstance:
        at = datetime(2025, 3, 31, tzinfo=UTC)
        return Circumstance(uuid4(), WHO, "confidence", details, on, at, uuid4(), "participant")

    history = [told(START, interviews=1), told(date(2025, 2, 1), about_work=3, interviews=4)]
    far = scale_distances(history, {"confidence": ["about_work", "interviews"]})
    assert far["confidence.interviews"].change == 3
    assert far["confidence.about_work"].change is None


@pytest.mark.parametrize("step", [0, 6, -1, True, None, "3", 2.0])
def test_what_is_no_step_is_refused_at_its_field(step: Any) -> None:
    with pytest.raises(DomainError) as refused:
        check_step(step, "ratings.transport")
    assert list(refused.value.errors) == ["ratings.transport"]


@given(ratings, st.randoms())
def test_it_does_not_matter_in_what_order_things_were_told(told: list[Rating], random: Any) -> None:
    shuffled = list(told)
    random.shuffle(shuffled)
    assert distances(told) == distances(shuffled)


@given(ratings)
def test_the_change_is_the_sum_of_all_changes(told: list[Rating]) -> None:
    for far in distances(told).values():
        steps = [point.step for point in far.points]
        assert [point.on for point in far.points] == sorted({point.on for point in far.points})
        assert (far.change or 0) == sum(b - a for a, b in pairwise(steps))
        assert -4 <= (far.change or 0) <= 4
