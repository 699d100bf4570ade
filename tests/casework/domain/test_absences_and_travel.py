"""Which absences ask for a word, and what meeting from home saves: plain and by property."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework.domain.absences import Absence, FollowUp, asks_for_a_word
from services.casework.domain.appointment_rules import AbsenceRule
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.travel import Journey, saved, saves

TODAY = date(2025, 3, 31)
NOW = datetime(2025, 3, 31, 12, tzinfo=UTC)
RULE = AbsenceRule(frozenset({"unknown", "unacceptable"}), 2, timedelta(days=28), 2)
KINDS = st.sampled_from(["acceptable", "unacceptable", "unknown", None])


def missed(day: date, acceptability: str | None = "unknown") -> Absence:
    return Absence(uuid4(), day, acceptability)


def journey(minutes: int) -> Journey:
    return Journey(uuid4(), uuid4(), "Eastgate", minutes, "participant", uuid4(), False, NOW)


def test_two_within_four_weeks_ask_for_a_word_the_earliest_first() -> None:
    late, early = missed(TODAY), missed(TODAY - timedelta(days=27), None)
    assert asks_for_a_word([late, early], set(), RULE, TODAY) == [early, late]


@pytest.mark.parametrize(
    "other",
    [
        missed(TODAY - timedelta(days=28)),
        missed(TODAY + timedelta(days=1)),
        missed(TODAY - timedelta(days=1), "acceptable"),
    ],
)
def test_one_that_does_not_count_leaves_one(other: Absence) -> None:
    assert asks_for_a_word([missed(TODAY), other], set(), RULE, TODAY) == []


def test_what_was_followed_up_counts_no_more() -> None:
    before, new, newer = missed(TODAY), missed(TODAY), missed(TODAY)
    assert asks_for_a_word([before, new], {before.id}, RULE, TODAY) == []
    assert set(asks_for_a_word([before, new, newer], {before.id}, RULE, TODAY)) == {new, newer}


@given(st.lists(st.tuples(st.integers(-40, 40), KINDS), max_size=8))
def test_a_good_reason_never_counts_and_too_few_ask_for_nothing(told: list[tuple[int, str | None]]) -> None:
    absences = [missed(TODAY + timedelta(days=days), kind) for days, kind in told]
    found = asks_for_a_word(absences, set(), RULE, TODAY)
    assert len(found) != 1
    assert all(each.acceptability != "acceptable" for each in found)
    assert all(TODAY - timedelta(days=28) < each.on <= TODAY for each in found)
    assert asks_for_a_word(absences, {each.id for each in found}, RULE, TODAY) == []


def test_a_follow_up_is_closed_once_in_the_words_of_the_list() -> None:
    raised = FollowUp(uuid4(), uuid4(), uuid4(), None, "1", [uuid4()], TODAY, TODAY)
    by = uuid4()
    with pytest.raises(DomainError) as refused:
        raised.close("sanctioned", {"spoke"}, None, by, None, NOW)
    assert list(refused.value.errors) == ["outcome"]
    assert raised.closed_at is None
    raised.close("spoke", {"spoke"}, "All well", by, "Anwen", NOW)
    assert (raised.outcome, raised.note, raised.closed_at) == ("spoke", "All well", NOW)
    assert (raised.closed_by, raised.closed_by_name) == (by, "Anwen")
    with pytest.raises(Conflict, match="already"):
        raised.close("spoke", {"spoke"}, None, by, None, NOW)


@pytest.mark.parametrize("minutes", [0, 301, -5])
def test_no_way_takes_so_long(minutes: int) -> None:
    with pytest.raises(DomainError) as refused:
        journey(minutes).state()
    assert list(refused.value.errors) == ["minutes"]


@given(st.integers(1, 300))
def test_from_home_the_way_there_and_back_is_saved(minutes: int) -> None:
    stated = journey(minutes)
    stated.state()
    assert saves("phone", stated) == saves("video", stated) == 2 * minutes
    assert saves("in-person", stated) is None
    assert saves("phone", None) is None


def test_what_did_not_take_place_has_saved_nothing() -> None:
    told: list[tuple[str, Any]] = [("attended", 40), ("late", 20), ("did-not-attend", 90), ("attended", None)]
    assert saved(told) == 60
