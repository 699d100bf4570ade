"""Barriers are a pure function of what was told and of the rules."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from services.casework.domain.barriers import Barrier, book, derive, standing_codes
from services.casework.domain.circumstances import Circumstance, facts, standing

WHO = uuid4()
TODAY = date(2025, 3, 31)
START = date(2025, 1, 1)
NO_DEVICE = {
    "barrier": "digital-access",
    "when": {"topic": "digital_access", "field": "device", "among": ["none", "shared"]},
    "because": {"en": "No device.", "cy": "Dim dyfais."},
}
NOT_SURE = {
    "barrier": "digital-confidence",
    "when": {"topic": "digital_access", "field": "confidence", "at_most": 2},
    "because": {"en": "Not sure.", "cy": "Ddim yn siŵr."},
}
BOOK = book({"version": "1", "from_on": START, "rules": [NO_DEVICE, NOT_SURE]})


def told(on: date, device: str, confidence: int = 3, at: int = 0) -> Circumstance:
    details = {"device": device, "confidence": confidence}
    recorded_at = datetime(2025, 3, 31, tzinfo=UTC) + timedelta(seconds=at)
    return Circumstance(uuid4(), WHO, "digital_access", details, on, recorded_at, uuid4(), "participant")


def known(barriers: list[Barrier]) -> list[tuple[Any, ...]]:
    return [(one.code, one.from_on, one.until_on) for one in barriers]


def test_nothing_told_no_barrier() -> None:
    assert derive(WHO, [], [BOOK], TODAY) == []


def test_a_barrier_stands_from_the_day_told_until_the_day_it_is_better() -> None:
    history = [
        told(date(2025, 1, 6), "none"),
        told(date(2025, 2, 3), "shared"),
        told(date(2025, 3, 3), "computer"),
    ]
    assert known(derive(WHO, history, [BOOK], TODAY)) == [
        ("digital-access", date(2025, 1, 6), date(2025, 3, 3))
    ]


def test_it_can_come_back() -> None:
    history = [
        told(date(2025, 1, 6), "none"),
        told(date(2025, 2, 3), "computer"),
        told(date(2025, 3, 3), "none"),
    ]
    found = derive(WHO, history, [BOOK], TODAY)
    assert known(found) == [
        ("digital-access", date(2025, 1, 6), date(2025, 2, 3)),
        ("digital-access", date(2025, 3, 3), None),
    ]
    assert standing_codes(found) == {"digital-access"}


def test_a_correction_of_the_same_day_holds() -> None:
    day = date(2025, 2, 3)
    history = [told(day, "computer", at=2), told(day, "none", at=1)]
    assert derive(WHO, history, [BOOK], TODAY) == []


def test_new_rules_hold_from_their_day_on() -> None:
    later = date(2025, 2, 3)
    stricter = book({"version": "2", "from_on": later, "rules": [NO_DEVICE]})
    found = derive(WHO, [told(date(2025, 1, 6), "none", 1)], [BOOK, stricter], TODAY)
    assert known(found) == [
        ("digital-access", date(2025, 1, 6), None),
        ("digital-confidence", date(2025, 1, 6), later),
    ]
    assert [one.rules_version for one in found] == ["2", "1"]


def test_rules_of_tomorrow_do_not_hold_yet() -> None:
    tomorrow = book({"version": "2", "from_on": TODAY + timedelta(days=1), "rules": []})
    assert known(derive(WHO, [told(START, "none")], [BOOK, tomorrow], TODAY)) == [
        ("digital-access", START, None)
    ]


def test_what_was_told_about_the_time_before_all_rules_is_judged_by_the_first() -> None:
    assert known(derive(WHO, [told(date(2024, 6, 1), "none")], [BOOK], TODAY)) == [
        ("digital-access", date(2024, 6, 1), None)
    ]


histories = st.lists(
    st.builds(
        told,
        st.dates(START, TODAY),
        st.sampled_from(["none", "shared", "computer"]),
        st.integers(1, 5),
        st.integers(0, 10_000),
    ),
    max_size=8,
    unique_by=lambda one: one.recorded_at,
)


@given(histories, st.randoms())
def test_it_does_not_matter_in_what_order_things_were_told(history: list[Circumstance], random: Any) -> None:
    shuffled = list(history)
    random.shuffle(shuffled)
    assert known(derive(WHO, history, [BOOK], TODAY)) == known(derive(WHO, shuffled, [BOOK], TODAY))


@given(histories)
def test_what_stands_today_is_what_the_rules_say_of_today(history: list[Circumstance]) -> None:
    now = facts(history, TODAY).get("digital_access", {})
    expected = {"digital-access"} if now.get("device") in ("none", "shared") else set()
    expected |= {"digital-confidence"} if now.get("confidence", 5) <= 2 else set()
    assert standing_codes(derive(WHO, history, [BOOK], TODAY)) == expected


@given(histories)
def test_the_times_of_one_barrier_never_overlap(history: list[Circumstance]) -> None:
    times: dict[str, list[Barrier]] = {}
    for barrier in derive(WHO, history, [BOOK], TODAY):
        times.setdefault(barrier.code, []).append(barrier)
    for barriers in times.values():
        for before, after in pairwise(barriers):
            assert before.until_on is not None
            assert before.from_on < before.until_on < after.from_on


@given(histories, st.dates(START, TODAY))
def test_what_is_told_about_later_changes_nothing_before(history: list[Circumstance], day: date) -> None:
    until_then = [one for one in history if one.occurred_on <= day]
    ids: dict[str, UUID] = {topic: one.id for topic, one in standing(history, day).items()}
    assert ids == {topic: one.id for topic, one in standing(until_then, TODAY).items()}
