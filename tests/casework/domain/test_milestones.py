"""Thirteen and twenty-six weeks in work, and what a correction does to them."""

from datetime import date
from uuid import uuid4

from services.casework.domain.milestones import Milestone, milestones, newly_reached, not_standing

STARTED = date(2025, 6, 2)
SINCE = date(2025, 3, 10)


def test_thirteen_and_twenty_six_weeks() -> None:
    def on(as_of: date) -> dict[int, date]:
        return milestones([(STARTED, None)], [13, 26], since=SINCE, as_of=as_of)

    assert on(date(2025, 8, 30)) == {}
    assert on(date(2025, 8, 31)) == {13: date(2025, 8, 31)}
    assert on(date(2025, 11, 30)) == {13: date(2025, 8, 31), 26: date(2025, 11, 30)}


def test_breaks_are_allowed_overlaps_count_once_and_earlier_work_does_not() -> None:
    jobs = [(date(2025, 1, 1), date(2025, 3, 16)), (date(2025, 3, 14), date(2025, 3, 16)), (STARTED, None)]
    assert milestones(jobs, [13], since=SINCE, as_of=date(2026, 1, 1)) == {13: date(2025, 8, 24)}


def test_reached_once_withdrawn_when_the_day_moves_and_reached_anew() -> None:
    person, today = uuid4(), date(2025, 12, 1)
    (noted,) = newly_reached(person, [], {13: date(2025, 8, 31)}, uuid4)
    said = noted.reach()
    assert (said.name, said.subject) == ("milestone.reached", noted.id)
    assert said.data == {"participant_id": person, "weeks": 13, "occurred_on": date(2025, 8, 31)}
    assert newly_reached(person, [noted], {13: date(2025, 8, 31)}, uuid4) == []
    assert not_standing([noted], {13: date(2025, 8, 31)}) == []
    assert not_standing([noted], {13: date(2025, 9, 1)}) == [noted]
    assert not_standing([noted], {}) == [noted]
    gone = noted.withdraw(today)
    assert (gone.name, gone.data["occurred_on"], noted.withdrawn_on) == (
        "milestone.withdrawn",
        date(2025, 8, 31),
        today,
    )


def test_a_milestone_is_for_one_person() -> None:
    person = uuid4()
    new = newly_reached(person, [Milestone(uuid4(), person, 13, STARTED)], {13: STARTED, 26: STARTED}, uuid4)
    assert [(each.participant_id, each.weeks) for each in new] == [(person, 26)]
