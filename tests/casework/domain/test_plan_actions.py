"""A plan that holds: what is added, begun, given up and evidenced."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.casework.domain.by import By
from services.casework.domain.errors import Conflict
from services.casework.domain.plan_actions import actions_of
from services.casework.domain.plans import MOST_ACTIONS, draft
from tests.casework.domain.a_plan import (
    ADVISER,
    ASSISTED,
    DAY,
    NOW,
    PERSON,
    TODAY,
    add,
    agreed,
    intention,
    refused,
    told,
)


@pytest.mark.parametrize("by", [PERSON, ASSISTED, ADVISER])
def test_each_party_adds_what_they_will_do_themselves(by: By) -> None:
    plan = agreed(intention(), intention(title="Second"))
    (fact,) = add(plan, by, on=TODAY, today=TODAY + DAY, owner=by.party, title="Third")
    added = plan.actions[-1]
    assert (added.title, added.position, added.added_on, added.owner) == ("Third", 3, TODAY, by.party)
    assert (fact.name, fact.subject) == ("plan.action-added", plan.id)
    assert fact.data == {"participant_id": plan.participant_id, "occurred_on": TODAY}
    assert plan.actions[0].added_on is None


@pytest.mark.parametrize(("by", "owner"), [(PERSON, "adviser"), (ADVISER, "participant")])
def test_nobody_adds_what_the_other_is_to_do(by: By, owner: str) -> None:
    plan = agreed()
    error = refused(lambda: add(plan, by, owner=owner))
    assert (error.code, list(error.errors), len(plan.actions)) == ("not-your-action", ["owner"], 1)


def test_a_plan_has_room_for_so_much() -> None:
    plan = agreed(*[intention()] * (MOST_ACTIONS - 1))
    add(plan, PERSON)
    assert refused(lambda: add(plan, PERSON)).code == "plan-full"
    assert len(plan.actions) == MOST_ACTIONS


def test_only_while_it_holds_something_is_added_begun_evidenced_or_reviewed() -> None:
    plan = agreed()
    plan.supersede(**told(PERSON))
    action = plan.actions[0].id
    for step in (
        lambda: add(plan, PERSON),
        lambda: plan.progress(action, "started", None, **told()),
        lambda: plan.show_evidence(action, "A receipt", **told()),
        lambda: plan.review("Fine", None, **told()),
    ):
        assert refused(step).code == "plan-superseded"


def test_begun_then_done() -> None:
    plan = agreed()
    action = plan.actions[0]
    plan.progress(action.id, "started", None, **told())
    assert (action.status, action.is_settled) == ("in-progress", False)
    assert refused(lambda: plan.progress(action.id, "started", None, **told())).code == "action-started"
    plan.complete(action.id, by=PERSON, on=TODAY, today=TODAY)
    assert (action.status, action.is_settled) == ("done", True)


@pytest.mark.parametrize("begun", [True, False])
@pytest.mark.parametrize("step", ["not-done", "cancelled"])
def test_given_up_with_a_reason_and_for_good(step: str, begun: bool) -> None:
    plan = agreed()
    action = plan.actions[0]
    if begun:
        plan.progress(action.id, "started", None, **told())
    missing = refused(lambda: plan.progress(action.id, step, "", **told()))
    assert (missing.code, list(missing.errors)) == ("reason-missing", ["reason"])
    plan.progress(action.id, step, "The bus was cut", **told(ASSISTED))
    last = action.progress[-1]
    assert (action.status, last.words, last.assisted, last.helper) == (step, "The bus was cut", True, "Anwen")
    for again in ("started", "not-done", "cancelled"):
        with pytest.raises(Conflict) as after_the_end:
            plan.progress(action.id, again, "Why", **told())
        assert after_the_end.value.code == "action-settled"
    error = refused(lambda: plan.complete(action.id, by=PERSON, on=TODAY, today=TODAY))
    assert error.code == "action-settled"


def test_only_its_owner_decides_that_it_will_not_be_done() -> None:
    plan = agreed(intention(), intention(owner="adviser"))
    theirs, advisers = plan.actions
    assert (
        refused(lambda: plan.progress(theirs.id, "cancelled", "No", **told(ADVISER))).code
        == "not-your-action"
    )
    plan.progress(theirs.id, "not-done", "They told me", **told(ADVISER))
    for step in ("started", "not-done", "cancelled"):
        with pytest.raises(Conflict) as another:
            plan.progress(advisers.id, step, "No", **told(PERSON))
        assert another.value.code == "not-your-action"
    plan.progress(advisers.id, "cancelled", "No need", **told(ADVISER))


def test_words_are_known_wherever_they_were_read() -> None:
    adviser, started, cancelled = (str(word, "ascii") for word in (b"adviser", b"started", b"cancelled"))
    plan = agreed(intention(owner=adviser), intention())
    add(plan, ADVISER, owner=adviser)
    own, theirs, _ = plan.actions
    plan.progress(own.id, started, None, **told(ADVISER))
    assert refused(lambda: plan.progress(own.id, started, None, **told(ADVISER))).code == "action-started"
    assert (
        refused(lambda: plan.progress(theirs.id, cancelled, "x", **told(ADVISER))).code == "not-your-action"
    )
    assert refused(lambda: plan.complete(own.id, by=PERSON, on=TODAY, today=TODAY)).code == "not-your-action"
    by_adviser = By(adviser, ADVISER.account_id)
    plan.progress(own.id, cancelled, "No need", **told(by_adviser))
    assert own.status == "cancelled"
    to_do = agreed(intention(owner=str(b"participant", "ascii"), remind_days=7)).actions[0]
    assert to_do.is_to_remind(TODAY)


def test_what_is_added_stands_behind_what_is_there() -> None:
    plan = agreed()
    for place in (2, 3, 4):
        add(plan, PERSON)
        assert (plan.actions[-1].position, plan.actions[-1].completed_assisted) == (place, False)


def test_evidence_is_words_or_a_document() -> None:
    plan, paper = agreed(), uuid4()
    action = plan.actions[0]
    assert refused(lambda: plan.show_evidence(action.id, None, **told())).code == "no-evidence"
    plan.show_evidence(action.id, None, **told(), document_id=paper)
    assert [(one.words, one.document_id) for one in action.progress] == [(None, paper)]


def test_a_step_that_nobody_knows() -> None:
    plan = agreed()
    assert (
        refused(lambda: plan.progress(plan.actions[0].id, "evidence", "x", **told())).code == "unknown-code"
    )


def test_evidence_comes_before_and_after_it_is_done_from_either() -> None:
    plan = agreed(intention(owner="adviser"))
    action = plan.actions[0]
    plan.show_evidence(action.id, "A letter", **told(PERSON))
    plan.complete(action.id, by=ADVISER, on=TODAY, today=TODAY)
    plan.show_evidence(action.id, "The answer to it", **told(ADVISER))
    assert [(one.what, one.words, one.party) for one in action.progress] == [
        ("evidence", "A letter", "participant"),
        ("evidence", "The answer to it", "adviser"),
    ]
    assert action.status == "done"


@pytest.mark.parametrize("day", [TODAY - DAY, TODAY + DAY])
def test_nothing_happens_before_the_plan_or_tomorrow(day: date) -> None:
    plan = agreed()
    action = plan.actions[0].id
    for step in (
        lambda: add(plan, PERSON, on=day),
        lambda: plan.progress(action, "started", None, **told(on=day, today=TODAY)),
        lambda: plan.show_evidence(action, "x", **told(on=day, today=TODAY)),
        lambda: plan.review("Fine", None, **told(on=day, today=TODAY)),
    ):
        assert list(refused(step).errors) == ["occurred_on"]


said = st.tuples(
    st.sampled_from(["started", "not-done", "cancelled", "done", "evidence"]),
    st.sampled_from([ADVISER, PERSON, ASSISTED]),
)


@given(st.sampled_from(["participant", "adviser"]), st.lists(said, max_size=8))
def test_whatever_is_said_nothing_follows_the_end(owner: str, words: list[tuple[str, By]]) -> None:
    plan = agreed(intention(owner=owner))
    action = plan.actions[0]
    for what, by in words:
        before = action.status
        try:
            if what == "done":
                plan.complete(action.id, by=by, on=TODAY, today=TODAY)
            elif what == "evidence":
                plan.show_evidence(action.id, "A receipt", **told(by))
            else:
                plan.progress(action.id, what, "Because", **told(by))
        except Conflict:
            assert action.status == before
        else:
            assert what == "evidence" or before in ("open", "in-progress")
            assert what == "evidence" or owner == "participant" or by.party == "adviser"


def test_an_action_belongs_to_its_plan_and_to_no_other() -> None:
    plan, other = agreed(intention(), intention(title="Second")), agreed()
    for action in plan.actions:
        assert plan.has_action(UUID(str(action.id))), "the same id, another object"
        assert not other.has_action(action.id)
    assert not any(plan.has_action(id) for id in (UUID(int=0), UUID(int=2**128 - 1)))


def test_what_is_said_of_an_action_is_said_of_that_one() -> None:
    plan = agreed(*[intention(title=str(number)) for number in range(6)])
    chosen = plan.actions[3]
    plan.progress(UUID(str(chosen.id)), "started", None, **told())
    assert [one.title for one in plan.actions if one.status == "in-progress"] == ["3"]


def test_the_day_of_agreement_is_that_of_the_step_and_of_the_latest() -> None:
    plan = agreed()
    plan.supersede(**told(PERSON, TODAY + DAY))
    assert (plan.agreed_on, plan.on("superseded"), plan.on("returned")) == (TODAY, TODAY + DAY, None)
    id = uuid4()
    actions = actions_of(id, [(uuid4(), intention())])
    step = {"step_id": uuid4(), "participant_id": uuid4(), "version": 1, "aim": None, "actions": actions}
    again = draft(id=id, by=ADVISER, on=TODAY, at=NOW, today=TODAY, **step)
    for day in (TODAY, TODAY + DAY):
        again.submit(**told(ADVISER, day))
        again.give_back("Less", **told(PERSON, day))
    assert (again.on("drafted"), again.on("".join(["sub", "mitted"]))) == (TODAY, TODAY + DAY)


def test_steps_may_be_days_apart_and_what_happens_may_lie_between() -> None:
    id = uuid4()
    actions = actions_of(id, [(uuid4(), intention())])
    step = {"step_id": uuid4(), "participant_id": uuid4(), "version": 1, "aim": None, "actions": actions}
    plan = draft(id=id, by=ADVISER, on=TODAY, at=NOW, today=TODAY, **step)
    plan.submit(**told(ADVISER, TODAY + DAY))
    plan.agree(**told(PERSON, TODAY + 2 * DAY))
    plan.complete(actions[0].id, by=PERSON, on=TODAY, today=TODAY + 3 * DAY)
    assert actions[0].completed_on == TODAY, "it was begun on that day, and agreed two days later"


def test_the_first_action_of_an_empty_plan_has_the_first_place() -> None:
    plan = agreed()
    plan.actions.clear()
    add(plan, PERSON)
    assert [one.position for one in plan.actions] == [1]


def test_fifty_actions_and_no_more() -> None:
    assert MOST_ACTIONS == 50
    overfull = agreed(*[intention()] * (MOST_ACTIONS + 1))
    assert refused(lambda: add(overfull, PERSON)).code == "plan-full"


def test_two_plans_are_the_same_only_if_they_are_one() -> None:
    plan = agreed()
    assert plan != replace(plan)
    assert plan in {plan}
