"""Who may read what was sent to whom."""

from typing import Any

import pytest

from chassis.ids import new_id
from chassis.testing import actors

World = Any


@pytest.fixture
def told(world: World) -> tuple[World, Any, Any]:
    person = world.person()
    world.book(person)
    world.send()
    return world, person, world.messages(person)["appointment-confirmation"].id


def test_an_adviser_reads_the_log_of_their_organisation(told: Any) -> None:
    world, person, message_id = told
    adviser = world.as_(actors.adviser(org=world.org))
    listed = adviser.get(f"/messages?participant_id={person}")
    assert {item["template"] for item in listed.json["items"]} == {
        "appointment-confirmation",
        "appointment-reminder",
    }
    assert adviser.get("/messages?state=sent").json["items"][0]["id"] == str(message_id)
    detail = adviser.get(f"/messages/{message_id}").json
    assert detail["subject"] == "Your appointment on Monday 10 March at 10am"
    assert detail["body"].startswith("Hello Aisha,")
    assert detail["participant_id"] == str(person)
    assert [step["outcome"] for step in detail["log"]] == ["sent"]
    assert adviser.get("/messages?limit=1").json["next"]


def test_another_organisation_knows_of_nothing(told: Any) -> None:
    world, person, message_id = told
    stranger = world.as_(actors.adviser(org=new_id()))
    assert stranger.get("/messages").json["items"] == []
    assert stranger.get(f"/messages?participant_id={person}").json["items"] == []
    assert stranger.get(f"/messages/{message_id}").status_code == 404
    assert stranger.get(f"/participants/{person}/messages").status_code == 404


def test_the_operator_sees_states_without_content(told: Any) -> None:
    world, person, message_id = told
    operator = world.as_(actors.operator())
    assert len(operator.get("/messages").json["items"]) == 2
    detail = operator.get(f"/messages/{message_id}")
    assert (detail.json["state"], detail.json["channel"]) == ("sent", "email")
    assert [detail.json[name] for name in ("participant_id", "about", "subject", "body")] == [None] * 4
    assert not any(word in detail.text for word in (str(person), "Aisha", "aisha@post.example"))
    assert operator.get(f"/participants/{person}/messages").status_code == 403


def test_a_participant_reads_their_own_and_nobody_else_s(told: Any) -> None:
    world, person, message_id = told
    own = world.as_(actors.participant(person_id=person))
    mine = own.get(f"/participants/{person}/messages").json["items"]
    assert mine[-1]["body"].startswith("Hello Aisha,")
    assert own.get(f"/messages/{message_id}").status_code == 200
    assert own.get("/messages").status_code == 403
    someone = world.as_(actors.participant(person_id=world.person()))
    assert someone.get(f"/participants/{person}/messages").status_code == 404
    assert someone.get(f"/messages/{message_id}").status_code == 404


@pytest.mark.parametrize("role", ["commissioner", "analyst", "employer", "moderator", "integrator"])
def test_others_read_nothing(told: Any, role: str) -> None:
    world, person, message_id = told
    nosy = world.as_(actors.person(role, org=world.org))
    assert nosy.get("/messages").status_code == 403
    assert nosy.get(f"/messages/{message_id}").status_code == 404
    assert nosy.get(f"/participants/{person}/messages").status_code == 403


def test_nobody_without_signing_in(told: Any) -> None:
    world, person, message_id = told
    nobody = world.as_(actors.anonymous())
    for path in ("/messages", f"/messages/{message_id}", f"/participants/{person}/messages", "/templates"):
        assert nobody.get(path).status_code == 401


def test_bad_questions_are_refused_in_words(world: World) -> None:
    adviser = world.as_(actors.adviser(org=world.org))
    assert adviser.get("/messages?state=lost").status_code == 422
    assert "state" in adviser.get("/messages?state=lost").json["errors"]
    assert adviser.get("/messages?participant_id=7").status_code == 422
    assert adviser.get("/messages?cursor=x").status_code == 400
    assert adviser.get(f"/messages/{new_id()}").status_code == 404


def test_the_templates_in_both_languages(world: World) -> None:
    reader = world.as_(actors.participant())
    items = reader.get("/templates").json["items"]
    assert {item["code"] for item in items} >= {"appointment-confirmation", "newsletter"}
    one = reader.get("/templates/appointment-reminder").json
    assert one["versions"][0]["wordings"]["cy"]["subject"].startswith("I'ch atgoffa")
    assert "called" in one["versions"][0]["wordings"]["en"]["placeholders"]
    assert reader.get("/templates/none").status_code == 404


def test_a_person_who_moves_to_another_organisation_takes_their_messages_along(told: Any) -> None:
    world, person, message_id = told
    there = new_id()
    allocated = {"adviser_id": new_id(), "organisation_id": there}
    world.hear("workstead.casework.participant.allocated.v1", allocated, person, sequence=9)
    assert world.as_(actors.adviser(org=there)).get(f"/messages/{message_id}").status_code == 200
    assert world.as_(actors.adviser(org=world.org)).get(f"/messages/{message_id}").status_code == 404
