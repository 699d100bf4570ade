"""Registering somebody: one form in parts, on grounds that are written down."""

import pytest
from people import PERSON, person, said

PURPOSES = [
    {"code": "support", "label": said("To help"), "extra": {"consent": True}},
    {"code": "referral", "label": said("To pass on"), "extra": {"consent": True}},
    {"code": "health-information", "label": said("Your health"), "extra": {}},
]
BASES = [
    {"code": "public-task", "label": said("A public task"), "extra": {"article": 6}},
    {"code": "explicit-consent", "label": said("They agreed"), "extra": {"article": 9}},
]
TYPED = {
    "full_name": "Amina Yusuf",
    "contact.channel": "email",
    "contact.email": "amina@people.example",
    "purposes": ["support", "referral"],
    "basis": "public-task",
    "source": "Contract",
}


@pytest.fixture
def reference(upstream):
    """The lists that the form needs."""
    upstream.says("casework", "GET", "/reference/purposes", {"items": PURPOSES})
    upstream.says("casework", "GET", "/reference/lawful-bases", {"items": BASES})
    return upstream


def test_each_purpose_rests_on_a_ground(signed_in, reference):
    reference.says("casework", "POST", "/participants", person(), 201)
    health = {"basis.health-information": "explicit-consent", "source.health-information": "Form"}
    answer = signed_in("adviser").browser.send("/people/new", 303, **TYPED | health)
    assert answer.location == f"/people/{PERSON}/circumstances"
    sent = reference.heard("casework", "POST", "/participants")[0].json
    assert sent["lawful_bases"] == [
        {"purpose": "support", "basis": "public-task", "source": "Contract"},
        {"purpose": "referral", "basis": "public-task", "source": "Contract"},
        {"purpose": "health-information", "basis": "explicit-consent", "source": "Form"},
    ]
    assert sent["contact"]["safe_contact"] | {"quiet_from": None} == sent["contact"]["safe_contact"]
    assert "phone" not in sent["contact"]


def test_an_error_of_a_ground_stands_at_its_field(signed_in, reference):
    errors = {"lawful_bases.1.source": ["Fill this in."], "lawful_bases.2.source": ["Say where."]}
    reference.refuses("casework", "POST", "/participants", **errors)
    typed = TYPED | {"source": "", "basis.health-information": "explicit-consent"}
    page = signed_in("adviser").browser.send("/people/new", 422, **typed)
    assert page.mends("Fill this in.") == "#f-source"
    assert page.mends("Say where.") == "#f-source-health-information"
    assert page.form()["full_name"] == "Amina Yusuf"


def test_somebody_alike_has_to_be_looked_at_first(signed_in, reference):
    refusal = {
        "code": "perhaps-registered",
        "detail": "P-7417-9M may be the same person.",
        "errors": {"different_person": ["Open that record, or say that this is a different person."]},
    }
    reference.says("casework", "POST", "/participants", refusal, 409)
    adviser = signed_in("adviser").browser
    assert "different_person" not in adviser.page("/people/new").text
    page = adviser.send("/people/new", 409, **TYPED)
    assert page.link("Look at that record") == "/caseload?search=P-7417-9M"
    assert "I have checked: this is a different person" in page.main


def test_voicemail_and_letters_are_safe_until_said_otherwise(signed_in, reference):
    form = signed_in("adviser").browser.page("/people/new").form()
    assert form["contact.safe_contact.voicemail"] == "yes"
    assert form["purposes"] == "support"


@pytest.mark.parametrize("role", ["participant", "data-protection officer", "operator"])
def test_others_register_nobody(signed_in, role):
    signed_in(role).browser.page("/people/new", 403)
