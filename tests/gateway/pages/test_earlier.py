"""An earlier time: asked for, offered while it is kept, taken or left, alone or with an adviser."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from chassis import clock

PERSON = "00000000-0000-7000-8000-0000000000aa"
APPOINTMENT = "00000000-0000-7000-8000-0000000000a1"
WISH = "00000000-0000-7000-8000-0000000000f1"
OFFER = "00000000-0000-7000-8000-0000000000f2"
WISHES = f"/participants/{PERSON}/earlier-wishes"


def _appointment(**more):
    return {
        "id": APPOINTMENT,
        "participant_id": PERSON,
        "with_whom": "Anwen Pritchard",
        "starts_at": "2025-04-09T09:00:00+00:00",
        "ends_at": "2025-04-09T09:30:00+00:00",
        "channel": "phone",
        "place": None,
        "purpose": None,
        "status": "scheduled",
        "attendance": None,
    } | more


@pytest.fixture(autouse=True)
def _on_the_first_of_april():
    with clock.frozen(datetime(2025, 4, 1, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def casework(upstream):
    found = {"items": [_appointment()], "next": None}
    upstream.says("casework", "GET", f"/participants/{PERSON}/appointments", found)
    upstream.says("casework", "GET", f"/participants/{PERSON}", {"full_name": "Amina Yusuf"})
    upstream.says("casework", "GET", WISHES, {"items": []})
    return upstream


@pytest.fixture
def offered(casework):
    wish = {"id": WISH, "appointment_id": APPOINTMENT}
    offer = {
        "id": OFFER,
        "starts_at": "2025-04-03T09:00:00+00:00",
        "ends_at": "2025-04-03T09:30:00+00:00",
        "channel": "phone",
        "place": None,
        "answer_by": "2025-04-02T09:00:00+00:00",
    }
    casework.says("casework", "GET", WISHES, {"items": [{"wish": wish, "offer": offer}]})
    return casework


@pytest.fixture
def amina(signed_in):
    return signed_in("participant", person_id=UUID(PERSON)).browser


@pytest.fixture
def anwen(signed_in):
    return signed_in("adviser").browser


def test_one_asks_and_stops_asking(amina, casework):
    wish = {"id": WISH, "participant_id": PERSON, "appointment_id": APPOINTMENT}
    casework.says("casework", "POST", f"/appointments/{APPOINTMENT}/earlier-wish", wish, 201)
    page = amina.page("/my/appointments")
    assert amina.press(page, f"/appointments/{APPOINTMENT}/earlier").location == "/my/appointments"
    casework.says("casework", "GET", WISHES, {"items": [{"wish": wish, "offer": None}]})
    page = amina.page("/my/appointments")
    assert "On the list for an earlier time" in page.main
    casework.says("casework", "POST", f"/earlier-wishes/{WISH}/withdrawal", wish)
    assert amina.press(page, f"/earlier/{WISH}/end").status_code == 303


def test_the_time_that_is_kept_is_taken_or_left(amina, offered):
    page = amina.page("/my/appointments")
    assert "An earlier time is free: Thursday 3 April 2025, 10:00am to 10:30am" in page.main
    assert "It is kept until 2 April 2025" in page.main
    offered.says("casework", "POST", f"/slot-offers/{OFFER}/acceptance", _appointment())
    offered.says("casework", "POST", f"/slot-offers/{OFFER}/refusal", {"id": OFFER})
    assert amina.press(page, f"/earlier/offers/{OFFER}/take").location == "/my/appointments"
    assert amina.press(page, f"/earlier/offers/{OFFER}/leave/{PERSON}").location == "/my/appointments"
    assert offered.heard("casework", "POST", f"/slot-offers/{OFFER}/refusal")[0].headers["Idempotency-Key"]


def test_an_adviser_answers_with_the_person_on_the_phone(anwen, offered):
    offered.says("casework", "POST", f"/slot-offers/{OFFER}/acceptance", _appointment())
    page = anwen.page(f"/people/{PERSON}/appointments")
    response = anwen.press(page, f"/earlier/offers/{OFFER}/take")
    assert response.location == f"/people/{PERSON}/appointments"


def test_a_list_that_cannot_be_read_leaves_the_page(amina, casework):
    casework.says("casework", "GET", WISHES, {}, 500)
    assert "Anwen Pritchard" in amina.page("/my/appointments").main
