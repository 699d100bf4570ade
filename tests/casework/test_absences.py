"""Absences that ask for a word: through the API, alone and in groups, and who sees to them."""

from datetime import UTC, datetime
from typing import Any

from chassis import clock
from chassis.ids import new_id
from chassis.testing import bus

EXCUSED = {"attendance": "did-not-attend", "acceptability": "acceptable", "reason": "ill"}
LATER = {"starts_at": "2025-03-20T10:00:00Z", "ends_at": "2025-03-20T10:30:00Z", "channel": "phone"}


def miss(office: Any, person: str, day: int, **what: Any) -> Any:
    """Somebody does not come on that day of March; recorded on the same day."""
    times = {"starts_at": f"2025-03-{day:02}T10:00:00Z", "ends_at": f"2025-03-{day:02}T10:30:00Z"}
    asked = times | {"channel": "phone"}
    booked = office.adviser.post(f"/participants/{person}/appointments", asked).json["id"]
    with clock.frozen(datetime(2025, 3, day, 12, tzinfo=UTC)):
        told = {"attendance": "did-not-attend"} | what
        answer = office.adviser.post(f"/appointments/{booked}/attendance", told)
    assert answer.status_code == 200, answer.json
    return answer


def to_see_to(client: Any, asked: str = "") -> list[dict[str, Any]]:
    return list(client.get(f"/follow-ups{asked}").json["items"])


def test_the_second_one_without_a_known_reason_asks_for_a_word(office: Any, person: str) -> None:
    miss(office, person, 5)
    miss(office, person, 6, acceptability="acceptable", reason="ill")
    assert to_see_to(office.adviser) == []
    miss(office, person, 7, acceptability="unacceptable", reason="forgot")
    (row,) = to_see_to(office.adviser)
    assert (row["called"], row["times"]) == ("Siân", 2)
    assert (row["follow_up"]["raised_on"], row["follow_up"]["due_on"]) == ("2025-03-07", "2025-03-11")
    miss(office, person, 10)
    assert len(to_see_to(office.adviser)) == 1, "those two have been followed up; a third alone asks nothing"
    miss(office, person, 11)
    assert len(to_see_to(office.adviser)) == 2


def correct(office: Any, path: str, **right: Any) -> Any:
    with clock.frozen(datetime(2025, 3, 12, 12, tzinfo=UTC)):
        return office.adviser.post(f"{path}/correction", {"because": "mistyped"} | right)


def test_a_wrong_attendance_is_put_right_and_what_rested_on_it_follows(office: Any, person: str) -> None:
    first = miss(office, person, 5).json["id"]
    second = miss(office, person, 6).json["id"]
    assert len(to_see_to(office.adviser)) == 1
    at = f"/appointments/{first}/attendance"
    for body, field in (({"because": None}, "because"), ({"because": "whim"}, "because"), ({}, "attendance")):
        refused = correct(office, at, attendance="did-not-attend", **body)
        assert (refused.status_code, list(refused.json["errors"])) == (422, [field])
    right = correct(office, at, attendance="late", because="participant-says")
    assert (right.status_code, right.json["status"]) == (200, "late")
    assert right.json["attendance"]["because"] == "participant-says"
    (former,) = office.adviser.get(f"/appointments/{first}").json["former"]
    assert (former["attendance"], former["corrected_by_name"]) == ("did-not-attend", "Anwen Pritchard")
    assert to_see_to(office.adviser) == [], "the word rested on an absence that was none"
    said = bus.recorded(office.context, "appointment.attendance-recorded")[-1].data
    assert (said["attendance"], said["corrected"], said["occurred_on"]) == ("late", True, "2025-03-05")
    miss(office, person, 10)
    assert [row["times"] for row in to_see_to(office.adviser)] == [2], "the one that was left counts again"
    excused = correct(office, f"/appointments/{second}/attendance", **EXCUSED)
    assert (excused.status_code, to_see_to(office.adviser)) == (200, [])
    back = correct(office, at, attendance="did-not-attend", acceptability="unknown")
    assert [row["times"] for row in to_see_to(office.adviser)] == [2], back.json
    booked = office.adviser.post(f"/participants/{person}/appointments", LATER).json["id"]
    early = correct(office, f"/appointments/{booked}/attendance", attendance="late")
    assert (early.status_code, early.json["code"]) == (409, "attendance-not-recorded")
    for client, status in ((office.other_adviser, 404), (office.person(person), 403)):
        wrong = {"attendance": "late", "because": "mistyped"}
        assert client.post(f"{at}/correction", wrong).status_code == status


def test_a_register_is_put_right_with_the_timeline(office: Any, person: str) -> None:
    club = {"kind": "job-club", "title": "Club", "channel": "phone", "capacity": 2}
    times = {"starts_at": "2025-03-06T10:00:00Z", "ends_at": "2025-03-06T11:00:00Z"}
    session = office.adviser.post("/groups", club | times).json["id"]
    with clock.frozen(datetime(2025, 3, 6, 12, tzinfo=UTC)):
        line = {"participant_id": person, "attendance": "attended"}
        entered = office.adviser.post(f"/groups/{session}/register", {"entries": [line]}).json
    path = f"/group-places/{entered['places'][0]['place']['id']}"
    miss(office, person, 5)

    def timeline() -> list[str]:
        items = office.adviser.get(f"/participants/{person}/timeline").json["items"]
        return [one["kind"] for one in items if one["at"] == "2025-03-06T10:00:00+00:00"]

    with clock.frozen(datetime(2025, 3, 12, 12, tzinfo=UTC)):
        assert timeline() == ["contact"]
        wrong = correct(office, path, attendance="did-not-attend", because="wrong-person")
        assert (wrong.status_code, wrong.json["status"], timeline()) == (200, "did-not-attend", ["group"])
        assert to_see_to(office.adviser) == [], "whoever was not expected has missed nothing"
        assert len(bus.recorded(office.context, "contact.taken-back")) == 1
        assert correct(office, path, attendance="late").json["because"] == "mistyped"
        assert timeline() == ["contact"]
    assert (
        office.other_adviser.post(f"{path}/correction", EXCUSED | {"because": "evidence"}).status_code == 404
    )


def test_nothing_is_taken_from_anybody(office: Any, person: str) -> None:
    before = office.person(person).get(f"/participants/{person}").json
    miss(office, person, 5)
    miss(office, person, 6)
    assert office.person(person).get(f"/participants/{person}").json == before


def test_not_coming_to_a_group_counts_too_and_walking_past_it_does_not(office: Any, person: str) -> None:
    club = {"kind": "job-club", "title": "Club", "channel": "phone", "capacity": 2}
    times = {"starts_at": "2025-03-06T10:00:00Z", "ends_at": "2025-03-06T11:00:00Z"}
    session = office.adviser.post("/groups", club | times).json["id"]
    office.person(person).post(f"/participants/{person}/group-places", {"session_id": session})
    miss(office, person, 5)
    with clock.frozen(datetime(2025, 3, 6, 12, tzinfo=UTC)):
        line = {"participant_id": person, "attendance": "did-not-attend"}
        assert office.adviser.post(f"/groups/{session}/register", {"entries": [line]}).status_code == 200
    assert [row["times"] for row in to_see_to(office.adviser)] == [2]


def test_it_is_seen_to_once_and_what_came_of_it_is_kept(office: Any, person: str) -> None:
    miss(office, person, 5)
    miss(office, person, 6)
    id = to_see_to(office.adviser)[0]["follow_up"]["id"]
    path = f"/follow-ups/{id}/closure"
    refused = office.adviser.post(path, {"outcome": "sanctioned"})
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["outcome"])
    closed = office.adviser.post(path, {"outcome": "support-changed", "note": "Canary: mornings are hard"})
    assert (closed.status_code, closed.json["outcome"]) == (200, "support-changed")
    assert office.adviser.post(path, {"outcome": "spoke"}).status_code == 409
    assert to_see_to(office.adviser) == []
    with office.context.database.engine.connect() as connection:
        connection.exec_driver_sql("select set_config('workstead.kind', 'system', false)")
        (row,) = connection.exec_driver_sql("select follow_up::text from follow_up").scalars()
    assert "Canary" not in row


def test_whose_it_is(office: Any, person: str) -> None:
    miss(office, person, 5)
    miss(office, person, 6)
    leader = office.staff("team leader")
    id = to_see_to(leader)[0]["follow_up"]["id"]
    assert to_see_to(leader, "?mine=true") == []
    assert to_see_to(office.staff("adviser")) == to_see_to(office.other_adviser) == []
    assert office.other_adviser.post(f"/follow-ups/{id}/closure", {"outcome": "spoke"}).status_code == 404
    for client in (office.person(person), office.person(str(new_id())), office.staff("finance officer")):
        assert client.get("/follow-ups").status_code == 403
        assert client.post(f"/follow-ups/{id}/closure", {"outcome": "spoke"}).status_code == 403


def test_what_the_way_takes_and_what_is_saved(office: Any, person: str) -> None:
    them, at = office.person(person), f"/participants/{person}"
    times = {"starts_at": "2025-03-05T10:00:00Z", "ends_at": "2025-03-05T10:30:00Z", "channel": "video"}
    first = office.adviser.post(f"{at}/appointments", times).json
    assert first["travel_saved_minutes"] is None
    stated = them.post(f"{at}/journey", {"place": "Canary Library", "minutes": 45})
    assert (stated.status_code, stated.json["stated_by"]) == (201, "participant")
    assert them.get(f"/appointments/{first['id']}").json["travel_saved_minutes"] == 90
    later = {"starts_at": "2025-03-06T10:00:00Z", "ends_at": "2025-03-06T10:30:00Z", "channel": "in-person"}
    met = office.adviser.post(f"{at}/appointments", later | {"place": "Canary Library"}).json
    assert met["travel_saved_minutes"] is None
    assert them.get(f"{at}/travel").json["saved_minutes"] == 0
    with clock.frozen(datetime(2025, 3, 5, 12, tzinfo=UTC)):
        office.adviser.post(f"/appointments/{first['id']}/attendance", {"attendance": "late"})
        assert office.adviser.get(f"{at}/travel").json["saved_minutes"] == 90
        office.adviser.post(f"{at}/journey", {"place": "Canary Library", "minutes": 10})
        travel = them.get(f"{at}/travel").json
        assert (travel["saved_minutes"], travel["journey"]["minutes"]) == (90, 10), "what has been stays"
    with office.context.database.engine.connect() as connection:
        connection.exec_driver_sql("select set_config('workstead.kind', 'system', false)")
        rows = connection.exec_driver_sql("select journey::text from journey").scalars().all()
    assert "Canary" not in str(rows)


def test_who_states_and_sees_a_journey(office: Any, person: str) -> None:
    said, at = {"place": "Library", "minutes": 20}, f"/participants/{person}"
    for client in (office.other_adviser, office.person(str(new_id()))):
        assert client.post(f"{at}/journey", said).status_code == 404
        assert client.get(f"{at}/travel").status_code == 404
    assert office.staff("finance officer").post(f"{at}/journey", said).status_code == 403
    for bad in ({"minutes": 0}, {"minutes": 301}, {"minutes": "long"}, {"place": " "}):
        refused = office.person(person).post(f"{at}/journey", said | bad)
        assert (refused.status_code, list(refused.json["errors"])) == (422, list(bad))
    assert office.assisting(person).post(f"{at}/journey", said).json["assisted"] is True
