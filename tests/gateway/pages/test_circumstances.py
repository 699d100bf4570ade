"""Circumstances: the questions come from the reference data, topic by topic."""

import pytest
from people import PERSON, said

API = f"/participants/{PERSON}/circumstances"
HERE = f"/people/{PERSON}/circumstances"


def _topic(code, **questions):
    return {"code": code, "label": said(code.capitalize()), "extra": {"questions": questions}}


def _question(kind, *choices):
    return {"label": said(f"A {kind}?"), "kind": kind, "choices": {each: said(each) for each in choices}}


TOPICS = [
    _topic(
        "online",
        device=_question("choice", "phone", "none"),
        ways=_question("choices", "home", "library"),
        sure=_question("scale"),
        free=_question("yes-or-no"),
        notes=_question("words"),
        apps=_question("list"),
    ),
    _topic("housing", situation=_question("choice", "settled")),
]
TOLD = {
    "topic": "online",
    "details": {"device": "phone", "ways": ["home"], "sure": 2, "free": True, "apps": ["Maps", "Post"]},
    "occurred_on": "2025-03-05",
    "told_by": "participant",
    "assisted": False,
    "is_current": True,
}


@pytest.fixture
def told(casework):
    """Casework with two topics, one of which was told."""
    casework.says("casework", "GET", "/reference/circumstances", {"items": TOPICS})
    casework.says("casework", "GET", API, {"items": [TOLD], "next": None})
    casework.says("casework", "POST", API, {"items": []}, 201)
    return casework


@pytest.fixture
def amina(signed_in):
    """The participant, signed in."""
    return signed_in("participant", person_id=PERSON).browser


def test_what_was_told_is_shown_in_words(signed_in, told):
    page = signed_in("adviser").browser.page(HERE)
    for words in ("2 of 5", "Maps, Post", "Yes", "Nothing told yet."):
        assert words in page.main


def test_what_was_told_before_is_kept_with_its_day(signed_in, told):
    before = TOLD | {"details": {"sure": 1}, "occurred_on": "2025-01-06", "is_current": False}
    told.says("casework", "GET", API, {"items": [TOLD, before], "next": None})
    page = signed_in("adviser").browser.page(HERE)
    for words in ("What was told before: Online", "From 6 January 2025", "1 of 5"):
        assert words in page.main


def test_a_topic_begins_with_what_holds(amina, told):
    form = amina.page(f"{HERE}/online").form()
    assert form["circumstances.online.device"] == "phone"
    assert form["circumstances.online.sure"] == "2"
    assert form["circumstances.online.free"] == "yes"
    assert form["circumstances.online.apps"] == "Maps\nPost"


def test_every_kind_of_answer_arrives_as_casework_wants_it(amina, told):
    typed = {"circumstances.online.apps": "Maps\n\n Bank ", "circumstances.online.notes": "Slow"}
    answer = amina.send(f"{HERE}/online", 303, **typed)
    assert answer.location == f"{HERE}/housing"
    assert told.heard("casework", "POST", API)[0].json["circumstances"] == {
        "online": {
            "device": "phone",
            "ways": ["home"],
            "sure": 2,
            "free": True,
            "notes": "Slow",
            "apps": ["Maps", "Bank"],
        }
    }


def test_one_can_stop_after_any_topic(amina, signed_in, told):
    assert amina.send(f"{HERE}/online", 303, then="stop").location == "/my/circumstances"
    assert signed_in("adviser").browser.send(f"{HERE}/housing", 303).location == HERE


def test_a_refusal_keeps_the_answers(amina, told):
    told.refuses("casework", "POST", API, **{"circumstances.online.sure": ["Give a number from 1 to 5."]})
    page = amina.send(f"{HERE}/online", 422, **{"circumstances.online.notes": "Slow"})
    assert page.mends("Give a number from 1 to 5.") == "#f-circumstances-online-sure-1"
    assert page.form()["circumstances.online.notes"] == "Slow"


def test_there_is_no_other_topic(amina, told):
    amina.page(f"{HERE}/fortune", 404)


def test_barriers_say_why_and_since_when(amina, told):
    barrier = {
        "code": "digital",
        "label": said("No device"),
        "because": said("You said so."),
        "rules_version": "1",
    }
    rows = [barrier | {"from_on": "2025-03-05", "until_on": None}]
    told.says("casework", "GET", f"/participants/{PERSON}/barriers", {"items": rows})
    page = amina.page(f"/people/{PERSON}/barriers")
    for words in ("No device", "You said so.", "5 March 2025", "Still so"):
        assert words in page.main
