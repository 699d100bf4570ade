"""Handing a person over: whom to ask with the reasons, the note, the colleague's answer."""

from uuid import UUID

import pytest
from people import OTHER, PERSON, summary

CASE = f"/people/{PERSON}"
API = f"/participants/{PERSON}"
TRANSFER = "00000000-0000-7000-8000-0000000000e1"


def transfer(status="offered", **more):
    return {
        "id": TRANSFER,
        "participant_id": PERSON,
        "called": "Amina",
        "from_adviser_name": None,
        "to_adviser_name": "Tomasz Zielinski",
        "note": "Rings back in the mornings",
        "offered_by_name": "Anwen Pritchard",
        "offered_at": "2025-03-05T09:00:00+00:00",
        "status": status,
        "declined_because": None,
    } | more


@pytest.fixture
def case(casework):
    casework.says("casework", "GET", f"{API}/summary", summary())
    casework.says("casework", "GET", f"{API}/transfers", {"items": [], "next": None})
    casework.says("casework", "GET", f"{API}/adviser-suggestions", {"items": []})
    casework.says("casework", "POST", f"{API}/transfers", transfer(), 201)
    for name in ("languages", "barriers"):
        items = [{"code": code, "label": {"en": code.capitalize()}} for code in ("cy", "debt")]
        casework.says("casework", "GET", f"/reference/{name}", {"items": items})
    return casework


def test_a_colleague_is_asked_with_a_note(signed_in, case):
    tomasz = signed_in("adviser", name="Tomasz Zielinski").account
    signed_in("adviser", name="Somebody Else", org=UUID(OTHER))
    signed_in("finance officer", name="Farah Siddiqui")
    for role in ("adviser", "team leader"):
        browser = signed_in(role).browser
        path = browser.page(CASE).link("Hand over to a colleague")
        page = browser.page(path)
        assert "Tomasz Zielinski" in page.main
        assert "Farah Siddiqui" not in page.main
        assert "Somebody Else" not in page.main
        asked = {"to_adviser_id": str(tomasz.id), "note": "Rings back in the mornings"}
        assert browser.send(path, 303, **asked).location == CASE
        assert case.last.json == asked
    signed_in("data-protection officer").browser.page(path, 403)


def test_who_fits_best_comes_first_and_why(signed_in, case):
    anwen = signed_in("adviser")
    tomasz = signed_in("adviser", name="Tomasz Zielinski").account
    reasons = [("room", 20, []), ("language", 30, ["cy"]), ("place", 20, ["CF10"]), ("need", 10, ["debt"])]
    fit = {
        "adviser_id": str(tomasz.id),
        "adviser_name": "Tomasz",
        "load_percent": 50,
        "away": True,
        "points": 80,
        "reasons": [{"code": code, "points": points, "about": about} for code, points, about in reasons],
    }
    case.says("casework", "GET", f"{API}/adviser-suggestions", {"items": [fit]})
    said = anwen.browser.page(f"{CASE}/handover").main
    words = "caseload 50% full; speaks Cy; works in CF10; knows about: Debt; away just now"
    assert said.index("Tomasz Zielinski") < said.index(words) < said.index("Anwen Pritchard")


def test_the_page_stands_without_suggestions(signed_in, case):
    case.says("casework", "GET", f"{API}/adviser-suggestions", {}, 503)
    case.says("casework", "GET", f"{API}/transfers", {}, 503)
    assert "Anwen Pritchard" in signed_in("adviser").browser.page(f"{CASE}/handover").main


def test_what_was_typed_is_kept_when_somebody_was_asked_already(signed_in, case):
    browser = signed_in("adviser").browser
    case.refuses("casework", "POST", f"{API}/transfers", note=["Fill this in."])
    page = browser.send(f"{CASE}/handover", 422, note="A long story")
    assert page.form()["note"] == "A long story"


def test_a_question_that_is_open_can_be_taken_back(signed_in, case):
    items = [transfer(), transfer("declined", id=OTHER, declined_because="My diary is full")]
    case.says("casework", "GET", f"{API}/transfers", {"items": items, "next": None})
    case.says("casework", "POST", f"/transfers/{TRANSFER}/withdrawal", transfer("withdrawn"))
    browser = signed_in("adviser").browser
    page = browser.page(f"{CASE}/handover")
    assert "Why not: My diary is full" in page.main
    assert browser.press(page, f"{CASE}/transfers/{TRANSFER}/withdraw").location == f"{CASE}/handover"


def test_the_colleague_says_yes_or_no(signed_in, case):
    day = {"day": "2025-03-05", "covering": [], "appointments": [], "calls": [], "alerts": []}
    case.says("casework", "GET", "/my-day", day | {"transfers": [transfer()], "alerts_count": 0})
    case.says("casework", "POST", f"/transfers/{TRANSFER}/acceptance", transfer("accepted"))
    case.says("casework", "POST", f"/transfers/{TRANSFER}/decline", transfer("declined"))
    browser = signed_in("adviser").browser
    page = browser.page("/my-day")
    assert "Rings back in the mornings" in page.main
    assert browser.press(page, f"/transfers/{TRANSFER}/accept").location == CASE
    path = page.link("No, and say why Amina")
    assert browser.send(path, 303, reason="I am full").location == "/my-day"
    assert case.last.json == {"reason": "I am full"}


@pytest.mark.parametrize("role", ["participant", "finance officer", "data-protection officer"])
def test_who_may_not(signed_in, case, role):
    browser = signed_in(role).browser
    for path in (f"{CASE}/handover", f"/transfers/{TRANSFER}/decline"):
        browser.page(path, 403)
