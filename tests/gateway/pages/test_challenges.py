"""Challenges: what waits for a person, and the answer that they give."""

import pytest
from people import OTHER, PERSON, recommendation, said

ONE = recommendation()["id"]
ANSWER = f"/people/{PERSON}/recommendations/{ONE}/challenge"
SENT = f"/recommendations/{ONE}/challenge-answer"


def challenge(**more):
    """Something that was challenged."""
    said_by = {"answer": "challenged", "reason": "I have a laptop", "occurred_on": "2025-03-06"}
    said_by |= {"party": "participant", "assisted": False, "helper": None, "reply": None}
    return {
        "recommendation_id": ONE,
        "participant_id": PERSON,
        "called": "Amina",
        "title": said("Free data"),
        "reasons": [{"code": "digital", "points": 35, "because": said("Getting online is hard.")}],
        "rules_version": "2025.1",
        "challenge": said_by | more,
    }


@pytest.fixture
def waiting(casework):
    """Says what waits."""

    def says(*items):
        casework.says("casework", "GET", "/challenges", {"items": list(items), "next": None})
        return casework

    says(challenge())
    return says


def test_what_waits_is_there_with_its_reasons(signed_in, waiting):
    page = signed_in("adviser").browser.page("/challenges")
    for words in ("I have a laptop", "Getting online is hard.", "Amina"):
        assert words in page.main
    assert page.link("Answer: Free data, Amina") == ANSWER


def test_home_says_how_many_wait(signed_in, waiting):
    assert "Challenges waiting for an answer" in signed_in("team leader").browser.page("/").main


def test_an_answer_is_sent(signed_in, waiting):
    services = waiting(challenge())
    services.says("casework", "POST", SENT, recommendation(status="set-aside"))
    adviser = signed_in("adviser").browser
    answer = adviser.send(ANSWER, 303, outcome="set-aside", words="You are right")
    assert answer.location == "/challenges"
    sent = services.heard("casework", "POST", SENT)[0].json
    assert sent == {"outcome": "set-aside", "words": "You are right"}


def test_what_was_typed_is_kept_when_somebody_else_was_quicker(signed_in, waiting):
    services = waiting(challenge())
    services.refuses("casework", "POST", SENT, 409)
    page = signed_in("adviser").browser.send(ANSWER, 409, outcome="explained", words="Because")
    assert (page.form()["words"], page.form()["outcome"]) == ("Because", "explained")


def test_what_is_not_challenged_is_not_there(signed_in, waiting):
    signed_in("adviser").browser.page(f"/people/{PERSON}/recommendations/{OTHER}/challenge", 404)


def test_what_was_answered_is_listed(signed_in, waiting):
    reply = {"outcome": "rule-to-review", "words": "We look at the rule", "occurred_on": "2025-03-07"}
    services = waiting(challenge(reply=reply))
    page = signed_in("adviser").browser.page("/challenges?state=answered")
    assert services.heard("casework", "GET", "/challenges")[-1].query["state"] == "answered"
    assert "The rule is looked at" in page.main
    assert "We look at the rule" in page.main


def test_the_person_reads_the_answer(signed_in, casework):
    reply = {"outcome": "explained", "words": "It is for your phone", "occurred_on": "2025-03-07"}
    answers = [{**challenge()["challenge"], "reply": reply}]
    listed = {"items": [recommendation(status="open", answers=answers)]}
    casework.says("casework", "GET", f"/participants/{PERSON}/recommendations", listed)
    amina = signed_in("participant", person_id=PERSON).browser
    assert "It is for your phone" in amina.page("/my/help").main


def test_nobody_else_is_let_in(signed_in, waiting):
    signed_in("participant", person_id=PERSON).browser.page("/challenges", 403)
    signed_in("analyst").browser.page("/challenges", 403)
