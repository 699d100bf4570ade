"""A word that is taken back, and a record that leads to another: what notify makes of casework's events."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from chassis import clock
from chassis.ids import new_id
from services.notify.domain.messages import CANCELLED

World = Any
CASEWORK = "workstead.casework"
LATER = "contact-later"


def say(world: World, person: UUID, given: bool, purpose: str = LATER, **more: Any) -> None:
    envelope = {name: more.pop(name) for name in ("sequence", "rebuild") if name in more}
    said = {"purpose": purpose, "given": given, "occurred_on": date(2025, 3, 3)} | more
    world.hear(f"{CASEWORK}.participant.consent-changed.v1", said, person, **envelope)


def ask(world: World, person: UUID) -> None:
    data = {"participant_id": person, "number": 1, "occurred_on": clock.today()}
    world.hear(f"{CASEWORK}.in-work.asked.v1", data, new_id())


def test_who_does_not_want_to_be_asked_later_is_not(world: World) -> None:
    person = world.person()
    say(world, person, False, sequence=1)
    ask(world, person)
    assert world.messages(person) == {}
    say(world, person, True, sequence=2)
    ask(world, person)
    assert list(world.messages(person)) == ["in-work-question"]


def test_what_has_not_gone_out_is_called_back_and_nothing_else(world: World) -> None:
    person = world.person()
    ask(world, person)
    world.book(person)
    say(world, person, False, purpose="research")
    assert {one.state for one in world.messages(person).values()} == {"created"}
    say(world, person, False)
    states = {name: one.state for name, one in world.messages(person).items()}
    assert states.pop("in-work-question") == CANCELLED
    assert set(states.values()) == {"created"}


def test_the_latest_word_holds_in_whatever_order_they_come(world: World) -> None:
    person = world.person()
    say(world, person, True, sequence=3)
    say(world, person, False, sequence=2)
    say(world, person, False, sequence=9, occurred_on=date(2025, 2, 1))
    ask(world, person)
    assert list(world.messages(person)) == ["in-work-question"]


@pytest.mark.parametrize("undone", [False, True])
def test_what_is_told_of_a_merged_record_goes_by_the_one_that_stays(world: World, undone: bool) -> None:
    merged, stays = world.person(email="old@post.example"), world.person()
    world.book(merged)
    facts = {"organisation_id": world.org, "occurred_on": date(2025, 3, 3)}
    world.hear(f"{CASEWORK}.participant.merged.v1", facts | {"into": stays}, merged, sequence=2)
    if undone:
        world.hear(f"{CASEWORK}.participant.unmerged.v1", facts | {"out_of": stays}, merged, sequence=3)
    world.send()
    [email] = world.smtp.received(1)
    assert email["To"] == ("old@post.example" if undone else "aisha@post.example")


def test_nothing_goes_to_either_when_the_one_that_stays_is_erased(world: World) -> None:
    merged, stays = world.person(email="old@post.example"), world.person()
    world.book(merged)
    facts = {"organisation_id": world.org, "occurred_on": date(2025, 3, 3)}
    world.hear(f"{CASEWORK}.participant.merged.v1", facts | {"into": stays}, merged, sequence=2)
    world.hear(f"{CASEWORK}.participant.erased.v1", {"occurred_on": date(2025, 3, 3)}, stays)
    world.send()
    assert world.messages(merged)["appointment-confirmation"].state == CANCELLED
