"""What is booked: moving and calling off, attendance, the diary, and who sees it."""

from datetime import timedelta
from typing import Any

import pytest

from chassis import clock
from chassis.ids import new_id
from chassis.testing import bus
from tests.casework.appointments.a_morning import MORNING, TEN, free


def test_rearranged_the_new_one_supersedes_the_old(
    office: Any, person: str, slots: list[Any], book: Any
) -> None:
    old = book(0, purpose="First meeting")
    moved = office.person(person).post(
        f"/appointments/{old['id']}/rearrangement", {"slot_id": slots[3]["id"], "reason": "Canary dentist"}
    )
    assert moved.status_code == 201, moved.json
    assert (moved.json["supersedes"], moved.json["purpose"]) == (old["id"], "First meeting")
    was = office.adviser.get(f"/appointments/{old['id']}").json
    assert (was["status"], was["replacement_id"]) == ("rearranged", moved.json["id"])
    assert (was["rearranged_by"], was["rearranged_reason"]) == ("participant", "Canary dentist")
    assert "Canary" not in str([one.data for one in bus.recorded(office.context)])
    assert free(office.person(person), person) == ["10:00", "10:30", "11:00"]
    assert [one.type.split(".")[3] for one in bus.recorded(office.context)][-2:] == ["rearranged", "booked"]


def test_rearranged_into_a_time_that_touches_its_own(office: Any, person: str, book: Any) -> None:
    old = book(0)
    later = {"starts_at": "2025-03-05T10:10:00Z", "ends_at": "2025-03-05T10:40:00Z"}
    moved = office.adviser.post(f"/appointments/{old['id']}/rearrangement", later)
    assert (moved.status_code, moved.json["channel"]) == (201, "in-person")


def test_when_the_new_time_is_taken_the_old_one_stays(
    office: Any, person: str, slots: list[Any], book: Any
) -> None:
    old = book(0)
    other = office.register(full_name="Amina Yusuf", date_of_birth="1985-01-02")
    office.person(other).post(f"/participants/{other}/appointments", {"slot_id": slots[1]["id"]})
    moved = office.person(person).post(
        f"/appointments/{old['id']}/rearrangement", {"slot_id": slots[1]["id"]}
    )
    assert moved.status_code == 409
    assert office.person(person).get(f"/appointments/{old['id']}").json["status"] == "scheduled"
    assert free(office.person(person), person) == ["11:00", "11:30"]
    assert bus.recorded(office.context, "appointment.rearranged") == []


def test_called_off_the_time_is_free_again(office: Any, person: str, book: Any) -> None:
    booked = book(0)
    gone = office.person(person).post(f"/appointments/{booked['id']}/cancellation", {"reason": "No bus"})
    assert (gone.json["status"], gone.json["cancelled_by"]) == ("cancelled", "participant")
    assert free(office.person(person), person) == ["10:00", "10:30", "11:00", "11:30"]
    again = office.person(person).post(f"/appointments/{booked['id']}/cancellation", {})
    assert again.status_code == 409
    (said,) = bus.recorded(office.context, "appointment.cancelled")
    assert said.data == {"participant_id": person, "by": "participant", "occurred_on": "2025-03-03"}


def test_attendance_is_recorded_once_it_has_begun(office: Any, person: str, book: Any) -> None:
    booked = book(0)
    path = f"/appointments/{booked['id']}/attendance"
    early = office.adviser.post(path, {"attendance": "attended"})
    assert (early.status_code, early.json["code"]) == (422, "not-yet")
    with clock.frozen(TEN + timedelta(hours=1)):
        assert office.adviser.get(f"/appointments/{booked['id']}").json["status"] == "needs-feedback"
        missed = {"attendance": "did-not-attend", "acceptability": "acceptable", "reason": "ill"}
        met = office.adviser.post(path, missed)
        assert (met.status_code, met.json["status"]) == (200, "did-not-attend")
        assert met.json["attendance"]["occurred_on"] == "2025-03-05"
        assert office.adviser.post(path, {"attendance": "attended"}).status_code == 409
        assert office.adviser.post(f"/appointments/{booked['id']}/cancellation", {}).status_code == 409
    (said,) = bus.recorded(office.context, "appointment.attendance-recorded")
    assert said.data == {
        "participant_id": person,
        "attendance": "did-not-attend",
        "occurred_on": "2025-03-05",
        "channel": "in-person",
    }


@pytest.mark.parametrize(
    "body",
    [
        {"attendance": "overslept"},
        {"attendance": "attended", "acceptability": "acceptable"},
        {"attendance": "did-not-attend", "acceptability": "dubious"},
        {"attendance": "did-not-attend", "reason": "weather"},
        {},
    ],
)
def test_bad_attendance_is_refused(office: Any, book: Any, body: dict[str, Any]) -> None:
    booked = book(0)
    with clock.frozen(TEN + timedelta(hours=1)):
        assert office.adviser.post(f"/appointments/{booked['id']}/attendance", body).status_code == 422
        assert office.adviser.get(f"/appointments/{booked['id']}").json["attendance"] is None


def test_nobody_else_sees_books_or_moves(office: Any, person: str, slots: list[Any], book: Any) -> None:
    booked = book(0)
    strangers = (office.other_adviser, office.person(str(new_id())))
    for client in strangers:
        assert client.get(f"/appointments/{booked['id']}").status_code == 404
        assert client.get(f"/participants/{person}/appointments").status_code == 404
        assert client.get(f"/participants/{person}/slots").status_code == 404
        asked = {"slot_id": slots[2]["id"]}
        assert client.post(f"/participants/{person}/appointments", asked).status_code == 404
        assert client.post(f"/appointments/{booked['id']}/rearrangement", asked).status_code == 404
        assert client.post(f"/appointments/{booked['id']}/cancellation", {}).status_code == 404
    for role in ("finance officer", "provider staff", "operator", "analyst"):
        assert office.staff(role).get(f"/appointments/{booked['id']}").status_code == 403
        assert office.staff(role).post("/availability", MORNING).status_code == 403
    attendance = f"/appointments/{booked['id']}/attendance"
    assert office.person(person).post(attendance, {"attendance": "attended"}).status_code == 403
    assert office.other_adviser.post(attendance, {"attendance": "attended"}).status_code == 404


def test_the_diary_is_the_advisers_own_and_the_team_leaders_all(office: Any, person: str, book: Any) -> None:
    first, second = book(1), book(0)

    def diary(client: Any, asked: str = "") -> list[str]:
        return [item["id"] for item in client.get(f"/appointments{asked}").json["items"]]

    assert diary(office.adviser) == [second["id"], first["id"]]
    assert diary(office.staff("team leader")) == [second["id"], first["id"]]
    assert diary(office.staff("adviser")) == diary(office.other_adviser) == []
    assert diary(office.adviser, "?from=2025-03-05T10:30:00Z") == [first["id"]]
    assert diary(office.adviser, "?until=2025-03-05T10:30:00Z") == [second["id"]]
    assert office.adviser.get("/appointments").json["items"][0]["called"] == "Siân"
    assert office.person(person).get("/appointments").status_code == 403


def test_time_is_offered_once_and_taken_back(office: Any, person: str, slots: list[Any], book: Any) -> None:
    again = office.adviser.post("/availability", MORNING)
    assert (again.status_code, again.json["code"]) == (409, "already-offered")
    booked = book(0)
    (offered,) = office.adviser.get("/availability").json["items"]
    path = f"/availability/{offered['id']}/withdrawal"
    assert office.staff("adviser").post(path).status_code == 404
    assert office.adviser.post(path).status_code == 200
    assert free(office.person(person), person) == []
    assert office.person(person).get(f"/appointments/{booked['id']}").json["status"] == "scheduled"
    refused = office.person(person).post(f"/participants/{person}/appointments", {"slot_id": slots[1]["id"]})
    assert refused.json["code"] == "no-such-slot"
    assert office.adviser.post("/availability", MORNING).status_code == 201


@pytest.mark.parametrize(
    "changes",
    [
        {"starts_at": "2025-03-03T10:00:00Z"},
        {"starts_at": "yesterday"},
        {"starts_at": "9999-12-31T23:30:00Z", "ends_at": "9999-12-31T23:59:59Z"},
        {"starts_at": "2025-03-05T10:00:00"},
        {"minutes": 0},
        {"minutes": "thirty"},
        {"channels": []},
        {"channels": ["pigeon"]},
        {"place": None},
        {"place": "x" * 301},
        {"ends_at": "2025-04-05T10:00:00Z"},
        {"rooms": 2},
    ],
)
def test_bad_time_is_refused(office: Any, changes: dict[str, Any]) -> None:
    response = office.adviser.post("/availability", MORNING | changes)
    assert response.status_code == 422
    assert response.json["errors"]


def test_that_appointments_were_read_is_written_down(office: Any, person: str, book: Any) -> None:
    booked = book(0)
    office.adviser.get(f"/appointments/{booked['id']}")
    office.adviser.get(f"/participants/{person}/appointments")
    what = [one["what"] for one in office.person(person).get(f"/participants/{person}/access").json["items"]]
    assert {"appointment", "appointments"} <= set(what)


def test_personal_fields_are_encrypted(office: Any, book: Any) -> None:
    booked = book(0, purpose="Canary purpose")
    office.person(booked["participant_id"]).post(
        f"/appointments/{booked['id']}/cancellation", {"reason": "Canary reason"}
    )
    with office.context.database.engine.connect() as connection:
        connection.exec_driver_sql("select set_config('workstead.kind', 'system', false)")
        (row,) = connection.exec_driver_sql("select appointment::text from appointment").scalars()
    assert "Canary" not in row
