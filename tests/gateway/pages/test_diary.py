"""The diary: days with appointments and open time, and appointments of which nobody has said anything yet."""

from datetime import UTC, datetime

import pytest

from chassis import clock

PERSON = "00000000-0000-7000-8000-0000000000aa"
AVAILABILITY = "00000000-0000-7000-8000-0000000000c1"
NOW = datetime(2025, 4, 1, 9, 0, tzinfo=UTC)


def _appointment(number, starts_at, **more):
    return {
        "id": f"00000000-0000-7000-8000-0000000000{number:02}",
        "participant_id": PERSON,
        "called": "Amina",
        "with_whom": "Anwen Pritchard",
        "starts_at": starts_at,
        "ends_at": starts_at.replace(":00:00", ":30:00"),
        "channel": "phone",
        "place": None,
        "purpose": None,
        "status": "scheduled",
        "attendance": None,
    } | more


def _slots(*hours):
    return [
        {"starts_at": f"2025-04-03T{hour:02}:00:00+00:00", "ends_at": f"2025-04-03T{hour + 1:02}:00:00+00:00"}
        for hour in hours
    ]


@pytest.fixture(autouse=True)
def _on_the_first_of_april():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def casework(upstream):
    booked = [_appointment(1, "2025-04-03T09:00:00+00:00")]
    upstream.says("casework", "GET", "/appointments", {"items": booked, "next": None})
    time = {
        "id": AVAILABILITY,
        "starts_at": "2025-04-03T09:00:00+00:00",
        "ends_at": "2025-04-03T12:00:00+00:00",
        "minutes": 60,
        "channels": ["phone"],
        "place": None,
        "slots": _slots(9, 10, 11),
    }
    upstream.says("casework", "GET", "/availability", {"items": [time], "next": None})
    return upstream


@pytest.fixture
def anwen(signed_in):
    return signed_in("adviser")


def test_a_day_shows_who_comes_and_what_is_still_free(anwen, casework):
    page = anwen.browser.page("/diary")
    assert "Thursday 3 April 2025" in page.main
    assert page.link("Amina") == f"/people/{PERSON}"
    assert "10:00am–10:30am" in page.main
    assert "Open for booking from 10:00am to 1:00pm, 60 minutes each." in page.main
    assert "2 times are free." in page.main
    first = casework.heard("casework", "GET", "/appointments")[0].query
    assert first["adviser_id"] == str(anwen.account.id)
    assert datetime.fromisoformat(first["from"]) == datetime(2025, 3, 31, 23, 0, tzinfo=UTC)


def test_today_is_there_even_when_nothing_is_on(anwen, casework):
    page = anwen.browser.page("/diary")
    assert "Tuesday 1 April 2025 Today" in page.main
    assert "Nothing is booked." in page.main


def test_what_is_over_waits_to_be_said(anwen, casework):
    over = _appointment(2, "2025-03-28T09:00:00+00:00", status="needs-feedback")
    casework.says("casework", "GET", "/appointments", {"items": [over], "next": None})
    page = anwen.browser.page("/diary")
    assert "Did they come?" in page.main
    assert f"/appointments/{over['id']}/attendance" in page.text


def test_open_time_that_cannot_be_read_leaves_the_rest(anwen, casework):
    casework.says("casework", "GET", "/availability", {}, 500)
    page = anwen.browser.page("/diary")
    assert "Open time cannot be shown just now." in page.main
    assert "Amina" in page.main


def test_only_a_team_leader_sees_everybodys(anwen, signed_in, casework):
    assert "Everybody’s" not in anwen.browser.page("/diary?whose=all").main
    assert "adviser_id" in casework.heard("casework", "GET", "/appointments")[0].query
    leader = signed_in("team leader").browser
    casework.asked.clear()
    assert "with Anwen Pritchard" in leader.page("/diary?whose=all").main
    assert all(
        "adviser_id" not in asked.query for asked in casework.heard("casework", "GET", "/appointments")
    )


@pytest.mark.parametrize("day", ["2025-03-20", "never", "0001-01-01", "9999-12-31"])
def test_any_day_can_be_asked_for(anwen, casework, day):
    anwen.browser.page(f"/diary?from={day}")


def test_opening_time_sends_one_day_with_two_times(anwen, casework):
    casework.says("casework", "POST", "/availability", {}, 201)
    typed = {
        "starts_at-day": "7",
        "starts_at-month": "4",
        "starts_at-year": "2025",
        "starts_at-time": "9:30",
        "ends_at-time": "12pm",
        "channels": ["phone", "video"],
    }
    anwen.browser.send("/diary/open", 303, **typed)
    sent = casework.heard("casework", "POST", "/availability")[0].json
    assert datetime.fromisoformat(sent["starts_at"]) == datetime(2025, 4, 7, 8, 30, tzinfo=UTC)
    assert datetime.fromisoformat(sent["ends_at"]) == datetime(2025, 4, 7, 11, 0, tzinfo=UTC)
    assert (sent["minutes"], sent["channels"]) == (30, ["phone", "video"])


def test_a_bad_end_is_said_at_the_time_that_was_typed(anwen, casework):
    casework.refuses("casework", "POST", "/availability", ends_at=["Give a time after the start."])
    page = anwen.browser.send("/diary/open", 422, **{"starts_at-time": "9", "ends_at-time": "noon"})
    assert page.mends("Give a time after the start.") == "#f-ends-at-time"
    assert page.form()["ends_at-time"] == "noon"


def test_a_time_that_is_no_time_is_refused_in_the_words_of_the_page(anwen, casework):
    said = ["Give a real date and time, like 2025-03-31T09:30:00Z."]
    casework.refuses("casework", "POST", "/availability", starts_at=said)
    assert anwen.browser.send("/diary/open", 422).errors == [
        "Which day? Give a real date and time, like 31 3 2025 and 9:30am."
    ]


def test_open_time_is_closed_by_one_button(anwen, casework):
    path = f"/availability/{AVAILABILITY}/withdrawal"
    casework.says("casework", "POST", path, {})
    page = anwen.browser.page("/diary")
    assert anwen.browser.press(page, f"/diary/open/{AVAILABILITY}/withdraw").status_code == 303
    assert casework.heard("casework", "POST", path)[0].headers["Idempotency-Key"]


def test_the_home_page_counts_what_is_still_to_come_today(anwen, casework):
    booked = [_appointment(1, "2025-04-01T13:00:00+00:00"), _appointment(2, "2025-04-02T13:00:00+00:00")]
    casework.says("casework", "GET", "/appointments", {"items": booked, "next": None})
    assert "1 Appointments still to come today" in " ".join(anwen.browser.page("/").main.split()) or (
        "Appointments still to come today 1" in anwen.browser.page("/").main
    )


def test_a_participant_has_no_diary_here(signed_in, casework):
    signed_in("participant").browser.page("/diary", 403)
