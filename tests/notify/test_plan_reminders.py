"""Something in a plan is to be done soon: whoever asked for it is reminded, once, by a way that is theirs."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from chassis.ids import new_id

World = Any
DUE = date(2025, 3, 5)


def remind(world: World, person: UUID, due_on: date = DUE, **envelope: Any) -> None:
    said = {
        "participant_id": person,
        "due_on": due_on,
        "occurred_on": date(2025, 3, 3),
        "details": {"title": "Canary: ring the clinic"},
    }
    world.hear("workstead.casework.plan.action-due.v1", said, new_id(), **envelope)


def test_a_reminder_says_what_and_by_when(world: World) -> None:
    remind(world, world.person())
    assert world.send() == 1
    [email] = world.smtp.received(1)
    assert email["Subject"] == "Reminder: something in your plan, by Wednesday 5 March"
    assert "What: Canary: ring the clinic" in email.get_content()
    assert "Canary" not in repr(world.said())


def test_in_welsh(world: World) -> None:
    remind(world, world.person(language="cy"))
    world.send()
    [email] = world.smtp.received(1)
    assert email["Subject"] == "I'ch atgoffa: rhywbeth yn eich cynllun, erbyn dydd Mercher 5 Mawrth"


def test_nothing_of_what_it_is_where_others_may_read_it(world: World) -> None:
    remind(world, world.person(safe={"sender_name": "Sam"}))
    world.send()
    [email] = world.smtp.received(1)
    assert "clinic" not in email.get_content()


def test_none_for_what_is_past_and_one_for_a_fact_that_came_twice(world: World) -> None:
    person, fact = world.person(), new_id()
    remind(world, person, date(2025, 3, 2))
    assert world.send() == 0
    for _ in range(2):
        remind(world, person, id=fact)
    assert world.send() == 1
    world.smtp.received(1)


def test_not_sent_once_its_day_is_over(world: World) -> None:
    person = world.person()
    remind(world, person)
    with world.later(timedelta(days=3)):
        world.send()
    assert world.messages(person)["plan-action-reminder"].state == "cancelled"
