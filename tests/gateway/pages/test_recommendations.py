"""What might help: each with its reasons, answered by a person."""

import pytest
from people import OTHER, PERSON, recommendation, said

ONE = recommendation()
LIST = f"/participants/{PERSON}/recommendations"
HERE = f"/people/{PERSON}/recommendations"
ANSWER = f"/recommendations/{ONE['id']}/answer"
OFFER = {
    "id": OTHER,
    "title": "Walk and talk",
    "organisation_name": "Clear Water",
    "summary": "Walks.",
    "how_it_helps": "Sleep.",
    "delivery": ["in-person"],
    "free_places": 1,
    "town": "Eastgate",
}


@pytest.fixture
def suggested(casework):
    """Says what is suggested."""

    def says(*items):
        casework.says("casework", "GET", LIST, {"items": list(items)})
        return casework

    says(ONE)
    return says


@pytest.fixture
def amina(signed_in):
    """The participant, signed in."""
    return signed_in("participant", person_id=PERSON).browser


def test_reasons_and_points_are_open(amina, suggested):
    page = amina.page("/my/help")
    assert "Getting online is hard." in page.main
    assert "35 points in all" in page.main


def test_one_press_says_yes(amina, suggested):
    services = suggested(ONE)
    services.says("casework", "POST", ANSWER, recommendation(status="accepted"))
    page = amina.page("/my/help")
    assert amina.press(page, f"{HERE}/{ONE['id']}").location == "/my/help"
    assert services.heard("casework", "POST", ANSWER)[0].json == {"answer": "accepted"}


def test_a_challenge_says_why(amina, suggested):
    services = suggested(ONE)
    services.refuses("casework", "POST", ANSWER, reason=["Say why, in a few words."])
    page = amina.send(f"{HERE}/{ONE['id']}", 422, answer="challenged")
    assert page.errors == ["Why? Say why, in a few words."]
    assert page.form()["answer"] == "challenged"


def test_an_adviser_sends_the_answer_of_somebody_who_is_with_them(signed_in, suggested):
    services = suggested(ONE)
    services.says("casework", "POST", ANSWER, recommendation(status="accepted"))
    adviser = signed_in("adviser").browser
    for typed, acting_for in (({}, None), ({"acting_for": "yes"}, PERSON)):
        adviser.send(f"{HERE}/{ONE['id']}", 303, answer="accepted", **typed)
        sent = services.heard("casework", "POST", ANSWER)[-1].actor.acting_for
        assert (str(sent) if sent else None) == acting_for


def test_an_adviser_refers_to_an_offer_and_a_participant_does_not(amina, signed_in, suggested):
    suggested(recommendation(kind="offer", offer=OFFER, title=said("Walk and talk (Clear Water)")))
    adviser = signed_in("adviser").browser.page(HERE)
    assert f"/people/{PERSON}/refer/{OTHER}" in [each.get("href") for each in adviser.all("a")]
    assert "Refer to this" not in amina.page("/my/help").main


def test_what_was_answered_can_be_changed(signed_in, suggested):
    said_no = {"occurred_on": "2025-03-06", "party": "adviser", "reason": "Too far", "answer": "dismissed"}
    suggested(recommendation(status="dismissed", answers=[said_no]))
    page = signed_in("adviser").browser.page(HERE)
    assert "Too far" in page.main
    assert "Change the answer" in page.main


def test_without_any_the_way_leads_to_circumstances(amina, suggested):
    suggested()
    assert amina.page("/my/help").link("My circumstances") == "/my/circumstances"


def test_what_is_suggested_no_longer_is_not_there(amina, suggested):
    amina.page(f"{HERE}/{OTHER}", 404)
