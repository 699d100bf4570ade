"""Noting a contact, and the call list with what keeps people safe."""

from datetime import UTC, datetime

import pytest

from chassis import clock

PERSON = "00000000-0000-7000-8000-0000000000aa"
CALL = "00000000-0000-7000-8000-0000000000d1"
CONTACTS = f"/participants/{PERSON}/contacts"
NOTE = f"/people/{PERSON}/contacts/new"
FREE = {"voicemail": True, "letter": True, "sender_name": None, "quiet_from": None, "quiet_until": None}
CAREFUL = {
    "voicemail": False,
    "letter": False,
    "sender_name": "Seun from the library",
    "quiet_from": "18:00",
    "quiet_until": "09:00",
}


def _call(safe=FREE, **more):
    return {
        "id": CALL,
        "participant_id": PERSON,
        "full_name": "Walter Brennan",
        "called": "Walter",
        "phone": "+441632960100",
        "language": "en",
        "safe_contact": safe,
        "reason": "appointment-reminder",
        "due_on": "2025-04-02",
        "script": "Remind Walter of their appointment.",
    } | more


@pytest.fixture(autouse=True)
def _on_the_second_of_april():
    with clock.frozen(datetime(2025, 4, 2, 14, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def casework(upstream):
    person = {"full_name": "Walter Brennan", "contact": {"phone": "+441632960100", "safe_contact": FREE}}
    upstream.says("casework", "GET", f"/participants/{PERSON}", person)
    upstream.says("casework", "GET", "/call-list", {"items": [_call()], "next": None})
    upstream.says("casework", "POST", CONTACTS, {"id": PERSON}, 201)
    for name, codes in {"contact-channels": ("phone", "letter"), "directions": ("in", "out")}.items():
        items = [{"code": code, "label": {"en": code.capitalize()}} for code in codes]
        upstream.says("casework", "GET", f"/reference/{name}", {"items": items})
    return upstream


@pytest.fixture
def anwen(signed_in):
    return signed_in("adviser").browser


def _sent(casework):
    return casework.heard("casework", "POST", CONTACTS)[0].json


def test_a_phone_call_just_now_needs_no_more_than_a_word_on_it(anwen, casework):
    response = anwen.send(NOTE, 303, summary="No answer")
    told = {"channel": "phone", "direction": "out", "summary": "No answer", "assisted": False}
    assert _sent(casework) == told
    assert response.location == f"/people/{PERSON}"


def test_nothing_is_noted_where_nothing_was_said(anwen, casework):
    page = anwen.send(NOTE, 422, channel="letter", summary="  ")
    assert page.mends("Say in a few words how it went, or that nobody answered.") == "#f-summary"
    assert page.form()["channel"] == "letter"
    assert not casework.heard("casework", "POST", CONTACTS)


def test_an_earlier_letter(anwen, casework):
    day = {"occurred_at-day": "1", "occurred_at-month": "4", "occurred_at-year": "2025"}
    anwen.send(NOTE, 303, channel="letter", summary="A map", **day, **{"occurred_at-time": "9am"})
    sent = _sent(casework)
    assert (sent["channel"], sent["summary"]) == ("letter", "A map")
    assert datetime.fromisoformat(sent["occurred_at"]) == datetime(2025, 4, 1, 8, 0, tzinfo=UTC)


def test_what_was_said_is_kept_when_the_time_is_refused(anwen, casework):
    casework.refuses("casework", "POST", CONTACTS, occurred_at=["Give a time that has passed."])
    page = anwen.send(NOTE, 422, summary="A long talk", **{"occurred_at-day": "9"})
    assert page.form()["summary"] == "A long talk"
    assert page.mends("Give a time that has passed.") == "#f-occurred-at-day"
    assert page.all("details")[-1].get("open") is not None, "the field that is wrong can be seen"


def test_safe_contact_is_shown_plainly(anwen, casework):
    casework.says("casework", "GET", "/call-list", {"items": [_call(CAREFUL)], "next": None})
    said = anwen.page("/calls").main
    assert "Leave no voicemail." in said
    assert "Say you are “Seun from the library”, and nothing else." in said
    assert "Do not ring from 18:00 to 09:00." in said
    assert "Remind Walter of their appointment." in said


def test_that_a_voicemail_may_be_left_is_said_as_well(anwen, casework):
    page = anwen.page("/calls")
    assert "You may leave a voicemail." in page.main
    assert page.link("01632 960100") == "tel:+441632960100"


def test_somebody_without_a_phone(anwen, casework):
    calls = [_call(CAREFUL, phone=None)]
    casework.says("casework", "GET", "/call-list", {"items": calls, "next": None})
    said = anwen.page("/calls").main
    assert "There is no phone number" in said
    assert "Send no letters." in said
    assert "voicemail" not in said


def test_nobody_to_ring(anwen, casework):
    casework.says("casework", "GET", "/call-list", {"items": [], "next": None})
    assert "Nobody has to be rung just now." in anwen.page("/calls").main


def test_noting_a_call_takes_it_off_the_list(anwen, casework):
    path = anwen.page("/calls").link("Note this call Walter Brennan")
    assert "Remind Walter" in anwen.page(path).main
    response = anwen.send(path, 303, summary="He will come.")
    assert _sent(casework)["call_id"] == CALL
    assert response.location == "/calls"


def test_somebody_who_was_not_reached_stays_on_it(anwen, casework):
    anwen.send(f"{NOTE}?call_id={CALL}", 303, reached=None, summary="No answer")
    assert "call_id" not in _sent(casework)


def test_a_call_that_somebody_has_made_already(anwen, casework):
    casework.says("casework", "GET", "/call-list", {"items": [], "next": None})
    assert "somebody may have made it already" in anwen.page(f"{NOTE}?call_id={CALL}").main


def test_the_form_stands_when_the_call_list_is_away(anwen, casework):
    casework.says("casework", "GET", "/call-list", {}, 503)
    anwen.send(f"{NOTE}?call_id={CALL}", 303, summary="He will come.")
    assert _sent(casework)["call_id"] == CALL


def _advice(safe=FREE, **more):
    return {"channel": "phone", "language": "en", "safe_contact": safe, "is_quiet_now": False} | more


def test_what_was_sent_last_is_told_on_the_next_channel(anwen, casework):
    letter = {"channel": "letter", "at": "2025-03-03T09:00:00+00:00", "template": "x"}
    told = {"latest": {"channel": "phone", "at": "2025-03-10T09:00:00+00:00"}, "followed": letter}
    casework.says("casework", "GET", f"/participants/{PERSON}/contact-advice", _advice(said_before=told))
    words = "our phone of Monday 10 March 2025 was about the same as our letter of Monday 3 March 2025"
    assert words in anwen.page(NOTE).main
    calls = [_call(said_before=told | {"followed": None})]
    casework.says("casework", "GET", "/call-list", {"items": calls, "next": None})
    assert "Last sent: phone, on Monday 10 March 2025." in anwen.page("/calls").main


def test_what_they_asked_for_is_warned_of_and_the_reason_is_asked(anwen, casework):
    casework.says(
        "casework", "GET", f"/participants/{PERSON}/contact-advice", _advice(CAREFUL, is_quiet_now=True)
    )
    assert "These are their quiet hours." in anwen.page(NOTE).main
    casework.refuses("casework", "POST", CONTACTS, because=["They asked for no voicemail."])
    typed = {"voicemail": "yes", "own_name": "yes", "summary": "A long talk"}
    page = anwen.send(NOTE, 422, **typed)
    assert page.mends("They asked for no voicemail.") == "#f-because"
    assert page.form()["summary"] == "A long talk"
    casework.says("casework", "POST", CONTACTS, {"id": PERSON}, 201)
    anwen.send(NOTE, 303, **typed, because="She rang and asked")
    sent = casework.heard("casework", "POST", CONTACTS)[-1].json
    assert (sent["voicemail"], sent["own_name"], sent["because"]) == (True, True, "She rang and asked")


def test_a_call_is_noted_on_the_list_in_one_field(anwen, casework):
    response = anwen.press(anwen.page("/calls"), NOTE, summary="He will come.")
    assert response.location == "/calls"
    sent = _sent(casework)
    assert (sent["channel"], sent["summary"], sent["call_id"]) == ("phone", "He will come.", CALL)


def test_one_contact_of_several_people(signed_in, casework):
    browser = signed_in("adviser").browser
    people = [{"id": PERSON, "full_name": "Walter Brennan", "reference": "P-1"}]
    casework.says("casework", "GET", "/participants", {"items": people, "next": None})
    casework.says("casework", "POST", "/group-contacts", {"recorded": 1}, 201)
    sent = browser.send("/contacts/group", 303, participant_ids=[PERSON], channel="letter", summary="CVs")
    assert sent.location == "/caseload"
    assert casework.heard("casework", "POST", "/group-contacts")[0].json == {
        "participant_ids": [PERSON],
        "channel": "letter",
        "direction": "out",
        "summary": "CVs",
    }
    casework.refuses("casework", "POST", "/group-contacts", because=["They asked for no letters."])
    page = browser.send("/contacts/group", 422, participant_ids=[PERSON], channel="letter")
    assert page.mends("They asked for no letters.") == "#f-because"
    assert "Show those I look after" in browser.page("/contacts/group?whose=all").main
    signed_in("participant").browser.page("/contacts/group", 403)


@pytest.mark.parametrize("role", ["participant", "finance officer", "data-protection officer"])
def test_who_may_not(signed_in, casework, role):
    browser = signed_in(role).browser
    browser.page("/calls", 403)
    browser.page(NOTE, 403)
