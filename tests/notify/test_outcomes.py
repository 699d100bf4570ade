"""What came of what somebody asked for: a copy is ready, they have joined, one of two accounts is closed."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.ids import new_id
from services.notify.actions import people as people_actions
from services.notify.domain.messages import CANCELLED
from services.notify.store import people
from tests.notify.conftest import CARD

World = Any
CASEWORK = "workstead.casework.participant"
SAFE = {"sender_name": "Sam"}


def released(world: World, person: UUID, **envelope: Any) -> None:
    said = {"request_id": new_id(), "occurred_on": "2025-03-03"}
    world.hear(f"{CASEWORK}.copy-released.v1", said, person, **envelope)


def joined(world: World, person: UUID, outcome: str) -> None:
    said = {"outcome": outcome, "organisation_id": world.org, "occurred_on": "2025-03-03"}
    world.hear(f"{CASEWORK}.joined.v1", said, person)


def closed(world: World, merged: UUID, into: UUID) -> None:
    said = {"account_id": new_id(), "into": into, "organisation_id": world.org, "occurred_on": "2025-03-03"}
    world.hear(f"{CASEWORK}.account-closed.v1", said, merged)


def test_a_copy_is_ready_and_it_is_said_once(world: World) -> None:
    person, fact = world.person(), new_id()
    for _ in range(2):
        released(world, person, id=fact)
    released(world, world.person(language="cy"))
    assert world.send() == 2
    english, welsh = world.smtp.received(2)
    assert english["Subject"] == "What you asked us for is ready"
    assert "the copy of everything that is held about you" in english.get_content()
    assert welsh["Subject"] == "Mae'r hyn y gofynnoch i ni amdano yn barod"


@pytest.mark.parametrize(
    ("outcome", "words"), [("registered", "a record of you with us now"), ("recognised", "with us already")]
)
def test_whoever_asked_to_join_is_told_what_came_of_it(world: World, outcome: str, words: str) -> None:
    joined(world, world.person(), outcome)
    world.send()
    [email] = world.smtp.received(1)
    assert words in email.get_content()


def test_where_others_may_read_it_nothing_says_what_it_was(world: World) -> None:
    person = world.person(safe=SAFE)
    released(world, person)
    joined(world, person, "registered")
    assert world.send() == 2
    for email in world.smtp.received(2):
        assert "Sam" in email["From"]
        for told in ("copy", "join", "record"):
            assert told not in email["Subject"] + email.get_content()


def test_quiet_hours_hold_and_without_a_way_an_adviser_rings(world: World) -> None:
    quiet = world.person(safe={"quiet_from": "09:00", "quiet_until": "12:00"})
    nothing = world.person(channel=None, email=None, phone=None, address_lines=[], postcode=None)
    released(world, quiet)
    released(world, nothing)
    world.send()
    assert [one.data["reason"] for one in world.said("call.needed")] == ["copy-ready"]
    assert world.messages(quiet)["copy-ready"].state == "created"


def test_of_a_closed_account_the_record_that_stays_is_told(world: World) -> None:
    merged, stays = world.person(email="old@post.example"), world.person()
    closed(world, merged, stays)
    assert world.send() == 1
    [email] = world.smtp.received(1)
    assert email["To"] == "aisha@post.example"
    assert email["Subject"] == "You have one way to sign in now"


def test_one_that_was_reopened_is_not_told_of(world: World) -> None:
    merged, stays = new_id(), world.person(safe={"quiet_from": "09:00", "quiet_until": "12:00"})
    closed(world, merged, stays)
    said = {"account_id": new_id(), "organisation_id": world.org, "occurred_on": "2025-03-03"}
    world.hear(f"{CASEWORK}.account-reopened.v1", said, merged)
    assert world.messages(stays)["account-closed"].state == CANCELLED


def test_whoever_cannot_join_is_told_and_forgotten(world: World) -> None:
    refused = "workstead.casework.joining-request.refused.v1"
    said = {"organisation_id": world.org, "occurred_on": "2025-03-03"}
    asked = [new_id(), new_id()]
    world.hear(refused, said | {"card": CARD}, asked[0])
    unreachable = {"email": None, "phone": None, "address_lines": [], "digital_access": False}
    world.hear(refused, said | {"card": CARD | unreachable}, asked[1])
    assert world.send() == 2
    (email,) = world.smtp.received(1)
    assert email["Subject"] == "We have read what you told us"
    assert world.said("call.needed") == [], "nobody has them on a call list"
    with world.later(timedelta(days=30)), world.context.database.transaction() as session:
        assert people_actions.forget_passers_by(session) == 2
        assert people_actions.forget_passers_by(session) == 0
        held = people.get(session, asked[0])
        assert (held.card_values, held.erased) == (None, True)
    assert world.messages(asked[0])["not-joined"].body is None
