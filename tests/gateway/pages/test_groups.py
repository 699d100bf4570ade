"""Group sessions on pages: held, booked, waited for, given up, and the register of all at once."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from chassis import clock

PERSON = "00000000-0000-7000-8000-0000000000aa"
OTHER = "00000000-0000-7000-8000-0000000000ab"
SESSION = "00000000-0000-7000-8000-0000000000e1"
PLACE = "00000000-0000-7000-8000-0000000000e2"
NOW = datetime(2025, 4, 1, 9, 0, tzinfo=UTC)
CHANGE = f"/groups/{SESSION}/change"
REGISTER = f"/groups/{SESSION}/register"


def _group(**more):
    return {
        "id": SESSION,
        "kind": "job-club",
        "title": "Thursday club",
        "led_by_name": "Anwen Pritchard",
        "starts_at": "2025-04-03T09:00:00+00:00",
        "ends_at": "2025-04-03T11:00:00+00:00",
        "channel": "in-person",
        "place": "4 Station Parade",
        "capacity": 10,
        "taken": 3,
        "waiting": 0,
        "free": 7,
        "cancelled_reason": None,
    } | more


def _place(whose=PERSON, **more):
    return {
        "id": PLACE,
        "session_id": SESSION,
        "participant_id": whose,
        "status": "booked",
        "asked_at": "2025-03-30T09:00:00+00:00",
        "walked_in": False,
        "reason": None,
    } | more


@pytest.fixture(autouse=True)
def _on_the_first_of_april():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def casework(upstream):
    lines = [
        {"place": _place(), "called": "Amina"},
        {"place": _place(OTHER, status="waiting"), "called": "Bogdan"},
    ]
    upstream.says("casework", "GET", "/groups", {"items": [_group()], "next": None})
    begun = {"group": _group(), "status": "begun", "places": lines}
    upstream.says("casework", "GET", f"/groups/{SESSION}", begun)
    upstream.says("casework", "GET", f"/participants/{PERSON}", {"full_name": "Amina Yusuf"})
    other = _group(id=OTHER, title="Computers for beginners", free=0, waiting=2)
    items = [{"group": _group(), "own": _place()}, {"group": other, "own": None}]
    upstream.says("casework", "GET", f"/participants/{PERSON}/groups", {"items": items, "next": None})
    for name, codes in {
        "attendance": ("attended", "late", "did-not-attend"),
        "acceptability": ("acceptable", "unknown"),
        "missed-reasons": ("ill",),
        "group-kinds": ("job-club",),
    }.items():
        choices = [{"code": code, "label": {"en": code.capitalize()}} for code in codes]
        upstream.says("casework", "GET", f"/reference/{name}", {"items": choices})
    return upstream


@pytest.fixture
def amina(signed_in):
    return signed_in("participant", person_id=UUID(PERSON), name="Amina Yusuf").browser


@pytest.fixture
def anwen(signed_in):
    return signed_in("adviser").browser


def test_a_participant_sees_their_places_and_what_else_is_on(amina, casework):
    page = amina.page("/my/groups")
    assert "You have a place" in page.main
    assert "Thursday 3 April 2025, 10:00am to 12:00pm" in page.main
    assert "Wait for a place" in page.main
    assert "2 wait" in page.main


def test_a_place_is_booked_or_waited_for_by_one_button(amina, casework):
    path = f"/participants/{PERSON}/group-places"
    casework.says("casework", "POST", path, _place(status="waiting"), 201)
    page = amina.page("/my/groups")
    assert amina.press(page, f"/my/groups/{OTHER}").status_code == 303
    sent = casework.heard("casework", "POST", path)[0]
    assert sent.json == {"session_id": OTHER}
    assert sent.headers["Idempotency-Key"]
    assert "waiting list" in amina.page("/my/groups").main


def test_a_place_is_given_up(amina, anwen, casework):
    casework.says("casework", "POST", f"/group-places/{PLACE}/giving-up", _place(status="given-up"))
    assert amina.press(amina.page("/my/groups"), f"/my/group-places/{PLACE}").status_code == 303
    page = anwen.page(f"/people/{PERSON}/groups")
    assert anwen.press(page, f"/people/{PERSON}/group-places/{PLACE}").status_code == 303
    assert len(casework.heard("casework", "POST", f"/group-places/{PLACE}/giving-up")) == 2


def test_an_adviser_books_for_somebody(anwen, casework):
    casework.says("casework", "POST", f"/participants/{PERSON}/group-places", _place(), 201)
    page = anwen.page(f"/people/{PERSON}/groups")
    assert anwen.press(page, f"/people/{PERSON}/groups/{OTHER}").status_code == 303


def test_what_is_on_and_who_comes(anwen, casework):
    page = anwen.page("/groups")
    assert "3 of 10 places are taken. 7 free places" in page.main
    one = anwen.page(page.link("Thursday club"))
    assert one.link("Amina") == f"/people/{PERSON}"
    assert "On the waiting list" in one.main


def test_a_session_is_held(anwen, casework):
    casework.says("casework", "POST", "/groups", _group(), 201)
    typed = {"starts_at-day": "3", "starts_at-month": "4", "starts_at-year": "2025", "starts_at-time": "10am"}
    response = anwen.send(
        "/groups/new", 303, kind="job-club", title="Thursday club", **typed, **{"ends_at-time": "noon"}
    )
    assert response.location == f"/groups/{SESSION}"
    sent = casework.heard("casework", "POST", "/groups")[0].json
    assert datetime.fromisoformat(sent["starts_at"]) == datetime(2025, 4, 3, 9, tzinfo=UTC)
    assert (sent["ends_at"], sent["capacity"]) == ("2025-04-03Tnoon", 10)


def test_a_session_is_called_off_with_a_reason(anwen, casework):
    casework.says("casework", "POST", f"/groups/{SESSION}/cancellation", _group())
    anwen.send(f"/groups/{SESSION}/cancel", 303, reason="Flood")
    assert casework.heard("casework", "POST", f"/groups/{SESSION}/cancellation")[0].json == {
        "reason": "Flood",
        "following": False,
    }


def test_a_session_is_changed_with_those_that_follow_and_only_what_is_otherwise_is_sent(anwen, casework):
    of_several = {"group": _group(series_id=OTHER, led_by=OTHER), "status": "to-come", "places": []}
    casework.says("casework", "GET", f"/groups/{SESSION}", of_several)
    casework.says("casework", "POST", f"/groups/{SESSION}/changes", _group())
    path = anwen.page(f"/groups/{SESSION}").link("Change it")
    sent = anwen.send(path, 303, place="The Boathouse", following="yes", **{"ends_at-time": "12:30"})
    assert sent.location == f"/groups/{SESSION}"
    told = {"place": "The Boathouse", "ends_at": "2025-04-03T11:30:00+00:00", "following": True}
    assert casework.heard("casework", "POST", f"/groups/{SESSION}/changes")[0].json == told
    taken = ["There is something in the diary at that time."]
    casework.refuses("casework", "POST", f"/groups/{SESSION}/changes", starts_at=taken)
    page = anwen.send(path, 422, title="Friday club", **{"starts_at-day": "4"})
    assert page.mends(taken[0]) == "#f-starts-at-day"
    assert (page.form()["title"], page.form()["starts_at-day"]) == ("Friday club", "4")
    casework.says("casework", "POST", f"/groups/{SESSION}/cancellation", _group())
    anwen.send(f"/groups/{SESSION}/cancel", 303, following="yes")
    sent = casework.heard("casework", "POST", f"/groups/{SESSION}/cancellation")[0].json
    assert sent == {"following": True}


def test_a_session_is_handed_to_a_colleague(anwen, signed_in, casework):
    tomasz = signed_in("adviser", name="Tomasz Zielinski").account
    to_come = {"group": _group(series_id=None, led_by=OTHER), "status": "to-come", "places": []}
    casework.says("casework", "GET", f"/groups/{SESSION}", to_come)
    casework.says("casework", "POST", f"/groups/{SESSION}/handover", _group())
    page = anwen.page(anwen.page(f"/groups/{SESSION}").link("Hand it to a colleague"))
    assert "following" not in page.form(), "nothing follows it"
    anwen.send(f"/groups/{SESSION}/hand-over", 303, led_by=str(tomasz.id))
    anwen.send(f"/groups/{SESSION}/hand-over", 303)
    said = [each.json for each in casework.heard("casework", "POST", f"/groups/{SESSION}/handover")]
    assert said == [{"led_by": str(tomasz.id), "following": False}, {"following": False}]
    casework.refuses("casework", "POST", f"/groups/{SESSION}/handover", 409, led_by=["Choose a colleague."])
    assert anwen.send(f"/groups/{SESSION}/hand-over", 409).mends("Choose a colleague.") == "#f-led-by"


def test_the_register_sends_whom_one_marked_and_who_walked_in(anwen, casework):
    walked_in = "00000000-0000-7000-8000-0000000000ac"
    casework.says("casework", "GET", "/participants", {"items": [{"id": walked_in}], "next": None})
    casework.says("casework", "POST", REGISTER, {})
    typed = {f"attendance.{PERSON}": "late", f"note.{PERSON}": "Has an interview", "walked_in": "P-7417-9M"}
    anwen.send(REGISTER, 303, **typed)
    assert casework.heard("casework", "POST", REGISTER)[0].json == {
        "entries": [
            {"participant_id": PERSON, "attendance": "late", "note": "Has an interview"},
            {"participant_id": walked_in, "attendance": "attended"},
        ]
    }


def test_what_is_wrong_with_a_line_stands_at_that_line(anwen, casework):
    problem = {"entries.0.acceptability": ["Leave this out for somebody who came."]}
    casework.refuses("casework", "POST", REGISTER, **problem)
    typed = {f"attendance.{OTHER}": "attended", f"acceptability.{OTHER}": "unknown"}
    page = anwen.send(REGISTER, 422, **typed)
    assert page.mends("Leave this out for somebody who came.") == f"#f-acceptability-{OTHER}-1"
    assert page.form()[f"attendance.{OTHER}"] == "attended"


def test_an_empty_register_and_an_unknown_reference_send_nothing(anwen, casework):
    casework.says("casework", "GET", "/participants", {"items": [], "next": None})
    assert anwen.send(REGISTER, 422).mends("Mark somebody, or say who walked in.") == "#f-walked-in"
    assert "P-0000 is nobody’s reference" in anwen.send(REGISTER, 422, walked_in="P-0000").errors[0]
    assert not casework.heard("casework", "POST", REGISTER)


@pytest.mark.parametrize("path", ["/groups", "/groups/new", f"/groups/{SESSION}", REGISTER, CHANGE])
def test_those_pages_are_for_advisers(signed_in, casework, path):
    signed_in("participant").browser.page(path, 403)
