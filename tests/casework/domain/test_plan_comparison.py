"""Two versions of a plan: what stayed, what is different, what is new, what is gone."""

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from services.casework.domain.by import By
from services.casework.domain.plan_actions import Intention, actions_of
from services.casework.domain.plan_comparison import compare
from services.casework.domain.plans import Plan, draft

TODAY = date(2025, 3, 3)


def intention(title: str, continues: UUID | None = None, **changes: Any) -> Intention:
    said: dict[str, Any] = {"towards_kind": "goal", "towards": "x", "owner": "participant", "due_on": TODAY}
    return Intention(title=title, continues=continues, **said | changes)


def version(number: int, *intentions: Intention) -> Plan:
    id = uuid4()
    return draft(
        id=id,
        step_id=uuid4(),
        participant_id=uuid4(),
        version=number,
        aim=None,
        actions=actions_of(id, [(uuid4(), one) for one in intentions]),
        by=By("adviser", uuid4()),
        on=TODAY,
        at=datetime(2025, 3, 3, 9, tzinfo=UTC),
        today=TODAY,
    )


def said(one: Plan, other: Plan) -> list[tuple[str, str | None, str | None]]:
    return [
        (each.change, each.before and each.before.title, each.after and each.after.title)
        for each in compare(one, other).actions
    ]


def test_each_action_as_it_was_and_as_it_is() -> None:
    first = version(1, intention("Write a CV"), intention("Walk"), intention("Ring the shop"))
    cv = first.actions[0]
    second = version(
        2,
        intention("Read a book"),
        intention("Write two CVs", continues=cv.id),
        intention("WALK"),
    )
    assert said(second, first) == [
        ("added", None, "Read a book"),
        ("changed", "Write a CV", "Write two CVs"),
        ("changed", "Walk", "WALK"),
        ("left-out", "Ring the shop", None),
    ]
    found = compare(second, first)
    assert (found.before, found.after) == (first, second)
    assert found.actions[1].different == ("title",)


def test_what_is_different_is_named() -> None:
    first = version(1, intention("Walk"))
    changed = {"owner": "adviser", "due_on": date(2025, 4, 1), "towards": "y", "towards_kind": "barrier"}
    (change,) = compare(first, version(2, intention("Walk", **changed))).actions
    assert (change.change, set(change.different)) == ("changed", set(changed))
    (kept,) = compare(first, version(2, intention("Walk"))).actions
    assert (kept.change, kept.different) == ("kept", ())


def test_the_same_words_twice_are_two_actions() -> None:
    first = version(1, intention("Walk"))
    assert [each[0] for each in said(first, version(2, intention("Walk"), intention("Walk")))] == [
        "kept",
        "added",
    ]


def test_what_goes_on_with_something_unknown_is_known_by_its_words() -> None:
    first = version(1, intention("Walk"))
    assert [each[0] for each in said(first, version(2, intention("Walk", continues=uuid4())))] == ["kept"]


titles = st.lists(st.sampled_from(["a", "b", "c", "A"]), max_size=6)


@given(titles, titles)
def test_nothing_is_lost_and_nothing_is_told_twice(one: list[str], other: list[str]) -> None:
    first, second = version(1, *map(intention, one)), version(2, *map(intention, other))
    found = compare(first, second).actions
    assert Counter(each.before.id for each in found if each.before) == Counter(a.id for a in first.actions)
    assert [each.after.id for each in found if each.after] == [a.id for a in second.actions]
