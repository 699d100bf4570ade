"""Slots, booking, moving and calling off, attendance: through the API, as both parties and as others."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from chassis import clock
from chassis.ids import new_id
from chassis.testing import actors, bus

MORNING = {
    "starts_at": "2025-03-05T10:00:00+00:00",
    "ends_at": "2025-03-05T12:00:00+00:00",
    "minutes": 30,
    "channels": ["in-person", "phone"],
    "place": "Eastgate Library, room Canary",
}
TEN = datetime(2025, 3, 5, 10, tzinfo=UTC)


@pytest.fixture
def person(office: Any) -> str:
    return str(office.register())


@pytest.fixture
def slots(office: Any) -> list[dict[str, Any]]:
    response = office.adviser.post("/availability", MORNING)
    assert response.status_code == 201, response.json
    return list(response.json["slots"])


@pytest.fixture
def book(office: Any, person: str, slots: list[dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Book the n-th slot as the participant."""

    def booked(number: int = 0, **wanted: Any) -> dict[str, Any]:
        asked = {"slot_id": slots[number]["id"], **wanted}
        response = office.person(person).post(f"/participants/{person}/appointments", asked)
        assert response.status_code == 201, response.json
        return dict(response.json)

    return booked


def free(client: Any, person: str) -> list[str]:
    items = client.get(f"/participants/{person}/slots").json["items"]
    return [item["starts_at"][11:16] for item in items]


def test_a_participant_books_one_of_the_free_slots(office: Any, person: str, slots: list[Any]) -> None:
    them = office.person(person)
    assert free(them, person) == ["10:00", "10:30", "11:00", "11:30"]
    response = them.post(
        f"/participants/{person}/appointments",
        {"slot_id": slots[1]["id"], "channel": "in-person", "purpose": "First meeting"},
    )
    assert response.status_code == 201
    booked = response.json
    assert (booked["status"], booked["booked_by"], booked["with_whom"]) == ("scheduled", "participant", None)
    assert (booked["place"], booked["purpose"]) == (MORNING["place"], "First meeting")
    assert booked["adviser_id"] == str(office.adviser_id)
    assert free(them, person) == free(office.adviser, person) == ["10:00", "11:00", "11:30"]


def test_what_another_participant_took_is_not_free(office: Any, person: str, book: Any) -> None:
    book(2)
    other = office.register(full_name="Amina Yusuf", date_of_birth="1985-01-02")
    assert free(office.person(other), other) == ["10:00", "10:30", "11:30"]


def test_the_event_says_when_and_how_and_seals_the_rest(office: Any, person: str, book: Any) -> None:
    booked = book(0, channel="phone", purpose="Canary purpose")
    (said,) = bus.recorded(office.context, "appointment.booked")
    assert (str(said.subject), str(said.person_id)) == (booked["id"], person)
    sealed = said.data.pop("details")
    assert list(sealed["sealed"]) == ["notify"]
    assert said.data == {
        "participant_id": person,
        "adviser_id": str(office.adviser_id),
        "starts_at": "2025-03-05T10:00:00+00:00",
        "ends_at": "2025-03-05T10:30:00+00:00",
        "channel": "phone",
        "booked_by": "participant",
        "occurred_on": "2025-03-03",
    }


def test_an_adviser_books_any_free_time_of_their_own(office: Any, person: str) -> None:
    asked = {"starts_at": "2025-03-04T15:00:00Z", "ends_at": "2025-03-04T15:45:00Z", "channel": "phone"}
    response = office.adviser.post(f"/participants/{person}/appointments", asked)
    assert response.status_code == 201
    assert (response.json["booked_by"], response.json["with_whom"]) == ("adviser", "Anwen Pritchard")
    refused = office.person(person).post(f"/participants/{person}/appointments", asked)
    assert refused.status_code == 422
    assert refused.json["errors"] == {"slot_id": ["Choose one of the free slots."]}


def test_in_assisted_use_it_is_the_participants_word(office: Any, person: str, slots: list[Any]) -> None:
    asked = {"slot_id": slots[0]["id"]}
    response = office.assisting(person).post(f"/participants/{person}/appointments", asked)
    assert (response.json["booked_by"], response.json["assisted"]) == ("participant", True)


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({}, 422, "no-time"),
        ({"starts_at": "2025-03-04T15:00:00Z"}, 422, "no-time"),
        ({"slot_id": str(new_id())}, 422, "no-such-slot"),
        ({"starts_at": "2025-03-03T09:00:00Z", "ends_at": "2025-03-03T10:00:00Z"}, 422, "past-time"),
        ({"starts_at": "2025-03-04T15:00:00Z", "ends_at": "2025-03-04T15:00:00Z"}, 422, "bad-times"),
        (
            {"starts_at": "2025-03-04T15:00:00Z", "ends_at": "2025-03-04T16:00:00Z", "channel": "letter"},
            422,
            "unknown-code",
        ),
    ],
)
def test_bad_bookings_are_refused_and_nothing_is_kept(
    office: Any, person: str, asked: dict[str, Any], status: int, code: str
) -> None:
    response = office.adviser.post(f"/participants/{person}/appointments", asked)
    assert (response.status_code, response.json["code"]) == (status, code)
    assert office.adviser.get(f"/participants/{person}/appointments").json["items"] == []
    assert bus.recorded(office.context, "appointment.booked") == []


def test_a_slot_is_booked_once(office: Any, person: str, slots: list[Any], book: Any) -> None:
    book(0)
    other = office.register(full_name="Amina Yusuf", date_of_birth="1985-01-02")
    asked = {"slot_id": slots[0]["id"]}
    refused = office.person(other).post(f"/participants/{other}/appointments", asked)
    assert (refused.status_code, refused.json["code"]) == (409, "slot-taken")
    overlapping = {"starts_at": "2025-03-05T10:15:00Z", "ends_at": "2025-03-05T10:45:00Z"}
    refused = office.adviser.post(f"/participants/{other}/appointments", overlapping)
    assert (refused.status_code, refused.json["code"]) == (409, "slot-taken")


def test_nobody_is_in_two_meetings_at_once(office: Any, person: str, book: Any) -> None:
    book(0)
    colleague = office.staff("adviser", name="Ewa")
    asked = {"starts_at": "2025-03-05T10:15:00Z", "ends_at": "2025-03-05T10:45:00Z"}
    refused = colleague.post(f"/participants/{person}/appointments", asked)
    assert (refused.status_code, refused.json["code"]) == (409, "already-booked")


def test_a_past_slot_cannot_be_booked(office: Any, person: str, slots: list[Any]) -> None:
    with clock.frozen(TEN):
        asked = {"slot_id": slots[0]["id"]}
        refused = office.person(person).post(f"/participants/{person}/appointments", asked)
        assert (refused.status_code, refused.json["code"]) == (422, "past-time")
        assert free(office.person(person), person) == ["10:30", "11:00", "11:30"]


def test_the_channel_must_be_one_that_the_adviser_offers(office: Any, person: str, slots: list[Any]) -> None:
    asked = {"slot_id": slots[0]["id"], "channel": "video"}
    refused = office.person(person).post(f"/participants/{person}/appointments", asked)
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["channel"])


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


def test_a_slot_of_another_organisation_is_not_there(office: Any, person: str) -> None:
    theirs = office.other_adviser.post("/availability", MORNING).json["slots"][0]["id"]
    refused = office.person(person).post(f"/participants/{person}/appointments", {"slot_id": theirs})
    assert (refused.status_code, refused.json["code"]) == (422, "no-such-slot")


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


def test_the_same_request_twice_books_once(office: Any, person: str, slots: list[Any]) -> None:
    them = office.person(person)
    path, asked = f"/participants/{person}/appointments", {"slot_id": slots[0]["id"]}
    first = them.post(path, asked, Idempotency_Key="once")
    again = them.post(path, asked, Idempotency_Key="once")
    assert (first.status_code, first.json) == (again.status_code, again.json)
    assert len(bus.recorded(office.context, "appointment.booked")) == 1


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


def test_a_participant_of_elsewhere_is_not_reached_by_acting_for(office: Any, person: str) -> None:
    stranger = office.as_(actors.adviser(org=office.elsewhere, acting_for=UUID(person)))
    assert stranger.get(f"/participants/{person}/slots").status_code == 404
