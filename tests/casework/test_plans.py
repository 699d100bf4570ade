"""Plans: drafted by either party, agreed by the other, done by both."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from chassis import clock
from chassis.ids import new_id
from chassis.testing import actors, bus

COURSE = {
    "title": "Canary: start the course",
    "towards_kind": "barrier",
    "towards": "digital-confidence",
    "owner": "participant",
    "due_on": "2025-03-20",
}
CALL = {
    "title": "Ask the library for a device",
    "towards_kind": "goal",
    "towards": "Work in a bakery",
    "owner": "adviser",
    "due_on": "2025-03-10",
}
DRAFT = {"aim": "Feel at home online", "actions": [COURSE, CALL]}


@pytest.fixture
def id(office: Any) -> str:
    """Somebody who is helped."""
    return str(office.register())


def drafted(by: Any, id: str, **changes: Any) -> dict[str, Any]:
    response = by.post(f"/participants/{id}/plans", DRAFT | changes)
    assert response.status_code == 201, response.json
    plan: dict[str, Any] = response.json
    return plan


def agreed(office: Any, id: str) -> dict[str, Any]:
    plan = drafted(office.adviser, id)
    assert office.adviser.post(f"/plans/{plan['id']}/submission", {}).status_code == 200
    answer = office.person(id).post(f"/plans/{plan['id']}/agreement", {})
    assert answer.status_code == 200, answer.json
    return dict(answer.json)


def test_the_adviser_writes_and_the_participant_agrees(office: Any, id: str) -> None:
    plan = drafted(office.adviser, id)
    assert (plan["version"], plan["status"], plan["author"]) == (1, "draft", "adviser")
    assert [one["title"] for one in plan["actions"]] == [COURSE["title"], CALL["title"]]
    assert office.adviser.post(f"/plans/{plan['id']}/submission", {}).json["status"] == "submitted"
    done = office.person(id).post(f"/plans/{plan['id']}/agreement", {}).json
    assert (done["status"], done["agreed_on"]) == ("agreed", "2025-03-03")
    assert [(one["step"], one["party"]) for one in done["steps"]] == [
        ("drafted", "adviser"),
        ("submitted", "adviser"),
        ("agreed", "participant"),
    ]


def test_the_participant_writes_and_the_adviser_agrees(office: Any, id: str) -> None:
    plan = drafted(office.person(id), id)
    office.person(id).post(f"/plans/{plan['id']}/submission", {})
    assert office.person(id).post(f"/plans/{plan['id']}/agreement", {}).status_code == 403
    assert office.adviser.post(f"/plans/{plan['id']}/agreement", {}).json["status"] == "agreed"


def test_others_hear_that_a_plan_moves_and_not_what_is_in_it(office: Any, id: str) -> None:
    plan = agreed(office, id)
    submitted = bus.recorded(office.context, "plan.submitted")[0]
    told = bus.recorded(office.context, "plan.agreed")[0]
    assert (told.subject, told.sequence) == (UUID(plan["id"]), submitted.sequence + 1)
    assert told.data == {"participant_id": id, "version": 1, "occurred_on": "2025-03-03"}
    assert "Canary" not in repr(bus.recorded(office.context))


def test_nobody_agrees_their_own_plan_and_it_stays_submitted(office: Any, id: str) -> None:
    plan = drafted(office.adviser, id)
    office.adviser.post(f"/plans/{plan['id']}/submission", {})
    for own in (office.adviser, office.staff("adviser"), office.staff("team leader")):
        assert own.post(f"/plans/{plan['id']}/agreement", {}).status_code == 403
        assert own.post(f"/plans/{plan['id']}/return", {"reason": "No"}).status_code == 403
    assert office.adviser.get(f"/plans/{plan['id']}").json["status"] == "submitted"
    assert office.person(id).post(f"/plans/{plan['id']}/submission", {}).status_code == 403


def test_someone_who_never_signs_in_agrees_through_the_advisers_hands_and_it_says_so(
    office: Any, id: str
) -> None:
    plan = drafted(office.adviser, id)
    office.adviser.post(f"/plans/{plan['id']}/submission", {})
    anwen = office.assisting(id, name="Anwen Pritchard")
    step = anwen.post(f"/plans/{plan['id']}/agreement", {}).json["steps"][-1]
    assert (step["step"], step["party"], step["assisted"]) == ("agreed", "participant", True)
    assert step["helper"] == "Anwen Pritchard"
    moments = office.adviser.get(f"/participants/{id}/timeline").json["items"]
    helped = {(each["what"], each["helper"]) for each in moments if each["kind"] == "plan"}
    assert helped == {("submitted", None), ("agreed", "Anwen Pritchard")}


def test_nobody_but_an_adviser_acts_for_somebody(office: Any, id: str) -> None:
    other = str(new_id())
    plan = drafted(office.adviser, id)
    office.adviser.post(f"/plans/{plan['id']}/submission", {})
    at = f"/plans/{plan['id']}/agreement"
    acting = {"acting_for": UUID(id)}
    assert office.staff("data-protection officer", **acting).post(at, {}).status_code == 403
    assert office.staff("adviser", org=office.elsewhere, **acting).post(at, {}).status_code == 404
    assert office.assisting(other).post(at, {}).status_code == 404, "for this person, not for another"
    stranger = actors.participant(person_id=new_id(), org=office.here, acting_for=UUID(id))
    assert office.as_(stranger).post(at, {}).status_code == 404


def test_what_is_read_to_lend_a_hand_says_so(office: Any, id: str) -> None:
    office.assisting(id, name="Anwen Pritchard").get(f"/participants/{id}/plans")
    (reading,) = office.person(id).get(f"/participants/{id}/access").json["items"]
    assert (reading["actor_name"], reading["what"]) == ("Anwen Pritchard", "plans")
    assert reading["reason"] == "acting for the person, who is with them"


def test_returned_with_a_reason_revised_and_submitted_again(office: Any, id: str) -> None:
    plan = drafted(office.adviser, id)
    at = f"/plans/{plan['id']}"
    office.adviser.post(f"{at}/submission", {})
    assert office.person(id).post(f"{at}/return", {}).status_code == 422
    returned = office.person(id).post(f"{at}/return", {"reason": "Too much at once"}).json
    assert (returned["status"], returned["steps"][-1]["reason"]) == ("returned", "Too much at once")
    etag = office.adviser.get(at).headers["ETag"]
    revised = office.adviser.patch(at, {"actions": [CALL]}, If_Match=etag)
    assert [one["title"] for one in revised.json["actions"]] == [CALL["title"]]
    assert revised.json["aim"] == DRAFT["aim"]
    office.adviser.post(f"{at}/submission", {})
    assert office.person(id).post(f"{at}/agreement", {}).json["status"] == "agreed"


def test_the_next_version_replaces_the_one_before_it_when_it_is_agreed(office: Any, id: str) -> None:
    first = agreed(office, id)
    second = drafted(office.person(id), id)
    assert second["version"] == 2
    assert office.adviser.get(f"/plans/{first['id']}").json["status"] == "agreed"
    office.person(id).post(f"/plans/{second['id']}/submission", {})
    office.adviser.post(f"/plans/{second['id']}/agreement", {})
    versions = office.person(id).get(f"/participants/{id}/plans").json["items"]
    assert [(one["version"], one["status"]) for one in versions] == [(2, "agreed"), (1, "superseded")]


def test_one_version_at_a_time_is_worked_on_also_by_two_at_once(office: Any, id: str) -> None:
    with ThreadPoolExecutor(2) as both:
        parties = (office.adviser, office.person(id))
        answers = list(both.map(lambda by: by.post(f"/participants/{id}/plans", DRAFT).status_code, parties))
    assert sorted(answers) == [201, 409]


def test_agreed_twice_at_once_it_is_agreed_once(office: Any, id: str) -> None:
    plan = drafted(office.adviser, id)
    office.adviser.post(f"/plans/{plan['id']}/submission", {})
    with ThreadPoolExecutor(2) as both:
        post = office.person(id).post
        answers = list(both.map(lambda _: post(f"/plans/{plan['id']}/agreement", {}).status_code, range(2)))
    assert sorted(answers) == [200, 409]
    assert len(bus.recorded(office.context, "plan.agreed")) == 1


def test_sent_again_with_the_same_key_the_agreement_is_the_same(office: Any, id: str) -> None:
    plan = drafted(office.adviser, id)
    office.adviser.post(f"/plans/{plan['id']}/submission", {})
    post = office.person(id).post
    answers = [post(f"/plans/{plan['id']}/agreement", {}, Idempotency_Key="k") for _ in range(2)]
    assert [one.status_code for one in answers] == [200, 200]
    assert answers[0].json == answers[1].json


def test_a_revision_says_each_action_in_full(office: Any, id: str) -> None:
    at = f"/plans/{drafted(office.adviser, id)['id']}"
    etag = office.adviser.get(at).headers["ETag"]
    refused = office.adviser.patch(at, {"actions": [{"title": "Half"}]}, If_Match=etag)
    assert refused.status_code == 422
    assert {"actions.0.owner", "actions.0.due_on", "actions.0.towards"} <= set(refused.json["errors"])
    assert office.adviser.patch(at, {"actions": None}, If_Match=etag).status_code == 422


def test_an_old_version_is_not_revised(office: Any, id: str) -> None:
    plan = drafted(office.adviser, id)
    at = f"/plans/{plan['id']}"
    etag = office.adviser.get(at).headers["ETag"]
    assert office.adviser.patch(at, {"aim": "Another"}, If_Match=etag).status_code == 200
    assert office.adviser.patch(at, {"aim": "A third"}, If_Match=etag).status_code == 412
    assert office.adviser.patch(at, {"aim": "A third"}).status_code == 428
    fresh = office.person(id).get(at).headers["ETag"]
    assert office.person(id).patch(at, {"aim": "Mine"}, If_Match=fresh).status_code == 403
    office.adviser.post(f"{at}/submission", {})
    fresh = office.adviser.get(at).headers["ETag"]
    assert office.adviser.patch(at, {"aim": "Late"}, If_Match=fresh).status_code == 409


def test_each_party_says_when_their_part_is_done(office: Any, id: str) -> None:
    plan = agreed(office, id)
    theirs, advisers = plan["actions"]
    at = f"/plans/{plan['id']}/actions"
    assert office.person(id).post(f"{at}/{advisers['id']}/completion", {}).status_code == 403
    assert office.assisting(id).post(f"{at}/{advisers['id']}/completion", {}).status_code == 403
    done = office.person(id).post(f"{at}/{theirs['id']}/completion", {"note": "Canary: went well"})
    assert [one["status"] for one in done.json["actions"]] == ["done", "open"]
    assert office.person(id).post(f"{at}/{theirs['id']}/completion", {}).status_code == 409
    assert office.adviser.post(f"{at}/{advisers['id']}/completion", {}).status_code == 200
    assert office.adviser.post(f"{at}/{new_id()}/completion", {}).status_code == 404
    assert len(bus.recorded(office.context, "plan.action-completed")) == 2


def test_nothing_is_completed_in_a_plan_that_nobody_agreed(office: Any, id: str) -> None:
    plan = drafted(office.adviser, id)
    at = f"/plans/{plan['id']}/actions/{plan['actions'][0]['id']}/completion"
    assert office.adviser.post(at, {}).status_code == 409


@pytest.mark.parametrize(
    "change",
    [
        {"occurred_on": "2025-03-04"},
        {"actions": [COURSE | {"towards": "laziness"}]},
        {"actions": [COURSE | {"towards_kind": "wish"}]},
        {"actions": [COURSE | {"owner": "nobody"}]},
        {"actions": [COURSE | {"title": ""}]},
        {"actions": [COURSE | {"due_on": "soon"}]},
        {"actions": [COURSE] * 51},
        {"aim": "x" * 501},
    ],
)
def test_a_plan_that_does_not_fit_is_refused(office: Any, id: str, change: dict[str, Any]) -> None:
    assert office.adviser.post(f"/participants/{id}/plans", DRAFT | change).status_code == 422
    assert office.adviser.get(f"/participants/{id}/plans").json["items"] == []


def test_a_plan_without_an_action_is_not_submitted(office: Any, id: str) -> None:
    plan = drafted(office.adviser, id, actions=[])
    refused = office.adviser.post(f"/plans/{plan['id']}/submission", {})
    assert (refused.status_code, refused.json["code"]) == (422, "plan-empty")


@pytest.mark.parametrize("day", ["2025-03-11", "2025-03-09"])
def test_a_step_is_neither_tomorrow_nor_before_the_step_before_it(office: Any, id: str, day: str) -> None:
    with clock.frozen(date(2025, 3, 10)):
        plan = drafted(office.adviser, id)
        office.adviser.post(f"/plans/{plan['id']}/submission", {})
        refused = office.person(id).post(f"/plans/{plan['id']}/agreement", {"occurred_on": day})
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["occurred_on"])
