"""Referring: what is passed on is proposed, looked over, checked and then sent."""

import pytest
from people import OTHER, PERSON, person, said

HERE = f"/people/{PERSON}/refer/{OTHER}"
REFERRAL = "00000000-0000-7000-8000-0000000000e1"
OFFER = {
    "id": OTHER,
    "title": "Walk and talk",
    "organisation": {"id": OTHER, "name": "Clear Water"},
    "summary": "Walks.",
    "how_it_helps": "Sleep.",
    "delivery": ["in-person"],
    "free_places": 2,
    "price_pence": 0,
    "currency": "GBP",
    "site": None,
}
PACKAGE = {"name": "Amina Yusuf", "called": "Amina", "contact": "By email.", "needs": ["Health"], "notes": ""}
SENT = {
    "id": REFERRAL,
    "reference": "R-N4V4-DF",
    "state": "sent",
    "offer": {"id": OTHER, "title": "Walk and talk"},
    "sender": {"id": OTHER, "name": "Northbridge Works"},
    "receiver": {"id": OTHER, "name": "Clear Water"},
    "lawful_basis": "consent",
    "override_reason": None,
    "package": PACKAGE,
    "reason": None,
    "sent_on": "2025-03-11",
    "acknowledge_by": "2025-03-13",
    "start_by": "2025-04-01",
}


@pytest.fixture
def offered(casework):
    """An offer, and what casework would pass on."""
    proposal = {"package": PACKAGE, "lawful_basis": "consent"}
    casework.says("casework", "GET", f"/participants/{PERSON}/referral-package", proposal)
    casework.says("marketplace", "GET", f"/offers/{OTHER}", OFFER)
    casework.says("marketplace", "GET", "/offers", {"items": [OFFER], "next": None})
    casework.says("marketplace", "GET", f"/referrals/{REFERRAL}", SENT)
    bases = [
        {"code": "consent", "label": said("The person agreed")},
        {"code": "override", "label": said("Other")},
    ]
    casework.says("marketplace", "GET", "/reference/lawful-bases", {"items": bases})
    return casework


def test_what_is_proposed_is_there_to_be_looked_over(signed_in, offered):
    form = signed_in("adviser").browser.page(HERE).form()
    assert (form["package.name"], form["package.needs"]) == ("Amina Yusuf", "Health")
    assert form["lawful_basis"] == "consent"
    assert offered.heard("casework", "GET", f"/participants/{PERSON}/referral-package")[0].query == {
        "offer_id": OTHER
    }


def test_nothing_is_sent_before_the_check(signed_in, offered):
    page = signed_in("adviser").browser.send(HERE, 200, **{"package.notes": "Mornings"})
    assert page.heading == "Check before sending"
    assert "Mornings" in page.main
    assert "The person agreed" in page.main
    assert offered.heard("marketplace", "POST", "/referrals") == []


def test_it_is_sent_as_it_was_checked(signed_in, offered):
    offered.says("marketplace", "POST", "/referrals", SENT, 201)
    browser = signed_in("adviser").browser
    checked = browser.send(HERE, 200, **{"package.needs": "Health\nMore time"}).form()
    answer = browser.client.post(HERE, data=checked | {"then": "send"})
    assert answer.location == f"/people/{PERSON}/referrals"
    assert offered.heard("marketplace", "POST", "/referrals")[0].json == {
        "participant_id": PERSON,
        "offer_id": OTHER,
        "lawful_basis": "consent",
        "package": PACKAGE | {"needs": ["Health", "More time"]},
    }


def test_one_can_go_back_and_change_it(signed_in, offered):
    page = signed_in("adviser").browser.send(HERE, 200, **{"package.notes": "Mornings", "then": "change"})
    assert page.form()["package.notes"] == "Mornings"


def test_a_refusal_shows_the_form_again(signed_in, offered):
    offered.refuses("marketplace", "POST", "/referrals", **{"package.name": ["Fill this in."]})
    page = signed_in("adviser").browser.send(HERE, 422, **{"package.name": "", "then": "send"})
    assert page.mends("Fill this in.") == "#f-package-name"


def test_the_reason_of_an_override_goes_with_it_alone(signed_in, offered):
    offered.says("marketplace", "POST", "/referrals", SENT, 201)
    browser = signed_in("adviser").browser
    browser.send(HERE, 303, lawful_basis="override", override_reason="Court order", then="send")
    browser.send(HERE, 303, lawful_basis="consent", override_reason="Left over", then="send")
    first, second = offered.heard("marketplace", "POST", "/referrals")
    assert first.json["override_reason"] == "Court order"
    assert "override_reason" not in second.json


def test_offers_are_found_by_what_stands_in_the_way(signed_in, offered):
    barrier = {"code": "health", "label": said("Health"), "until_on": None}
    offered.says("casework", "GET", f"/participants/{PERSON}/barriers", {"items": [barrier]})
    page = signed_in("adviser").browser.page(f"/people/{PERSON}/refer")
    assert page.link("Health") == f"/people/{PERSON}/refer?barrier=health"
    signed_in("adviser").browser.page(f"/people/{PERSON}/refer?barrier=health&free=yes")
    asked = offered.heard("marketplace", "GET", "/offers")[-1].query
    assert (asked["barrier"], asked["free"]) == ("health", "true")


def test_a_referral_shows_what_was_told_and_can_be_taken_back(signed_in, offered):
    reasons = [
        {"code": "mistaken", "label": said("A mistake"), "extra": {"for": ["decline", "withdrawal"]}},
        {"code": "completed", "label": said("Completed"), "extra": {"for": ["end"]}},
    ]
    offered.says("marketplace", "GET", "/reference/referral-reasons", {"items": reasons})
    offered.says("marketplace", "POST", f"/referrals/{REFERRAL}/withdrawal", SENT)
    browser = signed_in("adviser").browser
    page = browser.page(f"/people/{PERSON}/referrals/{REFERRAL}")
    assert "By email." in page.main
    back = page.link("Take it back")
    assert "Completed" not in browser.page(back).main
    browser.send(back, 303, reason="mistaken")
    sent = offered.heard("marketplace", "POST", f"/referrals/{REFERRAL}/withdrawal")[0]
    assert sent.json == {"reason": "mistaken"}


def test_without_a_name_on_top_a_referral_is_still_sent(signed_in, offered):
    offered.is_slow("casework", f"/participants/{PERSON}")
    assert person()["full_name"] in signed_in("adviser").browser.page(HERE).form()["package.name"]


@pytest.mark.parametrize("role", ["participant", "data-protection officer", "provider staff"])
def test_others_refer_nobody(signed_in, role):
    signed_in(role).browser.page(HERE, 403)
