"""A participant's own details, and what they agreed to."""

import pytest
from people import PERSON, person, said

API = f"/participants/{PERSON}"
PURPOSES = [
    {"code": "research", "label": said("Research"), "extra": {"consent": True}},
    {"code": "health-information", "label": said("Health"), "extra": {}},
]


@pytest.fixture
def amina(signed_in):
    """The participant, signed in."""
    return signed_in("participant", person_id=PERSON).browser


def test_details_are_shown_in_words(amina, casework):
    casework.says(
        "casework", "GET", "/reference/channels", {"items": [{"code": "email", "label": said("Email")}]}
    )
    page = amina.page("/my/details")
    for words in ("amina@people.example", "Email", "ZZ1 1AA", "P-7417-9M", "By our name"):
        assert words in page.main


def test_one_changes_how_one_is_reached_and_not_who_one_is(amina, casework):
    casework.says("casework", "PATCH", API, person())
    amina.send("/my/details/change", 303, called="Mina", **{"contact.safe_contact.voicemail": None})
    sent = casework.heard("casework", "PATCH", API)[0]
    assert set(sent.json) == {"called", "accessibility_needs", "contact"}
    assert sent.json["contact"]["safe_contact"]["voicemail"] is False
    assert sent.headers["If-Match"] == '"one"'


def test_an_account_without_a_record_has_no_details(signed_in, casework):
    signed_in("participant").browser.page("/my/details", 404)


def test_one_says_no_as_easily_as_yes(amina, casework):
    casework.says("casework", "GET", "/reference/purposes", {"items": PURPOSES})
    casework.says("casework", "POST", f"{API}/consents", {"items": []}, 201)
    form = f"/people/{PERSON}/agreements/new"
    assert "evidence" not in amina.page(form).text
    assert amina.send(form, 303, purpose="research", given="no").location == "/my/agreements"
    sent = casework.heard("casework", "POST", f"{API}/consents")[0].json
    assert (sent["purpose"], sent["given"]) == ("research", False)


def test_an_adviser_says_how_they_were_told(signed_in, casework):
    casework.says("casework", "GET", "/reference/purposes", {"items": PURPOSES})
    casework.refuses("casework", "POST", f"{API}/consents", evidence=["Say how they told you."])
    page = signed_in("adviser").browser.send(
        f"/people/{PERSON}/agreements/new", 422, purpose="research", given="yes"
    )
    assert page.mends("Say how they told you.") == "#f-evidence"


def test_grounds_are_shown_or_said_to_be_missing(amina, casework):
    casework.says("casework", "GET", f"{API}/consents", {"items": []})
    basis = {"purpose": "support", "basis": "public-task", "article": 6, "source": "Contract"}
    held = [basis | {"from_on": "2025-03-03", "until_on": None}]
    casework.says("casework", "GET", API, person(lawful_bases=held))
    assert "UK GDPR, Article 6" in amina.page("/my/agreements").main
    casework.refuses("casework", "GET", API, 503)
    assert "cannot be shown just now" in amina.page("/my/agreements").main
