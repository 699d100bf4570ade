"""Who did not come, and how long the way takes: small pages beside appointments."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from chassis import clock

PERSON = "00000000-0000-7000-8000-0000000000aa"
FOLLOW_UP = "00000000-0000-7000-8000-0000000000f7"


@pytest.fixture(autouse=True)
def _on_the_first_of_april():
    with clock.frozen(datetime(2025, 4, 1, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def casework(upstream):
    row = {"id": FOLLOW_UP, "participant_id": PERSON, "due_on": "2025-04-03"}
    items = [{"follow_up": row, "called": "Amina", "times": 2}]
    upstream.says("casework", "GET", "/follow-ups", {"items": items, "next": None})
    outcomes = [{"code": "spoke", "label": {"en": "We spoke"}}]
    upstream.says("casework", "GET", "/reference/follow-up-outcomes", {"items": outcomes})
    upstream.says("casework", "GET", f"/participants/{PERSON}", {"full_name": "Amina Yusuf"})
    upstream.says("casework", "GET", f"/participants/{PERSON}/appointments", {"items": [], "next": None})
    journey = {"place": "Library", "minutes": 45}
    travel = {"journey": journey, "saved_minutes": 150}
    upstream.says("casework", "GET", f"/participants/{PERSON}/travel", travel)
    return upstream


@pytest.fixture
def anwen(signed_in):
    return signed_in("adviser").browser


@pytest.fixture
def amina(signed_in):
    return signed_in("participant", person_id=UUID(PERSON)).browser


def test_with_whom_to_have_a_word_and_what_came_of_it(anwen, casework):
    page = anwen.page("/follow-ups")
    assert page.link("Amina") == f"/people/{PERSON}"
    assert "Missed 2 times. Have a word by 3 April 2025." in page.main
    path = f"/follow-ups/{FOLLOW_UP}/closure"
    casework.says("casework", "POST", path, {})
    anwen.send(f"/follow-ups/{FOLLOW_UP}", 303, outcome="spoke", note="Mornings are hard")
    assert casework.heard("casework", "POST", path)[0].json == {
        "outcome": "spoke",
        "note": "Mornings are hard",
    }


def test_without_an_outcome_the_note_is_kept(anwen, casework):
    path = f"/follow-ups/{FOLLOW_UP}/closure"
    casework.refuses("casework", "POST", path, outcome=["Missing data for required field."])
    page = anwen.send(f"/follow-ups/{FOLLOW_UP}", 422, note="Mornings are hard")
    assert page.form()["note"] == "Mornings are hard"


def test_both_see_what_meeting_from_home_has_saved(anwen, amina, casework):
    for page in (amina.page("/my/appointments"), anwen.page(f"/people/{PERSON}/appointments")):
        assert "has saved 2 hours and 30 minutes of travel so far" in page.main


def test_the_way_is_stated_by_either(anwen, amina, casework):
    path = f"/participants/{PERSON}/journey"
    casework.says("casework", "POST", path, {}, 201)
    assert amina.page("/my/journey").form()["minutes"] == "45"
    assert amina.send("/my/journey", 303, minutes="30").location == "/my/appointments"
    assert casework.heard("casework", "POST", path)[0].json == {"place": "Library", "minutes": 30}
    response = anwen.send(f"/people/{PERSON}/journey", 303, place="Office", minutes="20")
    assert response.location == f"/people/{PERSON}/appointments"
    casework.refuses("casework", "POST", path, minutes=["Give 1 to 300 minutes, one way."])
    page = amina.send("/my/journey", 422, minutes="900")
    assert page.mends("Give 1 to 300 minutes, one way.") == "#f-minutes"


@pytest.mark.parametrize("path", ["/follow-ups", f"/follow-ups/{FOLLOW_UP}", f"/people/{PERSON}/journey"])
def test_those_are_for_advisers(signed_in, casework, path):
    signed_in("participant").browser.page(path, 403)
