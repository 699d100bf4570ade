"""Weekly hours and time off: typed as people write times, refused at their fields, ended by one button."""

import pytest

HOURS = "00000000-0000-7000-8000-0000000000d1"
OFF = "00000000-0000-7000-8000-0000000000d2"


@pytest.fixture
def casework(upstream):
    held = {
        "id": HOURS,
        "weekday": "tuesday",
        "begins": "09:30",
        "ends": "12:00",
        "minutes": 30,
        "channels": ["phone"],
        "place": None,
        "until_on": "2026-05-01",
    }
    upstream.says("casework", "GET", "/weekly-hours", {"items": [held], "next": None})
    off = {"id": OFF, "from_on": "2025-04-07", "until_on": "2025-04-11"}
    upstream.says("casework", "GET", "/time-off", {"items": [off], "next": None})
    days = [{"code": "tuesday", "label": {"en": "Tuesday", "cy": "Dydd Mawrth"}}]
    upstream.says("casework", "GET", "/reference/weekdays", {"items": days})
    return upstream


@pytest.fixture
def anwen(signed_in):
    return signed_in("adviser").browser


def test_the_week_and_the_days_off_are_on_one_page(anwen, casework):
    page = anwen.page("/diary/hours")
    assert "Tuesday, 09:30 to 12:00" in page.main
    assert "Until 1 May 2026" in page.main
    assert "Monday 7 April 2025 to Friday 11 April 2025" in page.main


def test_days_off_that_cannot_be_read_leave_the_week(anwen, casework):
    casework.says("casework", "GET", "/time-off", {}, 500)
    page = anwen.page("/diary/hours")
    assert "This cannot be shown just now." in page.main
    assert "Tuesday" in page.main


@pytest.mark.parametrize(
    ("typed", "sent"), [("9:30", "09:30"), ("2pm", "14:00"), ("soon", "soon"), ("", None)]
)
def test_times_are_typed_as_people_write_them(anwen, casework, typed, sent):
    casework.says("casework", "POST", "/weekly-hours", {}, 201)
    anwen.send("/diary/hours/new", 303, weekday="tuesday", **{"begins-time": typed, "ends-time": "5pm"})
    said = casework.heard("casework", "POST", "/weekly-hours")[0].json
    assert (said.get("begins"), said["ends"], said["weekday"]) == (sent, "17:00", "tuesday")
    assert said["minutes"] == 30


def test_what_is_wrong_with_a_time_is_said_at_its_field(anwen, casework):
    casework.refuses("casework", "POST", "/weekly-hours", ends_at=["Give an end that leaves room."])
    page = anwen.send("/diary/hours/new", 422, **{"begins-time": "9", "ends-time": "9:10"})
    assert page.mends("Give an end that leaves room.") == "#f-ends-time"
    assert page.form()["ends-time"] == "9:10"


def test_one_day_off_is_its_own_last_day_and_leads_to_what_is_booked_on_it(anwen, casework):
    casework.says("casework", "POST", "/time-off", {}, 201)
    typed = {"from_on-day": "7", "from_on-month": "April", "from_on-year": "2025"}
    response = anwen.send("/diary/time-off", 303, **typed)
    assert response.location.endswith("?from=2025-04-07&until=2025-04-07")
    sent = casework.heard("casework", "POST", "/time-off")[0]
    assert sent.json == {"from_on": "2025-04-07", "until_on": "2025-04-07"}


def test_hours_end_and_days_off_are_taken_back_by_one_button(anwen, casework):
    casework.says("casework", "POST", f"/weekly-hours/{HOURS}/ending", {})
    casework.says("casework", "POST", f"/time-off/{OFF}/withdrawal", {})
    page = anwen.page("/diary/hours")
    assert anwen.press(page, f"/diary/hours/{HOURS}/end").status_code == 303
    assert anwen.press(page, f"/diary/time-off/{OFF}/take-back").status_code == 303
    assert casework.heard("casework", "POST", f"/time-off/{OFF}/withdrawal")[0].headers["Idempotency-Key"]


@pytest.mark.parametrize("path", ["/diary/hours", "/diary/hours/new", "/diary/time-off"])
def test_it_is_for_advisers(signed_in, casework, path):
    signed_in("participant").browser.page(path, 403)
