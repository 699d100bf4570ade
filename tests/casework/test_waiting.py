"""What another party did that is an adviser's to look at is said, with nobody's name; and to whom."""

from typing import Any
from uuid import UUID

import pytest

from chassis.ids import new_id
from chassis.testing import bus

WALK = {"title": "Canary walk", "towards_kind": "goal", "towards": "Health", "owner": "participant"}
PLAN = {"actions": [WALK | {"due_on": "2025-03-10"}]}


@pytest.fixture
def tomasz(office: Any) -> UUID:
    told = {"roles": ["adviser"], "organisation_id": str(office.here), "name": "Tomasz Zielinski"}
    created = "workstead.gateway.account.created.v1"
    return bus.deliver(office.context, created, told, subject=new_id()).subject


def said(office: Any) -> list[tuple[str, str]]:
    """What waits, and for whom."""
    return [(one.data["kind"], one.data["adviser_id"]) for one in bus.recorded(office.context, "work.waits")]


def submitted(author: Any, person: str) -> str:
    plan = author.post(f"/participants/{person}/plans", PLAN).json["id"]
    assert author.post(f"/plans/{plan}/submission").status_code == 200
    return str(plan)


def test_a_plan_that_is_put_to_them_or_given_back_waits_for_their_adviser(office: Any, person: str) -> None:
    plan = submitted(office.adviser, person)
    assert said(office) == [], "that one waits for the person"
    given_back = {"reason": "Canary: too much"}
    assert office.person(person).post(f"/plans/{plan}/return", given_back).status_code == 200
    assert said(office) == [("plan-returned", str(office.adviser_id))]
    assert office.adviser.post(f"/plans/{plan}/submission").status_code == 200
    office.assisting(person, id=office.adviser_id).post(f"/plans/{plan}/return", given_back)
    assert len(said(office)) == 1, "nobody is told of what they did themselves"
    assert "Canary" not in str([one.data for one in bus.recorded(office.context, "work.waits")])


def test_what_shows_how_far_it_has_got_waits_for_whoever_stands_in(
    office: Any, person: str, tomasz: UUID
) -> None:
    plan = submitted(office.adviser, person)
    agreed = office.person(person).post(f"/plans/{plan}/agreement").json
    days = {"from_on": "2025-03-03", "until_on": "2025-03-04", "covered_by": str(tomasz)}
    assert office.adviser.post("/covers", days).status_code == 201
    at = f"/plans/{plan}/actions/{agreed['actions'][0]['id']}/evidence"
    assert office.person(person).post(at, {"words": "Canary: round the lake"}).status_code == 200
    assert said(office) == [("evidence", str(tomasz))]
    office.adviser.post(at, {"words": "I saw it"})
    assert len(said(office)) == 1
    office.person(person).post(f"/participants/{person}/search-evidence", {})
    assert said(office)[1:] == [("evidence", str(tomasz))]


def test_whom_a_colleague_asks_to_look_after_somebody_is_told(office: Any, person: str, tomasz: UUID) -> None:
    asked = {"to_adviser_id": str(tomasz), "note": "Canary: rings back in the mornings"}
    assert office.adviser.post(f"/participants/{person}/transfers", asked).status_code == 201
    assert said(office) == [("handover", str(tomasz))]


def test_a_challenge_waits_for_their_adviser(office: Any, person: str) -> None:
    told = {"circumstances": {"digital_access": {"device": "none"}}}
    office.adviser.post(f"/participants/{person}/circumstances", told)
    one = office.person(person).get(f"/participants/{person}/recommendations").json["items"][0]["id"]
    no = {"answer": "challenged", "reason": "Canary: not for me"}
    assert office.person(person).post(f"/recommendations/{one}/answer", no).status_code == 200
    assert said(office) == [("challenge", str(office.adviser_id))]
