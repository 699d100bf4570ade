"""Contacts on every channel, the call list, and the one timeline."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from chassis import clock
from chassis.ids import new_id
from chassis.testing import bus

CALL = "workstead.notify.call.needed.v1"
SENT = "workstead.notify.message.sent.v1"
FAILED = "workstead.notify.message.failed.v1"
LETTER = {"channel": "letter", "direction": "out", "summary": "Canary: about the bus pass"}


@pytest.fixture
def person(office: Any) -> str:
    return str(office.register())


def record(client: Any, person: str, **said: Any) -> Any:
    return client.post(f"/participants/{person}/contacts", LETTER | said)


def needed(office: Any, person: str, **said: Any) -> str:
    """Notify asks that the person be rung; the id of the call."""
    data = {
        "participant_id": person,
        "reason": "appointment-confirmation",
        "about": str(new_id()),
        "due_on": "2025-03-04",
        "script": "Canary: tell them it is at ten",
    }
    event = bus.deliver(office.context, CALL, data | said, subject=new_id())
    return str(event.subject)


def calls(client: Any) -> list[dict[str, Any]]:
    return list(client.get("/call-list").json["items"])


def timeline(client: Any, person: str) -> list[tuple[str, str, str]]:
    items = client.get(f"/participants/{person}/timeline").json["items"]
    return [(item["occurred_on"], item["kind"], item["what"]) for item in items]


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


@pytest.fixture
def busy(office: Any, person: str) -> Iterator[str]:
    """Somebody with whom a good deal has happened by the tenth of March."""
    offered = office.adviser.post(
        "/availability",
        {
            "starts_at": "2025-03-05T10:00:00Z",
            "ends_at": "2025-03-05T12:00:00Z",
            "minutes": 60,
            "channels": ["phone"],
        },
    )
    slots = [slot["id"] for slot in offered.json["slots"]]
    at = f"/participants/{person}"
    booked = office.person(person).post(f"{at}/appointments", {"slot_id": slots[0]}).json["id"]
    about = {"template": "appointment-confirmation", "channel": "email", "about": booked}
    data = {"participant_id": person, "occurred_on": "2025-03-03", **about}
    bus.deliver(office.context, SENT, data)
    with clock.frozen(date(2025, 3, 10)):
        office.adviser.post(f"/appointments/{booked}/attendance", {"attendance": "attended"})
        record(office.adviser, person, occurred_at="2025-03-06T09:00:00Z")
        job = {"kind": "employment", "started_on": "2025-03-08", "employer": "Canary Foods"}
        office.adviser.post(f"{at}/spells", job)
        attached = {"programme": "pathways", "payment_group": "3", "occurred_on": "2025-03-07"}
        office.adviser.post(f"{at}/attachment", attached)
        yield person


def test_all_of_it_sits_in_one_timeline(office: Any, busy: str) -> None:
    assert timeline(office.adviser, busy) == [
        ("2025-03-08", "spell", "started"),
        ("2025-03-07", "programme", "attached"),
        ("2025-03-06", "contact", "recorded"),
        ("2025-03-05", "appointment", "attended"),
        ("2025-03-03", "message", "sent"),
        ("2025-03-03", "appointment", "booked"),
        ("2025-03-03", "participant", "registered"),
    ]
    items = office.adviser.get(f"/participants/{busy}/timeline").json["items"]
    about = {(item["kind"], item["what"]): item for item in items}
    letter = about["contact", "recorded"]
    assert (letter["channel"], letter["direction"], letter["about"]) == ("letter", "out", LETTER["summary"])
    assert letter["at"] == "2025-03-06T09:00:00+00:00"
    assert about["message", "sent"]["code"] == "appointment-confirmation"
    assert (about["spell", "started"]["about"], about["spell", "started"]["at"]) == ("Canary Foods", None)


def test_plans_and_referrals_sit_in_it_too(office: Any, person: str) -> None:
    at = f"/participants/{person}"
    action = {"title": "CV", "towards_kind": "goal", "towards": "work", "owner": "adviser"}
    plan = {"actions": [action | {"due_on": "2025-04-01"}], "occurred_on": "2025-03-03"}
    drafted = office.adviser.post(f"{at}/plans", plan).json["id"]
    office.adviser.post(f"/plans/{drafted}/submission", {})
    referral = {"participant_id": person, "from_organisation_id": str(office.here), "reference": "R-1"}
    sealed = {"to_organisation_id": str(office.elsewhere), "offer_id": str(new_id())}
    bus.deliver(
        office.context,
        "workstead.marketplace.referral.sent.v1",
        referral | sealed | {"due_on": "2025-03-05", "occurred_on": "2025-03-03"},
    )
    happened = timeline(office.adviser, person)
    assert ("2025-03-03", "plan", "submitted") in happened
    assert ("2025-03-03", "referral", "sent") in happened
    assert ("2025-03-03", "plan", "drafted") not in happened


def test_page_by_page_it_is_the_same(office: Any, busy: str) -> None:
    whole = office.adviser.get(f"/participants/{busy}/timeline").json["items"]
    gathered, asked = [], "?limit=2"
    while asked:
        page = office.adviser.get(f"/participants/{busy}/timeline{asked}").json
        gathered += page["items"]
        asked = f"?limit=2&cursor={page['next']}" if page["next"] else ""
    assert gathered == whole


def test_the_person_sees_their_timeline_without_the_notes_of_staff(office: Any, busy: str) -> None:
    assert timeline(office.person(busy), busy) == timeline(office.adviser, busy)
    items = office.person(busy).get(f"/participants/{busy}/timeline").json["items"]
    (contact,) = [item for item in items if item["kind"] == "contact"]
    assert contact["about"] is None


def test_others_see_none_of_it(office: Any, busy: str) -> None:
    for client in (office.other_adviser, office.person(str(new_id()))):
        assert client.get(f"/participants/{busy}/timeline").status_code == 404
    for role in ("finance officer", "operator", "provider staff"):
        assert office.staff(role).get(f"/participants/{busy}/timeline").status_code == 403
    read = office.person(busy).get(f"/participants/{busy}/access").json["items"]
    assert read == []


def test_what_became_of_a_message_is_what_was_heard_last(office: Any, person: str) -> None:
    message = new_id()
    data = {
        "participant_id": person,
        "template": "reminder",
        "channel": "email",
        "about": str(new_id()),
        "occurred_on": "2025-03-03",
    }
    bus.deliver(office.context, FAILED, data | {"channel": None}, subject=message, sequence=3)
    bus.deliver(office.context, SENT, data, subject=message, sequence=2)
    assert ("2025-03-03", "message", "failed") in timeline(office.adviser, person)
    assert ("2025-03-03", "message", "sent") not in timeline(office.adviser, person)


def test_a_message_about_nobody_in_particular_is_on_nobodys_timeline(office: Any, person: str) -> None:
    data = {"template": "newsletter", "channel": "email", "about": str(new_id())}
    bus.deliver(office.context, SENT, data | {"occurred_on": "2025-03-03"})
    assert timeline(office.adviser, person) == [("2025-03-03", "participant", "registered")]


def test_what_was_said_is_encrypted(office: Any, person: str) -> None:
    needed(office, person)
    record(office.adviser, person)
    with office.context.database.engine.connect() as connection:
        connection.exec_driver_sql("select set_config('workstead.kind', 'system', false)")
        rows = connection.exec_driver_sql(
            "select contact::text from contact union all select call::text from call"
        )
        assert "Canary" not in "".join(rows.scalars())
