"""Breaches with their 72 hours, and files with many people's records that a second person has to allow."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chassis import clock
from chassis.ids import new_id
from services.casework.store.bulk_exports import bulk_export

OFFICER = "data-protection officer"
NOTICED = datetime(2025, 3, 3, 9, 30, tzinfo=UTC)
LOST = {
    "noticed_at": NOTICED.isoformat(),
    "what": "A laptop was left on a train",
    "risk": "likely",
    "people": 40,
}


@pytest.fixture
def breach(office: Any) -> str:
    """A breach that was noticed at half past nine."""
    answer = office.staff(OFFICER).post("/breaches", LOST)
    assert answer.status_code == 201, answer.json
    return str(answer.json["id"])


def test_the_clock_runs_from_when_it_was_noticed(office: Any, breach: str) -> None:
    shown = office.staff(OFFICER).get(f"/breaches/{breach}").json
    assert datetime.fromisoformat(shown["due_at"]) == NOTICED + timedelta(hours=72)
    assert (shown["must_report"], [one["step"] for one in shown["notes"]]) == (True, ["recorded"])
    ahead = LOST | {"noticed_at": "2025-03-04T09:30:00Z"}
    assert list(office.staff(OFFICER).post("/breaches", ahead).json["errors"]) == ["noticed_at"]


def test_it_is_reported_in_time_and_closed(office: Any, breach: str) -> None:
    officer, at = office.staff(OFFICER, name="Delyth"), f"/breaches/{breach}"
    assert officer.post(f"{at}/closing", {"reason": "Found again"}).json["code"] == "not-reported"
    with clock.frozen(date(2025, 3, 5)):
        reported = officer.post(f"{at}/report", {"reference": "IC-1"}).json
        assert (reported["reported_reference"], reported["late_reason"]) == ("IC-1", None)
        assert officer.post(f"{at}/report", {}).json["code"] == "already-reported"
        closed = officer.post(f"{at}/closing", {"reason": "The disk was encrypted"}).json
    assert [(one["step"], one["noted_by_name"]) for one in closed["notes"]][1:] == [
        ("reported", "Delyth"),
        ("closed", "Delyth"),
    ]
    assert officer.post(f"{at}/notes", {"words": "x", "risk": "high"}).json["code"] == "breach-closed"


def test_after_72_hours_the_reason_for_the_delay_is_given(office: Any, breach: str) -> None:
    officer, at = office.staff(OFFICER), f"/breaches/{breach}/report"
    with clock.frozen(date(2025, 3, 7)):
        late = officer.post(at, {})
        assert (late.status_code, list(late.json["errors"])) == (422, ["late_reason"])
        before = {"at": "2025-03-02T00:00:00Z"}
        assert officer.post(at, before).json["code"] == "time-does-not-fit"
        assert officer.post(at, {"late_reason": "Nobody was in over the weekend"}).status_code == 200


def test_a_high_risk_is_told_to_the_people(office: Any, breach: str) -> None:
    officer, at = office.staff(OFFICER), f"/breaches/{breach}"
    officer.post(f"{at}/notes", {"words": "It held addresses", "risk": "high"})
    officer.post(f"{at}/report", {})
    assert officer.post(f"{at}/closing", {"reason": "x"}).json["code"] == "people-not-told"
    officer.post(f"{at}/telling", {"how": "A letter to each"})
    steps = [one["step"] for one in officer.post(f"{at}/closing", {"reason": "x"}).json["notes"]]
    assert steps == ["recorded", "risk-changed", "reported", "people-told", "closed"]


def test_an_unlikely_risk_need_not_be_reported(office: Any) -> None:
    officer = office.staff(OFFICER)
    id = officer.post("/breaches", LOST | {"risk": "unlikely"}).json["id"]
    assert officer.post(f"/breaches/{id}/closing", {"reason": "It never left the room"}).status_code == 200


def test_breaches_are_the_officers_and_their_organisations(office: Any, breach: str) -> None:
    assert [one["id"] for one in office.staff(OFFICER).get("/breaches").json["items"]] == [breach]
    stranger = office.staff(OFFICER, org=office.elsewhere)
    assert stranger.get("/breaches").json["items"] == []
    assert stranger.get(f"/breaches/{breach}").status_code == 404
    assert stranger.post(f"/breaches/{breach}/closing", {"reason": "x"}).status_code == 404
    for role in ("adviser", "team leader", "operator", "participant"):
        assert office.staff(role).get("/breaches").status_code == 403
        assert office.staff(role).post("/breaches", LOST).status_code == 403


def exported(office: Any, who: Any, what: str = "people") -> str:
    asked = who.post("/bulk-exports", {"what": what, "reason": "The funder's yearly audit"})
    assert asked.status_code == 201, asked.json
    return str(asked.json["id"])


def test_a_second_person_allows_an_export_for_a_day(office: Any) -> None:
    id = office.register(full_name="=SUM(A1)", called="Sum")
    leader, officer = office.staff("team leader", id=new_id(), name="Tomos"), office.staff(OFFICER)
    at = f"/bulk-exports/{exported(office, leader)}"
    assert leader.get(f"{at}/file").json["code"] == "not-allowed-yet"
    assert leader.post(f"{at}/decision", {"allowed": True}).json["code"] == "second-person-needed"
    assert officer.post(f"{at}/decision", {"allowed": True}).json["allowed"] is True
    assert officer.post(f"{at}/decision", {"allowed": False}).json["code"] == "already-decided"
    assert officer.get(f"{at}/file").json["code"] == "not-yours"
    taken = leader.get(f"{at}/file")
    lines = taken.get_data(as_text=True).splitlines()
    assert lines[0].startswith("key,full_name,called")
    assert ",'=SUM(A1)," in lines[1], "a spreadsheet must not reckon it"
    assert taken.headers["Content-Disposition"] == 'attachment; filename="people.csv"'
    with office.context.database.transaction() as session:
        session.execute(bulk_export.update().values(until_at=datetime.now(UTC)))
    assert leader.get(f"{at}/file").json["code"] == "export-over"
    seen = office.person(id).get(f"/participants/{id}/access").json["items"]
    assert ("Tomos", "export of people", "The funder's yearly audit") in {
        (one["actor_name"], one["what"], one["reason"]) for one in seen
    }


@pytest.mark.parametrize("what", ["contacts", "spells"])
def test_an_export_holds_those_alone_whom_one_may_see(office: Any, what: str) -> None:
    mine = office.register()
    closed = office.register(full_name="Amina Yusuf", date_of_birth="1985-01-02")
    job = {"kind": "employment", "started_on": "2025-03-03", "employer": "Harbour Foods"}
    for id in (mine, closed):
        office.adviser.post(
            f"/participants/{id}/contacts", {"channel": "letter", "direction": "out", "summary": "A word"}
        )
        office.adviser.post(f"/participants/{id}/spells", job)
    office.staff(OFFICER).post(f"/participants/{closed}/restriction", {"reason": "x", "readers": []})
    leader = office.staff("team leader", id=new_id())
    at = f"/bulk-exports/{exported(office, leader, what)}"
    office.staff(OFFICER).post(f"{at}/decision", {"allowed": True})
    written = leader.get(f"{at}/file").get_data(as_text=True)
    references = [office.adviser.get(f"/participants/{id}").json.get("reference") for id in (mine, closed)]
    assert f",{references[0]}," in written
    assert len(written.splitlines()) == 2, "nothing of whom one may not see"


def test_exports_are_asked_for_and_seen_by_few(office: Any) -> None:
    leader = office.staff("team leader")
    id = exported(office, leader)
    body = {"what": "people", "reason": "x"}
    for role in ("adviser", "analyst", "operator", "participant"):
        assert office.staff(role).post("/bulk-exports", body).status_code == 403
        assert office.staff(role).get("/bulk-exports").status_code == 403
    stranger = office.staff(OFFICER, org=office.elsewhere)
    assert stranger.get("/bulk-exports").json["items"] == []
    assert stranger.post(f"/bulk-exports/{id}/decision", {"allowed": True}).status_code == 404
    refused = office.staff(OFFICER).post(f"/bulk-exports/{id}/decision", {"allowed": False}).json
    assert (refused["allowed"], refused["until_at"]) == (False, None)
    assert leader.get(f"/bulk-exports/{id}/file").json["code"] == "not-allowed-yet"
