"""Somebody in work is asked one thing: by a text where that reaches them, else by whoever rings them."""

from typing import Any

from chassis import clock
from chassis.ids import new_id

World = Any


def asked(world: World, person: Any) -> Any:
    check = new_id()
    data = {"participant_id": person, "number": 1, "occurred_on": clock.today()}
    world.hear("workstead.casework.in-work.asked.v1", data, check)
    return check


def test_whoever_has_no_phone_is_rung_by_nobody_but_their_adviser(world: World) -> None:
    person = world.person(channel="letter", phone=None, digital_access=False)
    check = asked(world, person)
    world.send()
    (said,) = world.said("call.needed")
    assert (said.data["reason"], said.data["about"]) == ("in-work-question", str(check))
    assert world.said("message.sent") == []


def test_an_answer_calls_back_a_question_that_has_not_gone_out(world: World) -> None:
    person = world.person()
    check = asked(world, person)
    data = {"participant_id": person, "answer": "well", "occurred_on": clock.today()}
    world.hear("workstead.casework.in-work.answered.v1", data, check)
    assert world.messages(person)["in-work-question"].state == "cancelled"


def test_nothing_is_asked_twice_for_one_fact(world: World) -> None:
    person = world.person()
    asked(world, person)
    assert list(world.messages(person)) == ["in-work-question"]


def test_what_was_asked_goes_with_the_kind_of_record_that_it_is_about(world: World) -> None:
    person = world.person()
    asked(world, person)
    for kinds, left in ((["job-search"], "created"), (["in-work"], "cancelled")):
        gone = {"kinds": kinds, "occurred_on": clock.today()}
        world.hear("workstead.casework.participant.kinds-erased.v1", gone, person)
        assert world.messages(person)["in-work-question"].state == left
    assert world.messages(person)["in-work-question"].values == {}
