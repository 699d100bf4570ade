"""Applications, and who may see them: the participant decides, viewer by viewer."""

from datetime import date
from typing import Any

import pytest

from chassis import clock
from chassis.ids import new_id
from chassis.testing import bus

JOB = {"title": "Warehouse operative", "employer": "Canary Foods", "notes": "Rang first"}


@pytest.fixture
def made(office: Any, person: str) -> str:
    response = office.person(person).post(f"/participants/{person}/applications", JOB)
    assert response.status_code == 201, response.json
    return str(response.json["id"])


def seen(client: Any, person: str) -> tuple[bool, int, list[str]]:
    answer = client.get(f"/participants/{person}/applications").json
    return answer["granted"], answer["count"], [item["id"] for item in answer["items"]]


def test_an_application_is_recorded_and_nothing_of_it_leaves(office: Any, person: str, made: str) -> None:
    assert seen(office.person(person), person) == (True, 1, [made])
    (said,) = bus.recorded(office.context, "application.recorded")
    assert said.data == {"participant_id": person, "stage": "made", "occurred_on": "2025-03-03"}


def test_it_gets_further(office: Any, person: str, made: str) -> None:
    them, path = office.person(person), f"/applications/{made}/stage"
    with clock.frozen(date(2025, 3, 20)):
        moved = them.post(path, {"stage": "interview-booked", "occurred_on": "2025-03-12"})
        assert (moved.status_code, moved.json["stage"]) == (200, "interview-booked")
        assert [one["stage"] for one in moved.json["stages"]] == ["made", "interview-booked"]
        back = them.post(path, {"stage": "selected-for-interview"})
        assert (back.status_code, back.json["code"]) == (409, "application-interview-booked")
        early = them.post(path, {"stage": "offer", "occurred_on": "2025-03-11"})
        assert (early.status_code, early.json["code"]) == (422, "before-previous-stage")
        late = them.post(path, {"stage": "offer", "occurred_on": "2025-03-21"})
        assert (late.status_code, late.json["code"]) == (422, "future-date")
        assert them.post(path, {"stage": "hired"}).status_code == 422
        assert them.post(path, {"stage": "offer"}).status_code == 200
    (first, second) = bus.recorded(office.context, "application.stage-changed")
    assert first.data == {"participant_id": person, "stage": "interview-booked", "occurred_on": "2025-03-12"}
    assert (first.sequence, second.sequence, second.data["stage"]) == (2, 3, "offer")


def test_without_a_grant_an_adviser_sees_how_many_there_are(office: Any, person: str, made: str) -> None:
    assert seen(office.adviser, person) == (False, 1, [])
    assert seen(office.staff("team leader"), person) == (False, 1, [])
    assert office.adviser.post(f"/applications/{made}/stage", {"stage": "offer"}).status_code == 404


def test_a_grant_opens_them_to_one_viewer_until_it_is_taken_back(office: Any, person: str, made: str) -> None:
    them = office.person(person)
    grant = them.post(f"/participants/{person}/grants", {})
    assert (grant.status_code, grant.json["viewer_id"]) == (201, str(office.adviser_id))
    assert seen(office.adviser, person) == (True, 1, [made])
    assert seen(office.staff("adviser"), person) == (False, 1, [])
    assert them.post(f"/participants/{person}/grants", {}).status_code == 409
    refused = office.adviser.post(f"/applications/{made}/stage", {"stage": "offer"})
    assert refused.status_code == 403
    path = f"/grants/{grant.json['id']}/revocation"
    assert office.adviser.post(path).status_code == 403
    assert them.post(path).json["holds"] is False
    assert seen(office.adviser, person) == (False, 1, [])
    assert them.post(path).status_code == 409
    assert them.post(f"/participants/{person}/grants", {}).status_code == 201
    listed = them.get(f"/participants/{person}/grants").json["items"]
    assert [one["holds"] for one in listed] == [False, True]


def test_nobody_gives_themselves_leave(office: Any, person: str, made: str) -> None:
    body = {"viewer_id": str(office.adviser_id)}
    path = f"/participants/{person}/grants"
    assert office.adviser.post(path, body).status_code == 403
    assert office.assisting(person, id=office.adviser_id).post(path, body).status_code == 403
    assert office.adviser.get(path).status_code == 403
    assert office.other_adviser.post(path, body).status_code == 404
    assert seen(office.assisting(person, id=office.adviser_id), person) == (False, 1, [])


def test_only_somebody_who_helps_can_be_given_leave(office: Any, person: str) -> None:
    refused = office.person(person).post(f"/participants/{person}/grants", {"viewer_id": str(new_id())})
    assert (refused.status_code, refused.json["code"]) == (422, "not-on-your-side")
    colleague = new_id()
    data = {"roles": ["team leader"], "organisation_id": str(office.here), "name": "Ewa Nowak"}
    bus.deliver(office.context, "workstead.gateway.account.created.v1", data, subject=colleague)
    granted = office.person(person).post(f"/participants/{person}/grants", {"viewer_id": str(colleague)})
    assert (granted.status_code, granted.json["viewer_name"]) == (201, "Ewa Nowak")
    assert seen(office.staff("team leader", id=colleague), person) == (True, 0, [])


def test_an_adviser_who_assists_writes_down_but_does_not_look(office: Any, person: str, made: str) -> None:
    path = f"/participants/{person}/applications"
    assert office.adviser.post(path, JOB).status_code == 403
    written = office.assisting(person, name="Anwen Pritchard").post(path, JOB)
    assert written.status_code == 201
    (stage,) = written.json["stages"]
    assert (stage["assisted"], stage["helper"]) == (True, "Anwen Pritchard")
    assert seen(office.assisting(person), person) == (False, 2, [])
    assert office.assisting(person).post(f"/applications/{made}/stage", {"stage": "offer"}).status_code == 404


def test_others_do_not_even_see_how_many(office: Any, person: str, made: str) -> None:
    for client in (office.other_adviser, office.person(str(new_id()))):
        assert client.get(f"/participants/{person}/applications").status_code == 404
        assert client.post(f"/participants/{person}/applications", JOB).status_code == 404
        assert client.post(f"/applications/{made}/stage", {"stage": "offer"}).status_code == 404
        assert client.get(f"/participants/{person}/grants").status_code == 404
    for role in ("finance officer", "operator", "data-protection officer", "employer"):
        assert office.staff(role).get(f"/participants/{person}/applications").status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": None}, "title"),
        ({"employer": "x" * 201}, "employer"),
        ({"occurred_on": "2025-03-04"}, "occurred_on"),
        ({"occurred_on": "soon"}, "occurred_on"),
        ({"salary": 1}, "salary"),
    ],
)
def test_bad_applications_are_refused(office: Any, person: str, changes: dict[str, Any], field: str) -> None:
    response = office.person(person).post(f"/participants/{person}/applications", JOB | changes)
    assert (response.status_code, list(response.json["errors"])) == (422, [field])
    assert seen(office.person(person), person) == (True, 0, [])


def test_that_they_were_read_is_written_down(office: Any, person: str, made: str) -> None:
    seen(office.adviser, person)
    office.person(person).post(f"/participants/{person}/grants", {})
    seen(office.adviser, person)
    read = office.person(person).get(f"/participants/{person}/access").json["items"]
    assert [one["what"] for one in read] == ["applications", "number of applications"]


def test_what_it_is_for_is_encrypted(office: Any, made: str) -> None:
    with office.context.database.engine.connect() as connection:
        connection.exec_driver_sql("select set_config('workstead.kind', 'system', false)")
        (row,) = connection.exec_driver_sql("select application::text from application").scalars()
    assert "Canary" not in row
    assert "Warehouse" not in row
