"""Weekly hours open days by themselves, but for bank holidays and time off; through the API."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from chassis import clock
from chassis.ids import new_id
from chassis.testing import bus
from services.casework.actions import weekly_hours
from services.casework.store.staff import Colleague, keep

MONDAYS = {
    "weekday": "monday",
    "begins": "10:00",
    "ends": "11:00",
    "minutes": 30,
    "channels": ["phone"],
}


def begin(office: Any, **changes: Any) -> dict[str, Any]:
    response = office.adviser.post("/weekly-hours", MONDAYS | changes)
    assert response.status_code == 201, response.json
    return dict(response.json)


def open_days(office: Any) -> list[str]:
    items = office.adviser.get("/availability?limit=200").json["items"]
    return [item["starts_at"][:10] for item in items]


def tick(office: Any) -> int:
    with office.context.database.transaction() as session:
        return weekly_hours.open_due(session)


def test_days_open_for_four_weeks_and_further_ones_as_time_goes_by(office: Any) -> None:
    begin(office)
    assert open_days(office) == ["2025-03-10", "2025-03-17", "2025-03-24", "2025-03-31"]
    assert tick(office) == 0
    with clock.frozen(date(2025, 3, 10)):
        assert tick(office) == 1
        assert open_days(office)[-1] == "2025-04-07"
        assert tick(office) == 0
    person = office.register()
    slots = office.person(person).get(f"/participants/{person}/slots").json["items"]
    assert len(slots) == 10


def test_the_clock_on_the_wall_counts_when_the_hour_changes(office: Any) -> None:
    begin(office)
    items = office.adviser.get("/availability").json["items"]
    starts = [datetime.fromisoformat(item["starts_at"]) for item in items]
    assert starts[2:] == [datetime(2025, 3, 24, 10, tzinfo=UTC), datetime(2025, 3, 31, 9, tzinfo=UTC)]


def test_a_bank_holiday_does_not_open(office: Any) -> None:
    with clock.frozen(date(2025, 4, 10)):
        begin(office)
        assert open_days(office) == ["2025-04-14", "2025-04-28"], "Easter Monday and May Day stay shut"


def test_time_off_shuts_what_was_open_and_keeps_shut_what_would_open(office: Any) -> None:
    begin(office)
    person = office.register()
    slot = office.adviser.get(f"/participants/{person}/slots").json["items"][2]
    booked = office.person(person).post(f"/participants/{person}/appointments", {"slot_id": slot["id"]}).json
    days = {"from_on": "2025-03-17", "until_on": "2025-04-07"}
    off = office.adviser.post("/time-off", days)
    assert off.status_code == 201, off.json
    assert open_days(office) == ["2025-03-10"]
    assert office.adviser.get(f"/appointments/{booked['id']}").json["status"] == "scheduled"
    with clock.frozen(date(2025, 3, 17)):
        tick(office)
        assert open_days(office) == ["2025-04-14"]
        assert office.adviser.post(f"/time-off/{off.json['id']}/withdrawal").status_code == 200
        assert open_days(office) == ["2025-03-24", "2025-03-31", "2025-04-07", "2025-04-14"]
        assert office.adviser.post(f"/time-off/{off.json['id']}/withdrawal").status_code == 409


def test_time_taken_back_by_hand_stays_shut_whatever_becomes_of_time_off(office: Any) -> None:
    begin(office)
    first = office.adviser.get("/availability").json["items"][0]["id"]
    office.adviser.post(f"/availability/{first}/withdrawal")
    off = office.adviser.post("/time-off", {"from_on": "2025-03-10", "until_on": "2025-03-12"}).json
    office.adviser.post(f"/time-off/{off['id']}/withdrawal")
    assert "2025-03-10" not in open_days(office)


def test_of_two_times_off_one_still_holds(office: Any) -> None:
    begin(office)
    first = office.adviser.post("/time-off", {"from_on": "2025-03-10", "until_on": "2025-03-10"}).json
    office.adviser.post("/time-off", {"from_on": "2025-03-09", "until_on": "2025-03-11"})
    office.adviser.post(f"/time-off/{first['id']}/withdrawal")
    assert "2025-03-10" not in open_days(office)


def test_what_is_offered_by_hand_at_that_time_comes_first(office: Any) -> None:
    by_hand = {"starts_at": "2025-03-10T10:30:00Z", "ends_at": "2025-03-10T12:00:00Z", "minutes": 45}
    office.adviser.post("/availability", by_hand | {"channels": ["phone"]})
    begin(office)
    assert open_days(office).count("2025-03-10") == 1


def test_ended_hours_open_no_more(office: Any) -> None:
    hours = begin(office)
    path = f"/weekly-hours/{hours['id']}/ending"
    assert office.staff("adviser").post(path).status_code == 404
    assert office.adviser.post(path).status_code == 200
    assert office.adviser.post(path).status_code == 409
    assert open_days(office) == []
    assert office.adviser.get("/weekly-hours").json["items"] == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"weekday": "someday"}, "weekday"),
        ({"begins": "25:00"}, "begins"),
        ({"ends": "10:00"}, "ends"),
        ({"minutes": 90}, "ends_at"),
        ({"channels": ["pigeon"]}, "channels"),
        ({"channels": ["in-person"]}, "place"),
        ({"from_on": "2025-06-01", "until_on": "2025-05-01"}, "until_on"),
        ({"from_on": "2027-06-01"}, "from_on"),
        ({"from_on": "9999-12-31"}, "from_on"),
        ({"place": " "}, "place"),
    ],
)
def test_hours_that_make_no_slot_are_refused(office: Any, changes: dict[str, Any], field: str) -> None:
    response = office.adviser.post("/weekly-hours", MONDAYS | changes)
    assert (response.status_code, list(response.json["errors"])) == (422, [field])


@pytest.mark.parametrize(
    "days",
    [
        {"from_on": "2025-03-12", "until_on": "2025-03-11"},
        {"from_on": "2025-02-01", "until_on": "2025-02-02"},
        {"from_on": "2025-03-12", "until_on": "2027-03-12"},
        {"from_on": "9999-12-31", "until_on": "9999-12-31"},
        {"from_on": "0001-01-01", "until_on": "9999-12-31"},
        {"from_on": "soon", "until_on": "2025-03-11"},
        {"from_on": "2025-03-12"},
    ],
)
def test_bad_days_are_refused(office: Any, days: dict[str, Any]) -> None:
    response = office.adviser.post("/time-off", days)
    assert response.status_code == 422
    assert set(response.json["errors"]) & {"from_on", "until_on"}


def test_a_team_leader_says_so_for_a_colleague_and_nobody_else_does(office: Any) -> None:
    days = {"from_on": "2025-03-10", "until_on": "2025-03-12", "adviser_id": str(office.adviser_id)}
    leader = office.staff("team leader")
    assert leader.post("/time-off", days).status_code == 422, "nobody has told us of this colleague yet"
    with office.context.database.transaction() as session:
        keep(session, Colleague(office.adviser_id, 1, office.here, "Anwen Pritchard", ("adviser",)))
    off = leader.post("/time-off", days)
    assert off.status_code == 201
    assert office.staff("adviser").post("/time-off", days).status_code == 403
    assert office.staff("team leader", org=office.elsewhere).post("/time-off", days).status_code == 422
    path = f"/time-off/{off.json['id']}/withdrawal"
    assert office.other_adviser.post(path).status_code == 404
    assert office.staff("team leader", org=office.elsewhere).post(path).status_code == 404
    assert office.adviser.get("/time-off").json["items"][0]["id"] == off.json["id"]
    theirs = f"/time-off?adviser_id={office.adviser_id}"
    assert leader.get(theirs).json == office.adviser.get("/time-off").json
    assert office.staff("adviser").get(theirs).status_code == 403
    assert office.staff("team leader", org=office.elsewhere).get(theirs).status_code == 422
    assert office.adviser.post(path).status_code == 200
    assert office.adviser.get("/time-off").json["items"] == []


def test_who_has_no_hours_here(office: Any) -> None:
    for client in (office.person(str(new_id())), office.staff("finance officer"), office.staff("operator")):
        for path in ("/weekly-hours", "/time-off"):
            assert client.get(path).status_code == 403
            assert client.post(path, {}).status_code == 403
    assert bus.recorded(office.context) == []
