"""Slots and booking: through the API, as both parties and as others."""

from typing import Any
from uuid import UUID

import pytest

from chassis import clock
from chassis.ids import new_id
from chassis.testing import actors, bus
from tests.casework.appointments.a_morning import MORNING, TEN, free


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


def test_a_slot_of_another_organisation_is_not_there(office: Any, person: str) -> None:
    theirs = office.other_adviser.post("/availability", MORNING).json["slots"][0]["id"]
    refused = office.person(person).post(f"/participants/{person}/appointments", {"slot_id": theirs})
    assert (refused.status_code, refused.json["code"]) == (422, "no-such-slot")


def test_the_same_request_twice_books_once(office: Any, person: str, slots: list[Any]) -> None:
    them = office.person(person)
    path, asked = f"/participants/{person}/appointments", {"slot_id": slots[0]["id"]}
    first = them.post(path, asked, Idempotency_Key="once")
    again = them.post(path, asked, Idempotency_Key="once")
    assert (first.status_code, first.json) == (again.status_code, again.json)
    assert len(bus.recorded(office.context, "appointment.booked")) == 1


def test_a_participant_of_elsewhere_is_not_reached_by_acting_for(office: Any, person: str) -> None:
    stranger = office.as_(actors.adviser(org=office.elsewhere, acting_for=UUID(person)))
    assert stranger.get(f"/participants/{person}/slots").status_code == 404
