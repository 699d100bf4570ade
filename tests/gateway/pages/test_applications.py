"""Applications: the participant's own, and what others see of them."""

from uuid import UUID

import pytest

PERSON = "00000000-0000-7000-8000-0000000000aa"
ADVISER = "00000000-0000-7000-8000-0000000000ab"
APPLICATION = "00000000-0000-7000-8000-0000000000e1"
GRANT = "00000000-0000-7000-8000-0000000000e2"
APPLICATIONS = f"/participants/{PERSON}/applications"
GRANTS = f"/participants/{PERSON}/grants"
STAGES = ("made", "selected-for-interview", "interview-booked", "offer", "unsuccessful")


def _application(stage="interview-booked"):
    return {
        "id": APPLICATION,
        "title": "Baker",
        "employer": "Harbour Foods",
        "vacancy": None,
        "notes": "Ask Huw",
        "stage": stage,
        "made_on": "2025-05-06",
        "stages": [{"stage": "made", "occurred_on": "2025-05-06"}],
    }


def _grant(holds=True):
    revoked_at = None if holds else "2025-06-01T09:00:00+00:00"
    return {
        "id": GRANT,
        "viewer_id": ADVISER,
        "viewer_name": "Anwen Pritchard",
        "opens": "applications",
        "given_at": "2025-05-06T09:00:00+00:00",
        "revoked_at": revoked_at,
        "holds": holds,
    }


def _listed(*items, granted=True, count=None):
    return {
        "items": list(items),
        "next": None,
        "count": len(items) if count is None else count,
        "granted": granted,
    }


@pytest.fixture
def casework(upstream):
    person = {"full_name": "Amina Yusuf", "adviser_id": ADVISER, "adviser_name": "Anwen Pritchard"}
    upstream.says("casework", "GET", f"/participants/{PERSON}", person)
    upstream.says("casework", "GET", APPLICATIONS, _listed(_application()))
    upstream.says("casework", "GET", GRANTS, {"items": [], "next": None})
    stages = [{"code": code, "label": {"en": code.replace("-", " ").capitalize()}} for code in STAGES]
    upstream.says("casework", "GET", "/reference/application-stages", {"items": stages})
    return upstream


@pytest.fixture
def amina(signed_in):
    return signed_in("participant", person_id=UUID(PERSON)).browser


def test_an_application_with_its_stages(amina, casework):
    page = amina.page("/my/applications")
    assert "Baker Harbour Foods" in page.main
    assert "Interview booked" in page.main
    assert "Made 6 May 2025" in page.main


def test_noting_one(amina, casework):
    casework.says("casework", "POST", APPLICATIONS, _application(), 201)
    amina.send("/my/applications/new", 303, title="Baker", employer="Harbour Foods")
    sent = casework.heard("casework", "POST", APPLICATIONS)[0].json
    assert (sent["title"], sent["employer"]) == ("Baker", "Harbour Foods")
    assert sent["occurred_on"], "the day of applying begins as today"


def test_what_casework_refuses_keeps_what_was_typed(amina, casework):
    casework.refuses("casework", "POST", APPLICATIONS, employer=["Fill this in."])
    page = amina.send("/my/applications/new", 422, title="Baker", notes="Ask Huw")
    assert page.mends("Fill this in.") == "#f-employer"
    assert (page.form()["title"], page.form()["notes"]) == ("Baker", "Ask Huw")


def test_only_what_can_still_come_is_offered(amina, casework):
    page = amina.page(f"/my/applications/{APPLICATION}/stage")
    offered = [box.get("value") for box in page.all("input") if box.get("name") == "stage"]
    assert offered == ["offer", "unsuccessful"]


def test_moving_it_on(amina, casework):
    path = f"/applications/{APPLICATION}/stage"
    casework.says("casework", "POST", path, _application("offer"))
    amina.send(f"/my{path}", 303, stage="offer")
    assert casework.heard("casework", "POST", path)[0].json["stage"] == "offer"


def test_one_that_has_come_to_its_end_moves_no_further(amina, casework):
    casework.says("casework", "GET", APPLICATIONS, _listed(_application("offer")))
    assert "It has got further" not in amina.page("/my/applications").main


def test_an_application_of_somebody_else_is_not_there(amina, casework):
    amina.page("/my/applications/00000000-0000-7000-8000-0000000000ff/stage", 404)


def test_nobody_sees_them_until_the_person_lets_them(amina, casework):
    casework.says("casework", "POST", GRANTS, _grant(), 201)
    page = amina.page("/my/applications")
    assert "Only you." in page.main
    assert amina.press(page, "/my/applications/grants").status_code == 303
    assert casework.heard("casework", "POST", GRANTS)[0].json == {"opens": "applications"}


def test_and_takes_it_back(amina, casework):
    path = f"/grants/{GRANT}/revocation"
    casework.says("casework", "GET", GRANTS, {"items": [_grant()], "next": None})
    casework.says("casework", "POST", path, _grant(holds=False))
    page = amina.page("/my/applications")
    assert "Anwen Pritchard since 6 May 2025" in page.main
    assert "Let my adviser see my applications" not in page.main
    assert amina.press(page, f"/my/applications/grants/{GRANT}/revoke").status_code == 303
    assert len(casework.heard("casework", "POST", path)) == 1


def test_who_could_see_them_before_is_remembered(amina, casework):
    casework.says("casework", "GET", GRANTS, {"items": [_grant(holds=False)], "next": None})
    page = amina.page("/my/applications")
    assert "Anwen Pritchard, from 6 May 2025 to 1 June 2025" in page.main
    assert "Let my adviser see" in page.main


def test_an_adviser_sees_them_where_they_may(signed_in, casework):
    page = signed_in("adviser").browser.page(f"/people/{PERSON}/applications")
    assert "Baker Harbour Foods" in page.main
    assert "They let you see it." in page.main


def test_and_else_only_how_many_and_how_to_ask(signed_in, casework):
    casework.says("casework", "GET", APPLICATIONS, _listed(granted=False, count=3))
    page = signed_in("adviser").browser.page(f"/people/{PERSON}/applications")
    assert "They have noted 3 applications." in page.main
    assert "You can ask to see them" in page.main


@pytest.mark.parametrize("role", ["finance officer", "data-protection officer", "provider staff"])
def test_who_may_not_see_even_that(signed_in, casework, role):
    signed_in(role).browser.page(f"/people/{PERSON}/applications", 403)


def test_an_adviser_notes_one_for_somebody_who_is_with_them(signed_in, casework):
    casework.says("casework", "GET", APPLICATIONS, {"items": [], "next": None, "count": 1, "granted": False})
    casework.says("casework", "POST", APPLICATIONS, _application("made"), 201)
    adviser = signed_in("adviser").browser
    note = adviser.page(f"/people/{PERSON}/applications").link("Note one for them, together")
    typed = {"title": "Baker", "employer": "Harbour Foods"}
    assert adviser.send(note, 422, **typed).form()["employer"] == "Harbour Foods"
    assert adviser.send(note, 303, acting_for="yes", **typed).location == f"/people/{PERSON}/applications"
    (sent,) = casework.heard("casework", "POST", APPLICATIONS)
    assert (str(sent.actor.acting_for), sent.json["title"]) == (PERSON, "Baker")
