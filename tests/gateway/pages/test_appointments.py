"""Appointments: booked from free times, moved, called off, and whether somebody came."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from chassis import clock

PERSON = "00000000-0000-7000-8000-0000000000aa"
APPOINTMENT = "00000000-0000-7000-8000-0000000000a1"
SLOT = "00000000-0000-7000-8000-0000000000b1"
OTHER_SLOT = "00000000-0000-7000-8000-0000000000b2"
APPOINTMENTS = f"/participants/{PERSON}/appointments"
NOW = datetime(2025, 4, 1, 9, 0, tzinfo=UTC)


def _appointment(**more):
    return {
        "id": APPOINTMENT,
        "participant_id": PERSON,
        "called": "Amina",
        "with_whom": "Anwen Pritchard",
        "starts_at": "2025-04-03T09:00:00+00:00",
        "ends_at": "2025-04-03T09:30:00+00:00",
        "channel": "in-person",
        "place": "4 Station Parade",
        "purpose": "How is it going?",
        "status": "scheduled",
        "attendance": None,
        "cancelled_reason": None,
    } | more


def _slot(id, starts_at, channels=("in-person", "phone")):
    ends_at = starts_at.replace(":00:00", ":30:00")
    place = "4 Station Parade" if "in-person" in channels else None
    return {"id": id, "starts_at": starts_at, "ends_at": ends_at, "channels": list(channels), "place": place}


def _codes(upstream, name, **words):
    items = [{"code": code.replace("_", "-"), "label": {"en": said}} for code, said in words.items()]
    upstream.says("casework", "GET", f"/reference/{name}", {"items": items})


@pytest.fixture(autouse=True)
def _on_the_first_of_april():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def casework(upstream):
    slots = [
        _slot(SLOT, "2025-04-03T10:00:00+00:00"),
        _slot(OTHER_SLOT, "2025-04-04T13:00:00+00:00", ["video"]),
    ]
    upstream.says("casework", "GET", f"/participants/{PERSON}/slots", {"items": slots, "next": None})
    upstream.says("casework", "GET", APPOINTMENTS, {"items": [_appointment()], "next": None})
    upstream.says("casework", "GET", f"/appointments/{APPOINTMENT}", _appointment())
    upstream.says("casework", "GET", f"/participants/{PERSON}", {"full_name": "Amina Yusuf"})
    _codes(upstream, "appointment-channels", in_person="In person", phone="By phone", video="By video")
    _codes(upstream, "attendance", attended="Attended", did_not_attend="Did not attend")
    return upstream


@pytest.fixture
def amina(signed_in):
    return signed_in("participant", person_id=UUID(PERSON), name="Amina Yusuf").browser


@pytest.fixture
def anwen(signed_in):
    return signed_in("adviser").browser


def test_a_participant_sees_when_and_where_on_the_clock_of_the_instance(amina, casework):
    page = amina.page("/my/appointments")
    assert "Thursday 3 April 2025, 10:00am to 10:30am" in page.main
    assert "In person, 4 Station Parade" in page.main
    assert "With Anwen Pritchard" in page.main


def test_with_nothing_booked_they_are_told_what_to_do(amina, casework):
    casework.says("casework", "GET", APPOINTMENTS, {"items": [], "next": None})
    assert "Choose a time that suits you" in amina.page("/my/appointments").main


def test_one_that_is_under_way_can_be_moved_no_more(amina, casework):
    with clock.frozen(datetime(2025, 4, 3, 9, 10, tzinfo=UTC)):
        page = amina.page("/my/appointments")
    assert "Move to another time" not in page.main
    assert "It is on now" in page.main


def test_free_times_are_shown_a_day_at_a_time(amina, casework):
    page = amina.page("/my/appointments/new")
    assert "11:00am" in page.main
    assert "2:00pm" not in page.main
    later = amina.page(page.link("Friday 4 April 2025"))
    assert "2:00pm" in later.main
    assert later.form()["channel"] == "video", "the only way on that day needs no question"


def test_booking_takes_the_time_and_the_way_that_were_chosen(amina, casework):
    casework.says("casework", "POST", APPOINTMENTS, _appointment(), 201)
    amina.send("/my/appointments/new", 303, slot_id=SLOT, channel="phone", purpose="Shifts")
    sent = casework.heard("casework", "POST", APPOINTMENTS)[0]
    assert sent.json == {"slot_id": SLOT, "channel": "phone", "purpose": "Shifts"}
    assert sent.headers["Idempotency-Key"]


def test_without_a_time_chosen_nothing_is_sent(amina, casework):
    page = amina.send("/my/appointments/new", 422, purpose="Shifts")
    assert page.errors == ["Times on Thursday 3 April 2025: choose one of the times."]
    assert page.form()["purpose"] == "Shifts"
    assert not casework.heard("casework", "POST", APPOINTMENTS)


def test_a_time_that_somebody_else_has_just_taken(amina, casework):
    taken = {
        "status": 409,
        "code": "slot-taken",
        "title": "Taken",
        "detail": "That time has just been taken.",
    }
    casework.says("casework", "POST", APPOINTMENTS, taken, 409)
    page = amina.send("/my/appointments/new", 409, slot_id=SLOT, purpose="Shifts")
    assert page.errors == ["That time has just been taken."]
    assert page.form()["purpose"] == "Shifts"


def test_no_free_times(amina, casework):
    casework.says("casework", "GET", f"/participants/{PERSON}/slots", {"items": [], "next": None})
    assert "Look again tomorrow" in amina.page("/my/appointments/new").main


def test_moving_one_says_which_and_keeps_what_it_is_about(amina, casework):
    path = f"/appointments/{APPOINTMENT}/rearrangement"
    casework.says("casework", "POST", path, _appointment(), 201)
    page = amina.page(f"/appointments/{APPOINTMENT}/rearrange")
    assert "Instead of:" in page.main
    assert page.form()["purpose"] == "How is it going?"
    typed = {"slot_id": SLOT, "channel": "phone", "reason": "Dentist"}
    response = amina.send(f"/appointments/{APPOINTMENT}/rearrange", 303, **typed)
    assert response.location == "/my/appointments"
    sent = casework.heard("casework", "POST", path)[0].json
    assert (sent["slot_id"], sent["reason"]) == (SLOT, "Dentist")


def test_a_participant_cannot_choose_any_time_of_the_advisers(amina, casework):
    page = amina.page(f"/appointments/{APPOINTMENT}/rearrange")
    assert "other time of yours" not in page.main
    amina.page(f"/appointments/{APPOINTMENT}/rearrange/other-time", 403)


def test_calling_one_off(anwen, casework):
    path = f"/appointments/{APPOINTMENT}/cancellation"
    casework.says("casework", "POST", path, _appointment(status="cancelled"))
    response = anwen.send(f"/appointments/{APPOINTMENT}/cancel", 303, reason="Ill")
    assert response.location == f"/people/{PERSON}/appointments"
    assert casework.heard("casework", "POST", path)[0].json == {"reason": "Ill"}


def test_an_adviser_books_any_time_of_their_own(anwen, casework):
    casework.says("casework", "POST", APPOINTMENTS, _appointment(), 201)
    typed = {
        "starts_at-day": "7",
        "starts_at-month": "April",
        "starts_at-year": "2025",
        "starts_at-time": "2pm",
    }
    anwen.send(f"/people/{PERSON}/appointments/other-time", 303, **typed, minutes="45", channel="phone")
    sent = casework.heard("casework", "POST", APPOINTMENTS)[0].json
    assert datetime.fromisoformat(sent["starts_at"]) == datetime(2025, 4, 7, 13, 0, tzinfo=UTC)
    assert datetime.fromisoformat(sent["ends_at"]) == datetime(2025, 4, 7, 13, 45, tzinfo=UTC)


@pytest.mark.parametrize(("minutes", "sent"), [("soon", "soon"), ("", None), ("9" * 30, "9" * 30)])
def test_a_length_that_is_none_is_for_casework_to_refuse_at_its_field(anwen, casework, minutes, sent):
    casework.refuses("casework", "POST", APPOINTMENTS, ends_at=["Give a time after the start."])
    typed = {"starts_at-day": "7", "starts_at-month": "4", "starts_at-year": "2025", "starts_at-time": "2pm"}
    page = anwen.send(f"/people/{PERSON}/appointments/other-time", 422, **typed, minutes=minutes)
    assert page.errors == ["For how many minutes? Give a time after the start."]
    assert page.link(page.errors[0]) == "#f-minutes"
    assert casework.heard("casework", "POST", APPOINTMENTS)[0].json.get("ends_at") == sent


def test_whether_they_came(anwen, casework):
    path = f"/appointments/{APPOINTMENT}/attendance"
    casework.says("casework", "POST", path, _appointment(status="did-not-attend"))
    typed = {"attendance": "did-not-attend", "acceptability": "acceptable", "reason": "ill"}
    anwen.send(path, 303, **typed)
    assert casework.heard("casework", "POST", path)[0].json == typed


def test_the_list_of_a_person_offers_each_what_can_be_done(anwen, signed_in, casework):
    over = _appointment(status="needs-feedback", starts_at="2025-03-31T09:00:00+00:00")
    casework.says("casework", "GET", APPOINTMENTS, {"items": [over], "next": None})
    assert "Say whether they came" in anwen.page(f"/people/{PERSON}/appointments").main
    reader = signed_in("data-protection officer").browser
    page = reader.page(f"/people/{PERSON}/appointments")
    assert "Say whether they came" not in page.main
    assert "Book an appointment" not in page.main


@pytest.mark.parametrize("path", ["/appointments/new", "/appointments/other-time"])
def test_who_may_not_book(signed_in, casework, path):
    signed_in("finance officer").browser.page(f"/people/{PERSON}{path}", 403)


def test_a_wrong_attendance_is_put_right(anwen, casework):
    said = {"attendance": "did-not-attend", "acceptability": None, "reason": None, "because": "mistyped"}
    was = {
        "attendance": "attended",
        "corrected_by_name": "Anwen",
        "corrected_at": "2025-03-31T10:00:00+00:00",
    }
    met = _appointment(status="did-not-attend", starts_at="2025-03-30T09:00:00+00:00", attendance=said)
    casework.says("casework", "GET", APPOINTMENTS, {"items": [met], "next": None})
    casework.says("casework", "GET", f"/appointments/{APPOINTMENT}", met | {"former": [was]})
    _codes(casework, "correction-reasons", mistyped="Mistyped")
    page = anwen.page(f"/people/{PERSON}/appointments")
    assert "Put right: Mistyped" in page.main
    path = page.link("Put right Sunday 30 March 2025, 10:00am to 10:30am")
    form = anwen.page(path)
    assert "Before that: Attended." in form.main
    assert form.form()["attendance"] == "did-not-attend"
    at = f"/appointments/{APPOINTMENT}/attendance/correction"
    casework.refuses("casework", "POST", at, because=["Missing data for required field."])
    assert anwen.send(path, 422, attendance="attended").form()["attendance"] == "attended"
    casework.says("casework", "POST", at, met)
    assert anwen.send(path, 303, attendance="late", because="mistyped").status_code == 303
    assert casework.heard("casework", "POST", at)[-1].json["because"] == "mistyped"
