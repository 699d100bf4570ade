"""The life of a plan, by hand and by every sequence of steps that somebody could try."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework.domain.by import By
from services.casework.domain.errors import Conflict, DomainError
from services.casework.domain.plan_actions import Intention, actions_of
from services.casework.domain.plans import Plan, draft

TODAY = date(2025, 3, 3)
NOW = datetime(2025, 3, 3, 9, tzinfo=UTC)
ADVISER, PERSON = By("adviser", uuid4()), By("participant", uuid4())
ASSISTED = By("participant", ADVISER.account_id, assisted=True)


def intention(**changes: Any) -> Intention:
    said: dict[str, Any] = {
        "title": "Visit the library",
        "towards_kind": "barrier",
        "towards": "digital-access",
        "owner": "participant",
        "due_on": date(2025, 3, 10),
    }
    return Intention(**said | changes)


def drafted(by: By = ADVISER, on: date = TODAY, **changes: Any) -> Plan:
    id = uuid4()
    actions = actions_of(id, [(uuid4(), intention(**changes))])
    return draft(
        id=id,
        step_id=uuid4(),
        participant_id=uuid4(),
        version=1,
        aim=None,
        actions=actions,
        by=by,
        on=on,
        at=NOW,
        today=TODAY,
    )


def how(by: By, on: date = TODAY) -> dict[str, Any]:
    return {"id": uuid4(), "by": by, "on": on, "at": NOW, "today": TODAY}


def agreed(author: By = ADVISER, other: By = PERSON, **changes: Any) -> Plan:
    plan = drafted(author, **changes)
    plan.submit(**how(author))
    plan.agree(**how(other))
    return plan


@pytest.mark.parametrize(("author", "other"), [(ADVISER, PERSON), (PERSON, ADVISER), (ADVISER, ASSISTED)])
def test_written_by_one_party_and_agreed_by_the_other(author: By, other: By) -> None:
    plan = drafted(author)
    (submitted,) = plan.submit(**how(author))
    (told,) = plan.agree(**how(other))
    assert (plan.status, plan.agreed_on) == ("agreed", TODAY)
    assert (submitted.name, told.name) == ("plan.submitted", "plan.agreed")
    facts = {"participant_id": plan.participant_id, "version": 1, "occurred_on": TODAY}
    assert (told.subject, told.data) == (plan.id, facts)


@pytest.mark.parametrize(("author", "same"), [(ADVISER, By("adviser", uuid4())), (PERSON, ASSISTED)])
def test_nobody_of_the_authors_side_agrees(author: By, same: By) -> None:
    plan = drafted(author)
    plan.submit(**how(author))
    for by in (author, same):
        with pytest.raises(Conflict) as refused:
            plan.agree(**how(by))
        assert refused.value.code == "author-cannot-agree"
    assert plan.status == "submitted"


def test_returned_with_a_reason_and_submitted_again() -> None:
    plan = drafted()
    plan.submit(**how(ADVISER))
    plan.give_back("Too much", **how(PERSON))
    assert (plan.status, plan.last_step.reason) == ("returned", "Too much")
    with pytest.raises(Conflict):
        plan.agree(**how(PERSON))
    plan.revise("Less", plan.actions, ADVISER)
    plan.submit(**how(ADVISER))
    plan.agree(**how(PERSON))
    assert [step.number for step in plan.steps] == [1, 2, 3, 4, 5]


def test_who_wrote_it_is_known_by_the_word_wherever_that_was_read() -> None:
    plan = drafted()
    plan.author = str(b"adviser", "ascii")
    plan.submit(**how(ADVISER))
    with pytest.raises(Conflict):
        plan.agree(**how(ADVISER))


@pytest.mark.parametrize(("author", "other"), [(ADVISER, PERSON), (PERSON, ADVISER)])
def test_only_its_author_revises_and_submits(author: By, other: By) -> None:
    plan = drafted(author)
    for step in (lambda: plan.revise(None, [], other), lambda: plan.submit(**how(other))):
        with pytest.raises(Conflict) as refused:
            step()
        assert refused.value.code == "not-the-author"


def test_an_empty_plan_is_not_submitted() -> None:
    plan = drafted()
    plan.revise(None, [], ADVISER)
    with pytest.raises(DomainError) as refused:
        plan.submit(**how(ADVISER))
    assert refused.value.code == "plan-empty"


def test_it_gives_way_to_the_next_version() -> None:
    plan = agreed()
    plan.supersede(**how(PERSON))
    assert plan.status == "superseded"
    with pytest.raises(Conflict):
        plan.complete(plan.actions[0].id, by=PERSON, on=TODAY, today=TODAY)


def test_a_step_is_not_before_the_one_before_it_nor_tomorrow() -> None:
    plan = drafted()
    plan.submit(**how(ADVISER))
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(DomainError):
            plan.agree(**how(PERSON, day))
    with pytest.raises(DomainError):
        drafted(on=TODAY + timedelta(days=1))


def test_done_once_by_whoever_was_to_do_it() -> None:
    plan = agreed()
    action = plan.actions[0]
    (told,) = plan.complete(action.id, by=ASSISTED, on=TODAY, today=TODAY, note="Went well")
    assert (action.status, action.completed_assisted) == ("done", True)
    assert told.data == {"participant_id": plan.participant_id, "occurred_on": TODAY}
    with pytest.raises(Conflict):
        plan.complete(action.id, by=PERSON, on=TODAY, today=TODAY)


def test_what_the_adviser_is_to_do_the_adviser_says_is_done() -> None:
    plan = agreed(owner="adviser")
    with pytest.raises(Conflict) as refused:
        plan.complete(plan.actions[0].id, by=PERSON, on=TODAY, today=TODAY)
    assert refused.value.code == "not-your-action"
    plan.complete(plan.actions[0].id, by=ADVISER, on=TODAY, today=TODAY)


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=1)])
def test_nothing_was_done_before_there_was_a_plan_or_tomorrow(day: date) -> None:
    plan = agreed()
    with pytest.raises(DomainError):
        plan.complete(plan.actions[0].id, by=PERSON, on=day, today=TODAY)


@pytest.mark.parametrize("change", [{"towards_kind": "wish"}, {"owner": "nobody"}])
def test_an_intention_that_does_not_fit(change: dict[str, str]) -> None:
    with pytest.raises(DomainError):
        intention(**change)


STEPS = {
    "submit": lambda plan, by: plan.submit(**how(by)),
    "agree": lambda plan, by: plan.agree(**how(by)),
    "return": lambda plan, by: plan.give_back("No", **how(by)),
    "supersede": lambda plan, by: plan.supersede(**how(by)),
    "revise": lambda plan, by: plan.revise("Anew", plan.actions, by),
    "complete": lambda plan, by: plan.complete(plan.actions[0].id, by=by, on=TODAY, today=TODAY),
}
ALLOWED = {
    "draft": {"submit": "submitted", "revise": "draft"},
    "submitted": {"agree": "agreed", "return": "returned"},
    "returned": {"submit": "submitted", "revise": "returned"},
    "agreed": {"supersede": "superseded", "complete": "agreed"},
    "superseded": {},
}
parties = st.sampled_from([ADVISER, PERSON, ASSISTED])


@given(parties, st.lists(st.tuples(st.sampled_from(sorted(STEPS)), parties), max_size=12))
def test_whatever_is_tried_only_the_lawful_steps_are_taken(author: By, tried: list[tuple[str, By]]) -> None:
    plan = drafted(author)
    for name, by in tried:
        before, steps = plan.status, len(plan.steps)
        try:
            STEPS[name](plan, by)
        except DomainError:
            assert (plan.status, len(plan.steps)) == (before, steps)
        else:
            assert plan.status == ALLOWED[before][name]
    for step in plan.steps:
        if step.step in ("submitted",):
            assert step.party == plan.author
        if step.step in ("agreed", "returned"):
            assert step.party != plan.author
