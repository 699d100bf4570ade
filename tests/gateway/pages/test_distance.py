"""How far somebody has come: first, now, and the change; and saying how it is now."""

import pytest
from people import PERSON, said

API = f"/participants/{PERSON}/distance"
RATINGS = f"/participants/{PERSON}/ratings"
HERE = f"/people/{PERSON}/distance"
SCALE = [{"code": str(n), "label": said(f"Step {n}"), "extra": {}} for n in range(1, 6)]


def _point(on, step):
    return {"on": on, "step": step}


def _row(code, *points, stands=True):
    distance = None
    if points:
        change = points[-1]["step"] - points[0]["step"] if len(points) > 1 else None
        distance = {"first": points[0], "latest": points[-1], "change": change, "points": list(points)}
    told = [
        {"step": p["step"], "occurred_on": p["on"], "party": "participant", "assisted": False, "note": None}
        for p in points
    ]
    return {"code": code, "label": said(code), "stands": stands, "distance": distance, "said": told}


BETTER = _row("transport", _point("2025-01-06", 1), _point("2025-03-03", 4), stands=False)
HARDER = _row("debt", _point("2025-01-06", 3), _point("2025-03-03", 2))
NEVER = _row("health")
SURE = {"code": "confidence.interviews", "label": said("Interviews?"), "distance": BETTER["distance"]}


@pytest.fixture
def travelled(casework):
    body = {"items": [BETTER, HARDER, NEVER], "scales": [SURE]}
    casework.says("casework", "GET", API, body)
    casework.says("casework", "GET", "/reference/barrier-scale", {"items": SCALE})
    casework.says("casework", "POST", RATINGS, body, 201)
    return casework


@pytest.fixture
def amina(signed_in):
    return signed_in("participant", person_id=PERSON).browser


def test_first_now_and_the_change_are_told_in_words(signed_in, travelled):
    page = signed_in("adviser").browser.page(HERE)
    for words in (
        "Step 1",
        "Step 4",
        "3 steps better",
        "1 step harder",
        "Nobody has said yet",
        "No longer in the way",
        "6 January 2025",
        "4 of 5",
    ):
        assert words in page.main, words


def test_one_sees_and_rates_ones_own(amina, travelled):
    assert amina.page("/my/distance").link("Say how it is now") == f"{HERE}/rate"
    answer = amina.send(f"{HERE}/rate", 303, **{"ratings.transport": "5", "note": "A bus pass"})
    assert answer.location == "/my/distance"
    sent = travelled.heard("casework", "POST", RATINGS)[0]
    assert sent.json["ratings"] == {"transport": 5}
    assert sent.json["note"] == "A bus pass"


def test_an_adviser_may_write_down_the_word_of_whoever_is_with_them(signed_in, travelled):
    adviser = signed_in("adviser").browser
    assert adviser.send(f"{HERE}/rate", 303, **{"ratings.debt": "2", "acting_for": "yes"}).location == HERE
    assert str(travelled.heard("casework", "POST", RATINGS)[0].actor.acting_for) == PERSON


def test_a_refusal_keeps_what_was_chosen(amina, travelled):
    travelled.refuses("casework", "POST", RATINGS, **{"ratings.debt": ["Choose a step."]})
    page = amina.send(f"{HERE}/rate", 422, **{"ratings.debt": "2", "note": "Slowly"})
    assert page.mends("Choose a step.") == "#f-ratings-debt-1"
    assert page.form()["ratings.debt"] == "2"
    assert page.form()["note"] == "Slowly"


def test_others_see_nothing(signed_in, travelled):
    signed_in("provider staff").browser.page(HERE, 403)
