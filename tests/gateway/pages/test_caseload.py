"""The caseload: whom one looks after, and finding anybody."""

import pytest

PERSON = "00000000-0000-7000-8000-0000000000aa"


def _listed(name="Amina Yusuf", **more):
    return {
        "id": PERSON,
        "reference": "P-7417-9M",
        "full_name": name,
        "called": "Amina",
        "adviser_name": "Anwen Pritchard",
        "channel": "email",
        "language": "en",
        "next_appointment_at": None,
        "last_contact_at": None,
    } | more


@pytest.fixture
def casework(upstream):
    upstream.says("casework", "GET", "/participants", {"items": [_listed()], "next": None})
    return upstream


def test_an_adviser_sees_first_those_they_look_after(signed_in, casework):
    anwen = signed_in("adviser")
    page = anwen.browser.page("/caseload")
    assert page.link("Amina Yusuf") == f"/people/{PERSON}"
    assert casework.heard("casework", "GET", "/participants")[0].query["adviser_id"] == str(anwen.account.id)


def test_a_team_leader_sees_everybody(signed_in, casework):
    signed_in("team leader").browser.page("/caseload")
    assert "adviser_id" not in casework.heard("casework", "GET", "/participants")[0].query


def test_a_search_goes_through_everybody(signed_in, casework):
    signed_in("adviser").browser.page("/caseload?search=Amina")
    asked = casework.heard("casework", "GET", "/participants")[0].query
    assert asked["search"] == "Amina"
    assert "adviser_id" not in asked


def test_the_last_contact_and_the_next_appointment_stand_beside_the_name(signed_in, casework):
    browser = signed_in("adviser").browser
    assert "None booked" in browser.page("/caseload").main
    met = _listed(next_appointment_at="2030-05-02T09:00:00+00:00", last_contact_at="2030-04-20T09:00:00Z")
    casework.says("casework", "GET", "/participants", {"items": [met], "next": None})
    page = browser.page("/caseload")
    assert "2 May 2030, 10:00am" in page.main
    assert "20 April 2030" in page.main
    assert len(casework.heard("casework", "GET", "/participants")) == 2, "one question for each page"


def test_an_empty_caseload_says_what_to_do(signed_in, casework):
    casework.says("casework", "GET", "/participants", {"items": [], "next": None})
    page = signed_in("adviser").browser.page("/caseload")
    assert "You look after nobody yet" in page.main
    assert page.link("Register somebody") == "/people/new"


def test_a_data_protection_officer_registers_nobody(signed_in, casework):
    assert "Register somebody" not in signed_in("data-protection officer").browser.page("/caseload").main


@pytest.mark.parametrize("role", ["participant", "provider staff", "operator", "analyst"])
def test_others_have_no_caseload(signed_in, role):
    signed_in(role).browser.page("/caseload", 403)
