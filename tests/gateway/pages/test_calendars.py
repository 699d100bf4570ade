"""Calendar feeds as calendar programs read them: parsed back by a library, with an ETag, and no name."""

import hashlib
from datetime import UTC, datetime
from uuid import UUID

import pytest
from icalendar import Calendar

PERSON = "00000000-0000-7000-8000-0000000000aa"
FEED = "00000000-0000-7000-8000-0000000000f5"
SECRET = "a-long-random-secret"
AT = f"/calendar-feeds/by-digest/{hashlib.sha256(SECRET.encode()).hexdigest()}"
ADDRESS = f"/calendar/feed/{SECRET}.ics"


def _entry(**more):
    return {
        "id": "00000000-0000-7000-8000-0000000000a1",
        "kind": "appointment",
        "starts_at": "2025-04-03T09:00:00+00:00",
        "ends_at": "2025-04-03T09:30:00+00:00",
        "booked_at": "2025-03-30T08:00:00.123456+00:00",
        "channel": "in-person",
        "place": "4 Station Parade; room 2, Eastgate",
        "title": None,
    } | more


def _group(**more):
    return _entry(
        id="00000000-0000-7000-8000-0000000000a2",
        kind="group",
        title="Clwb swyddi",
        channel="video",
        place=None,
    )


def _interview():
    return _entry(id="00000000-0000-7000-8000-0000000000a3", kind="interview", place="Quay 4")


@pytest.fixture
def casework(upstream):
    shown = {"discreet": False, "language": "en", "entries": [_entry(), _group(), _interview()]}
    upstream.says("casework", "GET", AT, shown)
    items = [{"id": FEED, "discreet": False, "language": "en", "made_at": "2025-03-30T08:00:00+00:00"}]
    upstream.says("casework", "GET", "/calendar-feeds", {"items": items})
    return upstream


@pytest.fixture
def amina(signed_in):
    return signed_in("participant", person_id=UUID(PERSON)).browser


def test_a_calendar_program_reads_it_without_signing_in(nobody, casework):
    response = nobody.client.get(ADDRESS)
    assert (response.status_code, response.mimetype) == (200, "text/calendar")
    calendar = Calendar.from_ical(response.data)
    assert calendar["version"] == "2.0"
    assert not calendar.errors
    meeting, group, interview = calendar.walk("VEVENT")
    assert interview["summary"] == "Interview, in person"
    assert meeting.decoded("dtstart") == datetime(2025, 4, 3, 9, tzinfo=UTC)
    assert meeting.decoded("dtend") == datetime(2025, 4, 3, 9, 30, tzinfo=UTC)
    assert meeting.decoded("dtstamp") == datetime(2025, 3, 30, 8, tzinfo=UTC)
    assert meeting["uid"] == "00000000-0000-7000-8000-0000000000a1@workstead"
    assert (meeting["summary"], meeting["location"]) == (
        "Appointment, in person",
        "4 Station Parade; room 2, Eastgate",
    )
    assert group["summary"] == "Clwb swyddi, by video"
    assert "location" not in group
    assert all(len(line) <= 75 for line in response.data.split(b"\r\n")), "lines are folded (RFC 5545, 3.1)"


def test_it_need_not_be_sent_again_until_something_changes(nobody, casework):
    first = nobody.client.get(ADDRESS)
    again = nobody.client.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    shown = {"discreet": False, "language": "en", "entries": [_group()]}
    casework.says("casework", "GET", AT, shown)
    changed = nobody.client.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_discreet_it_says_only_that_there_is_something_in_its_language(nobody, casework):
    entries = [_entry(channel=None, place=None)]
    casework.says("casework", "GET", AT, {"discreet": True, "language": "cy", "entries": entries})
    (event,) = Calendar.from_ical(nobody.client.get(ADDRESS).data).walk("VEVENT")
    assert event["summary"] == "Apwyntiad"
    assert not {"location", "url", "description"} & {name.lower() for name in event}


def test_an_address_that_is_none_leads_nowhere(nobody, casework):
    assert nobody.client.get("/calendar/feed/guess.ics").status_code == 404


def test_an_address_is_made_and_shown_once(amina, casework):
    casework.says("casework", "POST", "/calendar-feeds", {"id": FEED}, 201)
    page = amina.send("/calendar/new", 200, discreet="yes")
    secret = page.main.split("/calendar/feed/")[1].split(".ics")[0]
    sent = casework.heard("casework", "POST", "/calendar-feeds")[0].json
    assert sent == {
        "digest": hashlib.sha256(secret.encode()).hexdigest(),
        "discreet": True,
        "language": "en",
    }
    assert len(secret) >= 43
    assert secret not in amina.page("/calendar").main


def test_it_is_switched_off_by_one_button(amina, casework):
    path = f"/calendar-feeds/{FEED}/revocation"
    casework.says("casework", "POST", path, {})
    page = amina.page("/calendar")
    assert "It says when, how and where." in page.main
    assert amina.press(page, f"/calendar/{FEED}/off").status_code == 303
    assert casework.heard("casework", "POST", path)


def test_whose_pages_these_are(signed_in, casework):
    signed_in("finance officer").browser.page("/calendar", 403)
    signed_in("finance officer").browser.page("/calendar/new", 403)
