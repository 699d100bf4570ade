"""Finding somebody: what is typed is sent, kept in the box, and stands in no address."""

import pytest
from people import PERSON

API = "/participants/searches"
SIAN = {
    "id": PERSON,
    "reference": "P-7417-9M",
    "full_name": "Siân Ó Briain",
    "called": "Siân",
    "date_of_birth": "1990-05-17",
    "registered_on": "2025-03-03",
    "adviser_name": None,
    "score": 85,
    "because": ["name"],
}
LABELS = {"items": [{"code": "name", "label": {"en": "Name", "cy": "Enw"}, "extra": {}}]}


@pytest.fixture
def casework(upstream):
    upstream.says("casework", "POST", API, {"items": [SIAN], "more": True})
    upstream.says("casework", "GET", "/reference/found-by", LABELS)
    upstream.says("casework", "GET", "/participants", {"items": [], "next": None})
    return upstream


@pytest.fixture
def anwen(signed_in):
    return signed_in("adviser").browser


def test_the_caseload_has_the_box_and_it_sends_by_post(anwen, casework):
    caseload = anwen.page("/caseload")
    answer = anwen.client.post("/people/find", data=caseload.form("/people/find") | {"text": "shan"})
    assert answer.status_code == 200
    assert casework.heard("casework", "POST", API)[0].json == {"text": "shan"}
    assert "shan" not in answer.request.full_path


def test_who_is_found_leads_to_the_record_and_says_by_what(anwen, casework):
    page = anwen.send("/people/find", 200, text="shan")
    assert page.link("Siân Ó Briain") == f"/people/{PERSON}"
    for words in ("P-7417-9M", "17 May 1990", "Nobody yet", "Name", "Something like it", "There are more."):
        assert words in page.main
    assert page.form()["text"] == "shan"


def test_nobody_found_says_what_to_do(anwen, casework):
    casework.says("casework", "POST", API, {"items": [], "more": False})
    page = anwen.send("/people/find", 200, text="gwen")
    assert "Nobody whom you may see answers to this." in page.main
    assert page.link("Register somebody") == "/people/new"


def test_an_empty_box_is_told_at_the_box(anwen, casework):
    casework.refuses("casework", "POST", API, text=["Give a name, or a number."])
    page = anwen.send("/people/find", 422, text="")
    assert page.mends("Give a name, or a number.") == "#f-text"


def test_a_data_protection_officer_finds_and_registers_nobody(signed_in, casework):
    casework.says("casework", "POST", API, {"items": [], "more": False})
    browser = signed_in("data-protection officer").browser
    assert "Register somebody" not in browser.send("/people/find", 200, text="gwen").main


@pytest.mark.parametrize("role", ["participant", "provider staff", "operator", "analyst"])
def test_others_look_for_nobody(signed_in, role):
    signed_in(role).browser.page("/people/find", 403)
