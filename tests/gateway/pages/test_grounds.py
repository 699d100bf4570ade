"""On what grounds details are used: shown with their days, given and ended."""

import pytest
from people import PERSON, said

BASIS = "00000000-0000-7000-8000-0000000000e5"
API = f"/participants/{PERSON}/lawful-bases"
HERE = f"/people/{PERSON}/grounds"
HELD = {
    "id": BASIS,
    "purpose": "support",
    "basis": "contract",
    "article": 6,
    "source": "Signed contract",
    "from_on": "2025-03-03",
    "until_on": None,
}


def _list(*codes):
    return {"items": [{"code": code, "label": said(code.capitalize()), "extra": {}} for code in codes]}


@pytest.fixture
def grounds(casework):
    casework.says("casework", "GET", API, {"items": [HELD]})
    casework.says("casework", "POST", API, {"items": [HELD]}, 201)
    casework.says("casework", "POST", f"/lawful-bases/{BASIS}/ending", {"items": [HELD]})
    casework.says("casework", "GET", "/reference/purposes", _list("support", "referral"))
    casework.says("casework", "GET", "/reference/lawful-bases", _list("consent", "contract"))
    return casework


def test_a_ground_is_shown_given_and_ended(signed_in, grounds):
    adviser = signed_in("adviser").browser
    page = adviser.page(HERE)
    for words in ("Signed contract", "3 March 2025", "UK GDPR, Article 6", "Holds"):
        assert words in page.main
    told = {"purpose": "referral", "basis": "consent", "source": "Form"}
    assert adviser.send(f"{HERE}/new", 303, **told).location == HERE
    sent = grounds.heard("casework", "POST", API)[0].json
    assert {name: sent[name] for name in told} == told
    assert adviser.send(f"{HERE}/{BASIS}/end", 303).location == HERE


def test_a_refusal_keeps_what_was_typed(signed_in, grounds):
    grounds.refuses("casework", "POST", API, source=["Fill this in."])
    page = signed_in("adviser").browser.send(f"{HERE}/new", 422, purpose="referral", source="")
    assert page.mends("Fill this in.") == "#f-source"
    assert page.form()["purpose"] == "referral"


def test_a_data_protection_officer_looks_and_changes_nothing(signed_in, grounds):
    browser = signed_in("data-protection officer").browser
    assert "Give a ground" not in browser.page(HERE).main
    browser.page(f"{HERE}/new", 403)
