"""A plan that holds is reviewed, and its parties are reminded of what they meant to do."""

from datetime import date
from typing import Any

import pytest

from services.casework.domain.plan_actions import PlanAction
from tests.casework.domain.a_plan import (
    ADVISER,
    ASSISTED,
    DAY,
    PERSON,
    TODAY,
    agreed,
    intention,
    refused,
    told,
)


def test_a_review_says_what_was_found_and_when_the_next_one_is() -> None:
    plan = agreed(review_on=TODAY + 14 * DAY)
    later = TODAY + 14 * DAY
    (fact,) = plan.review("Two of three done", later + 28 * DAY, **told(ASSISTED, later))
    (review,) = plan.reviews
    assert (review.note, review.helper, plan.review_on) == ("Two of three done", "Anwen", later + 28 * DAY)
    assert (fact.name, fact.subject) == ("plan.reviewed", plan.id)
    assert fact.data == {"participant_id": plan.participant_id, "version": 1, "occurred_on": later}
    plan.review("All done", None, **told(ADVISER, later))
    assert plan.review_on is None


@pytest.mark.parametrize("next_on", [TODAY, TODAY - DAY])
def test_the_next_review_is_on_a_later_day(next_on: date) -> None:
    error = refused(lambda: agreed().review("Fine", next_on, **told()))
    assert (error.code, list(error.errors)) == ("review-not-after", ["next_on"])
    assert list(refused(lambda: agreed(review_on=next_on)).errors) == ["review_on"]


def reminded(action: PlanAction, day: date) -> bool:
    return action.is_to_remind(day)


def test_reminded_once_so_many_days_before_and_not_when_it_is_past() -> None:
    plan = agreed(intention(remind_days=2))
    action = plan.actions[0]
    days = [TODAY + n * DAY for n in range(10)]
    assert [day for day in days if reminded(action, day)] == days[5:8]
    (fact,) = plan.remind(action, days[5])
    assert fact.data == {
        "participant_id": plan.participant_id,
        "occurred_on": days[5],
        "due_on": days[7],
        "details": {"title": action.title},
    }
    assert fact.name == "plan.action-due"
    assert not any(reminded(action, day) for day in days)


@pytest.mark.parametrize("settled", ["done", "not-done", "cancelled"])
def test_nobody_is_reminded_of_what_is_settled(settled: str) -> None:
    plan = agreed(intention(remind_days=7))
    action = plan.actions[0]
    assert reminded(action, TODAY)
    if settled == "done":
        plan.complete(action.id, by=PERSON, on=TODAY, today=TODAY)
    else:
        plan.progress(action.id, settled, "No", **told())
    assert not reminded(action, TODAY)


def test_nobody_is_reminded_who_did_not_ask() -> None:
    assert not reminded(agreed().actions[0], TODAY + 7 * DAY)


@pytest.mark.parametrize("change", [{"remind_days": -1}, {"remind_days": 29}, {"owner": "adviser"}])
def test_a_reminder_that_cannot_be(change: dict[str, Any]) -> None:
    error = refused(lambda: intention(**{"remind_days": 1} | change))
    assert (error.code, list(error.errors)) == ("bad-reminder", ["remind_days"])
    assert intention(remind_days=0).remind_days == 0
    assert intention(remind_days=28).remind_days == 28
