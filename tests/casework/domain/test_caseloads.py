"""Workload, alerts, who fits whom, cover and transfers: plain and by property."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework import reference
from services.casework.domain.caseloads import (
    Candidate,
    Standing,
    Wanted,
    alerts,
    checked_places,
    rules_on,
    suggest,
)
from services.casework.domain.covers import Cover
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.transfers import Transfer

TODAY = date(2025, 6, 2)
NOW = datetime(2025, 6, 2, 9, tzinfo=UTC)
RULES = rules_on(reference.caseload_books(), TODAY)
ANWEN, TOMASZ, MINA = UUID(int=1), UUID(int=2), UUID(int=3)
days_ago = st.integers(0, 2000).map(lambda days: TODAY - timedelta(days=days))


def standing(**days: Any) -> Standing:
    plain = {"last_contact_on": None, "plan_agreed_on": None, "claimable_since": None}
    return Standing(**{**plain, "known_since": TODAY, **days})


@pytest.mark.parametrize(
    ("days", "pressing"), [(13, 0), (14, 1), (27, 1), (28, 2), (55, 2), (56, 3), (900, 3)]
)
def test_silence_grows_more_pressing(days: int, pressing: int) -> None:
    found = alerts(standing(last_contact_on=TODAY - timedelta(days=days)), RULES, TODAY)
    assert [(one.kind, one.days, one.pressing) for one in found] == (
        [("no-contact", days, pressing)] if pressing else []
    )


def test_whom_nobody_has_ever_spoken_to_is_counted_from_the_day_they_came() -> None:
    (one,) = alerts(standing(known_since=date(2025, 5, 1)), RULES, TODAY)
    assert (one.since, one.pressing) == (date(2025, 5, 1), 2)


def test_a_plan_wants_review_and_an_outcome_to_be_checked() -> None:
    old = {"plan_agreed_on": TODAY - timedelta(days=91), "claimable_since": TODAY - timedelta(days=14)}
    assert {one.kind for one in alerts(standing(**old), RULES, TODAY)} == {"plan-review", "outcome-unclaimed"}
    younger = {name: day + timedelta(days=1) for name, day in old.items()}
    assert alerts(standing(**younger), RULES, TODAY) == []


@given(contact=st.none() | days_ago, known=days_ago, plan=st.none() | days_ago, claim=st.none() | days_ago)
def test_alerts_come_in_order_and_never_for_what_is_in_time(
    contact: date | None, known: date, plan: date | None, claim: date | None
) -> None:
    told = standing(last_contact_on=contact, known_since=known, plan_agreed_on=plan, claimable_since=claim)
    found = alerts(told, RULES, TODAY)
    assert [one.pressing for one in found] == sorted((one.pressing for one in found), reverse=True)
    assert all(1 <= one.pressing <= 3 and one.days == (TODAY - one.since).days for one in found)
    assert any(one.kind == "no-contact" for one in found) == ((TODAY - (contact or known)).days >= 14)


@given(people=st.integers(0, 200), barriers=st.integers(0, 600), hours=st.integers(10, 100), data=st.data())
def test_a_load_grows_with_people_and_barriers_and_shrinks_with_work_and_hours(
    people: int, barriers: int, hours: int, data: st.DataObject
) -> None:
    in_work = data.draw(st.integers(0, people))
    load = RULES.load_percent(people, in_work, barriers, hours)
    assert RULES.load_percent(people + 1, in_work, barriers, hours) >= load
    assert RULES.load_percent(people, in_work, barriers + 1, hours) >= load
    assert RULES.load_percent(people, in_work, barriers, 100) <= load
    assert RULES.load_percent(people, 0, barriers, hours) >= load


def candidate(id: UUID, **told: Any) -> Candidate:
    return Candidate(**{"adviser_id": id, "name": None, "load_percent": 50, **told})


def test_who_fits_best_comes_first_with_the_reasons() -> None:
    wanted = Wanted(language="cy", postcode="cf10 1aa", barriers=frozenset({"debt", "health"}))
    speaks = candidate(ANWEN, languages=frozenset({"en", "cy"}), needs=frozenset({"debt"}))
    near, empty = candidate(TOMASZ, places=("CF1", "SA")), candidate(MINA, load_percent=0)
    found = suggest(wanted, [empty, near, speaks], RULES)
    assert [one.candidate.adviser_id for one in found] == [ANWEN, TOMASZ, MINA]
    assert [(each.code, each.points, each.about) for each in found[0].reasons] == [
        ("room", 20, ()),
        ("language", 30, ("cy",)),
        ("need", 10, ("debt",)),
    ]
    assert [each.code for each in found[1].reasons] == ["room", "place"]


def test_somebody_who_is_away_comes_last_and_somebody_overfull_has_no_room() -> None:
    away, full = candidate(ANWEN, load_percent=0, away=True), candidate(TOMASZ, load_percent=160)
    found = suggest(Wanted(language="pl"), [away, full], RULES)
    assert [(one.candidate.adviser_id, one.points) for one in found] == [(TOMASZ, 0), (ANWEN, 40)]


@pytest.mark.parametrize("place", ["", "10", "CF10 1AAB", "C-F"])
def test_a_place_is_the_beginning_of_a_postcode(place: str) -> None:
    with pytest.raises((DomainError, IndexError)):
        checked_places([place])


def test_places_are_tidied() -> None:
    assert checked_places(["cf10", "CF10 ", "sa"]) == ("CF10", "SA")


def cover(away: UUID, by: UUID, first: date, last: date, ended: date | None = None) -> Cover:
    return Cover(
        id=UUID(int=9),
        organisation_id=UUID(int=8),
        adviser_id=away,
        covered_by=by,
        from_on=first,
        until_on=last,
        note=None,
        recorded_by=away,
        recorded_at=NOW,
        ended_on=ended,
    )


def test_cover_holds_on_its_days_and_no_longer_once_it_is_ended() -> None:
    one = cover(ANWEN, TOMASZ, date(2025, 6, 1), date(2025, 6, 10))
    assert [
        one.holds(day) for day in (date(2025, 5, 31), date(2025, 6, 1), date(2025, 6, 10), date(2025, 6, 11))
    ] == [
        False,
        True,
        True,
        False,
    ]
    one.end(TODAY)
    assert (one.holds(date(2025, 6, 1)), one.holds(TODAY)) == (True, False)
    with pytest.raises(Conflict, match="over already"):
        one.end(TODAY)


@pytest.mark.parametrize(
    ("away", "by", "first", "last", "code"),
    [
        (ANWEN, ANWEN, TODAY, TODAY, "own-cover"),
        (ANWEN, TOMASZ, TODAY, TODAY - timedelta(days=1), "ends-before-it-begins"),
        (ANWEN, TOMASZ, date(2025, 5, 1), date(2025, 5, 2), "over-already"),
        (ANWEN, TOMASZ, TODAY, TODAY + timedelta(days=367), "too-long"),
        (MINA, TOMASZ, TODAY, date(2025, 6, 3), "covered-already"),
        (ANWEN, MINA, date(2025, 6, 5), date(2025, 6, 30), "away-as-well"),
    ],
)
def test_what_cannot_be_covered(away: UUID, by: UUID, first: date, last: date, code: str) -> None:
    leave = cover(MINA, TOMASZ, date(2025, 6, 3), date(2025, 6, 5))
    with pytest.raises(DomainError) as refused:
        cover(away, by, first, last).arrange(TODAY, [leave])
    assert refused.value.code == code


@given(a=st.integers(0, 40), b=st.integers(0, 40), c=st.integers(0, 40), d=st.integers(0, 40))
def test_two_covers_meet_when_a_day_is_in_both(a: int, b: int, c: int, d: int) -> None:
    day = [TODAY + timedelta(days=n) for n in range(41)]
    one = cover(ANWEN, TOMASZ, day[min(a, b)], day[max(a, b)])
    other = cover(ANWEN, MINA, day[min(c, d)], day[max(c, d)])
    assert one.meets(other) == any(one.holds(each) and other.holds(each) for each in day)


def offered(to: UUID = TOMASZ) -> Transfer:
    return Transfer(
        id=UUID(int=7),
        participant_id=UUID(int=6),
        organisation_id=UUID(int=8),
        from_adviser_id=ANWEN,
        to_adviser_id=to,
        note="Likes to be rung in the morning",
        offered_by=ANWEN,
        offered_by_name="Anwen",
        offered_at=NOW,
    )


def test_a_transfer_is_answered_once() -> None:
    asked = offered()
    assert [one.name for one in asked.offer(TODAY)] == ["transfer.offered"]
    (said,) = asked.accept(ANWEN, NOW, TODAY)
    assert (said.name, said.data["to_adviser_id"], asked.status) == ("transfer.accepted", TOMASZ, "accepted")
    for again in (lambda: asked.accept(ANWEN, NOW, TODAY), lambda: asked.decline("x", NOW, TODAY)):
        with pytest.raises(Conflict) as refused:
            again()
        assert refused.value.code == "transfer-accepted"


def test_a_transfer_says_nothing_of_its_note() -> None:
    said = [
        *offered().offer(TODAY),
        *offered().decline("Too far", NOW, TODAY),
        *offered().withdraw(NOW, TODAY),
    ]
    assert not any({"note", "declined_because"} & one.data.keys() for one in said)


def test_nobody_is_handed_to_whom_they_have_or_after_somebody_else_has_them() -> None:
    with pytest.raises(DomainError, match="already"):
        offered(ANWEN).offer(TODAY)
    with pytest.raises(Conflict, match="Somebody else"):
        offered().accept(MINA, NOW, TODAY)
