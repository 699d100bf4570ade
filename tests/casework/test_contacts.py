"""Contacts on every channel, and the call list."""

from datetime import date
from typing import Any

import pytest

from chassis import clock
from chassis.ids import new_id
from chassis.testing import bus
from tests.casework.letters_and_calls import CALL, LETTER, needed, record


def calls(client: Any) -> list[dict[str, Any]]:
    return list(client.get("/call-list").json["items"])


@pytest.mark.parametrize(
    "channel", ["phone", "letter", "visit", "text", "email", "in-person", "video", "chat"]
)
def test_every_channel_counts_the_same(office: Any, person: str, channel: str) -> None:
    response = record(office.adviser, person, channel=channel, direction="in")
    assert response.status_code == 201, response.json
    assert (response.json["summary"], response.json["recorded_by_name"]) == (
        LETTER["summary"],
        "Anwen Pritchard",
    )
    (said,) = bus.recorded(office.context, "contact.recorded")
    assert said.data == {
        "participant_id": person,
        "organisation_id": str(office.here),
        "channel": channel,
        "direction": "in",
        "assisted": False,
        "occurred_on": "2025-03-03",
    }


def test_the_day_is_that_of_the_wall_clock(office: Any, person: str) -> None:
    with clock.frozen(date(2025, 7, 2)):
        record(office.adviser, person, occurred_at="2025-07-01T23:30:00Z")
    (said,) = bus.recorded(office.context, "contact.recorded")
    assert said.data["occurred_on"] == "2025-07-02"


def test_acting_for_somebody_is_assistance(office: Any, person: str) -> None:
    assert record(office.assisting(person), person).json["assisted"] is True
    assert record(office.adviser, person, assisted=True).json["assisted"] is True


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"channel": "pigeon"}, "channel"),
        ({"direction": "sideways"}, "direction"),
        ({"occurred_at": "2025-03-03T23:00:00Z"}, "occurred_at"),
        ({"occurred_at": "2025-03-03T10:00:00"}, "occurred_at"),
        ({"occurred_at": "0001-01-01T00:00:00+14:00"}, "occurred_at"),
        ({"summary": ""}, "summary"),
        ({"summary": None}, "summary"),
        ({"summary": "x" * 5001}, "summary"),
        ({"mood": "good"}, "mood"),
    ],
)
def test_bad_contacts_are_refused(office: Any, person: str, said: dict[str, Any], field: str) -> None:
    response = record(office.adviser, person, **said)
    assert (response.status_code, list(response.json["errors"])) == (422, [field])
    assert bus.recorded(office.context, "contact.recorded") == []


def test_only_those_who_look_after_them_record(office: Any, person: str) -> None:
    assert record(office.other_adviser, person).status_code == 404
    for role in ("finance officer", "data-protection officer", "provider staff", "operator"):
        assert record(office.staff(role), person).status_code == 403
    assert record(office.person(person), person).status_code == 403


def test_somebody_who_must_be_rung_is_on_the_call_list_until_the_call_is_made(
    office: Any, person: str
) -> None:
    call_id = needed(office, person)
    (call,) = calls(office.adviser)
    assert (call["id"], call["full_name"], call["called"]) == (call_id, "Siân Canary-Ó Briain", "Siân")
    assert (call["phone"], call["due_on"]) == ("+447700900123", "2025-03-04")
    assert call["script"] == "Canary: tell them it is at ten"
    made = record(office.adviser, person, channel="phone", call_id=call_id)
    assert (made.status_code, made.json["call_id"]) == (201, call_id)
    assert calls(office.adviser) == []
    (said,) = bus.recorded(office.context, "contact.recorded")
    assert said.data["call_id"] == call_id
    again = record(office.adviser, person, channel="phone", call_id=call_id)
    assert (again.status_code, again.json["code"]) == (409, "call-closed")


def test_heard_twice_it_is_on_the_list_once_and_the_most_pressing_first(office: Any, person: str) -> None:
    later = needed(office, person, due_on="2025-03-20")
    sooner = needed(office, person, due_on="2025-03-04", script=None)
    data = {"participant_id": person, "reason": "x", "about": str(new_id()), "due_on": "2025-03-04"}
    bus.deliver(office.context, CALL, data, subject=sooner, sequence=1)
    assert [call["id"] for call in calls(office.adviser)] == [sooner, later]


@pytest.mark.parametrize("step", ["cancellation", "rearrangement"])
def test_nobody_is_rung_about_an_appointment_that_was_moved_or_called_off(
    office: Any, person: str, step: str
) -> None:
    booked = booking(office, person, "10")
    needed(office, person, about=booked)
    needed(office, person, about=booked, reason="appointment-reminder")
    told = needed(office, person, about=booked, reason="appointment-cancelled")
    other = needed(office, person, about=booking(office, person, "14"))
    moved = {"starts_at": "2025-03-06T10:00:00Z", "ends_at": "2025-03-06T11:00:00Z"}
    body = moved if step == "rearrangement" else {}
    assert office.adviser.post(f"/appointments/{booked}/{step}", body).status_code in (200, 201)
    assert {each["id"] for each in calls(office.adviser)} == {told, other}
    late = needed(office, person, about=booked, reason="appointment-reminder")
    assert {each["id"] for each in calls(office.adviser)} == {told, other}, "heard of after it was moved"
    made = record(office.adviser, person, channel="phone", call_id=late)
    assert (made.status_code, made.json["code"]) == (409, "call-pointless")


def booking(office: Any, person: str, hour: str) -> str:
    """An appointment on the fifth of March."""
    times = {"starts_at": f"2025-03-05T{hour}:00:00Z", "ends_at": f"2025-03-05T{hour}:30:00Z"}
    made = office.adviser.post(f"/participants/{person}/appointments", times | {"channel": "phone"})
    assert made.status_code == 201, made.json
    return str(made.json["id"])


def test_a_call_to_another_or_to_nobody(office: Any, person: str) -> None:
    other = office.register(full_name="Amina Yusuf", date_of_birth="1985-01-02")
    call_id = needed(office, other)
    wrong = record(office.adviser, person, call_id=call_id)
    assert (wrong.status_code, wrong.json["code"]) == (422, "call-to-another")
    assert record(office.adviser, person, call_id=str(new_id())).status_code == 404
    assert [call["id"] for call in calls(office.adviser)] == [call_id]


def test_the_call_list_is_for_those_who_look_after_them(office: Any, person: str) -> None:
    needed(office, person)
    assert calls(office.other_adviser) == []
    assert len(calls(office.staff("team leader"))) == 1
    for role in ("finance officer", "operator", "data-protection officer"):
        assert office.staff(role).get("/call-list").status_code == 403
    assert office.person(person).get("/call-list").status_code == 403


def test_that_the_list_was_read_is_written_down(office: Any, person: str) -> None:
    needed(office, person)
    calls(office.adviser)
    read = office.person(person).get(f"/participants/{person}/access").json["items"]
    assert [one["what"] for one in read] == ["call list"]
