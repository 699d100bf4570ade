"""Records that only some may open, breaking the glass, and what the person sees of it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis.ids import new_id
from chassis.testing import bus
from services.casework.store.restrictions import emergency_reading

OFFICER = "data-protection officer"
WHY = {"reason": "Her sister works here"}


@pytest.fixture
def colleague(office: Any) -> UUID:
    """An adviser here, of whom the gateway has told us."""
    id = new_id()
    told = {"roles": ["adviser"], "organisation_id": office.here, "name": "Owain"}
    bus.deliver(office.context, "workstead.gateway.account.created.v1", told, subject=id)
    return id


@pytest.fixture
def closed(office: Any, colleague: UUID) -> str:
    """Somebody whose record only that colleague may open."""
    id: str = office.register()
    body = WHY | {"readers": [str(colleague)]}
    answer = office.staff(OFFICER).post(f"/participants/{id}/restriction", body)
    assert answer.status_code == 201, answer.json
    return id


def listed(client: Any) -> list[str]:
    return [one["id"] for one in client.get("/participants").json["items"]]


def reference(office: Any, id: str) -> str:
    return str(office.staff(OFFICER).get(f"/participants/{id}").json["reference"])


def test_only_those_named_the_person_and_the_officer_see_it(
    office: Any, closed: str, colleague: UUID
) -> None:
    at = f"/participants/{closed}"
    for client in (office.adviser, office.staff("team leader")):
        assert client.get(at).status_code == 404
        assert client.get(f"{at}/timeline").status_code == 404
        assert (
            client.post(
                f"{at}/contacts", {"channel": "phone", "direction": "in", "summary": "A word"}
            ).status_code
            == 404
        )
        assert listed(client) == []
    for client in (office.staff("adviser", id=colleague), office.person(closed), office.staff(OFFICER)):
        assert client.get(at).status_code == 200
        assert listed(client) == [closed]


def test_it_is_lifted_again(office: Any, closed: str) -> None:
    at = f"/participants/{closed}/restriction"
    assert office.staff(OFFICER).post(at, WHY | {"readers": []}).json["code"] == "already-restricted"
    assert office.staff(OFFICER).post(f"{at}/lifting").status_code == 200
    assert listed(office.adviser) == [closed]
    assert office.staff(OFFICER).post(f"{at}/lifting").status_code == 404


def test_who_is_named_works_here(office: Any, closed: str) -> None:
    other = office.register(full_name="Amina Yusuf", date_of_birth="1985-01-02")
    at = f"/participants/{other}/restriction"
    refused = office.staff(OFFICER).post(at, WHY | {"readers": [str(new_id())]})
    assert (refused.status_code, refused.json["code"]) == (422, "not-a-colleague")
    assert office.adviser.post(at, WHY | {"readers": []}).status_code == 403
    stranger = office.staff(OFFICER, org=office.elsewhere)
    assert stranger.post(at, WHY | {"readers": []}).status_code == 404


def test_the_glass_is_broken_with_a_reason_that_the_person_reads(office: Any, closed: str) -> None:
    body = {"reference": reference(office, closed), "reason": "She rang in distress"}
    opened = office.adviser.post("/emergency-readings", body)
    assert opened.status_code == 201, opened.json
    assert office.adviser.get(f"/participants/{closed}").status_code == 200
    assert office.staff("adviser").get(f"/participants/{closed}").status_code == 404, "nobody else"
    seen = office.person(closed).get(f"/participants/{closed}/access").json["items"]
    mine = [one for one in seen if one["actor_name"] == "Anwen Pritchard"]
    assert {(one["why"], one["reason"]) for one in mine} == {("glass-broken", "She rang in distress")}
    shown = office.person(closed).get(f"/participants/{closed}/rights").json
    assert [one["reason"] for one in shown["emergency_readings"]] == ["She rang in distress"]
    assert shown["restrictions"] == [], "why it is restricted is for the officer to know"


def test_it_closes_again_after_four_hours(office: Any, closed: str) -> None:
    body = {"reference": reference(office, closed), "reason": "x"}
    office.adviser.post("/emergency-readings", body)
    before = datetime.now(UTC) - timedelta(hours=5)
    with office.context.database.transaction() as session:
        times = {"opened_at": before, "until_at": before + timedelta(hours=4)}
        session.execute(emergency_reading.update().values(**times))
    assert office.adviser.get(f"/participants/{closed}").status_code == 404


def test_the_officer_reviews_it(office: Any, closed: str) -> None:
    body = {"reference": reference(office, closed), "reason": "x"}
    glass = office.adviser.post("/emergency-readings", body).json["id"]
    officer, at = office.staff(OFFICER), f"/emergency-readings/{glass}/review"
    assert [one["id"] for one in officer.get("/rights").json["emergency_readings"]] == [glass]
    assert office.adviser.post(at, {"finding": "justified"}).status_code == 403
    assert office.staff(OFFICER, org=office.elsewhere).post(at, {"finding": "justified"}).status_code == 404
    assert officer.post(at, {"finding": "nonsense"}).status_code == 422
    reviewed = officer.post(at, {"finding": "not-justified", "note": "Asked her to wait next time"}).json
    assert (reviewed["finding"], reviewed["note"]) == ("not-justified", "Asked her to wait next time")
    assert officer.post(at, {"finding": "justified"}).json["code"] == "already-reviewed"
    assert officer.get("/rights").json["emergency_readings"] == []


def test_there_is_no_glass_before_what_is_open_or_elsewhere(office: Any, closed: str) -> None:
    other = office.register(full_name="Amina Yusuf", date_of_birth="1985-01-02")
    open_one = {"reference": reference(office, other), "reason": "x"}
    assert office.adviser.post("/emergency-readings", open_one).json["code"] == "not-closed"
    theirs = {"reference": reference(office, closed), "reason": "x"}
    refused = office.other_adviser.post("/emergency-readings", theirs)
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["reference"])
    assert office.person(other).post("/emergency-readings", theirs).status_code == 403


def test_why_somebody_read_a_record(office: Any) -> None:
    id = office.register()
    clients = {
        "yourself": office.person(id),
        "your-adviser": office.adviser,
        "looks-after-you": office.staff("team leader", name="Tomos"),
        "data-protection": office.staff(OFFICER, name="Delyth"),
        "with-you": office.assisting(id, name="Owain"),
    }
    for client in clients.values():
        client.get(f"/participants/{id}")
    seen = office.person(id).get(f"/participants/{id}/access").json["items"]
    assert {one["why"] for one in seen} == set(clients)
