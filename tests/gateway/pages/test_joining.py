"""Asking to join: one thing to a page, saved as one goes, found again by a code, settled by staff."""

import pytest
from people import OTHER, PERSON, person, said

PLACE = "00000000-0000-7000-8000-0000000000e1"
REQUEST = "00000000-0000-7000-8000-0000000000e2"
CODE = "K7MB-29XR-4TPN"
TOLD = {
    "full_name": "Siân Ó Briain",
    "contact": {"channel": "text", "language": "cy", "phone": "+447700900123"},
    "heard_of": "leaflet",
    "agreed": ["support"],
}


def _list(*codes, **extra):
    return {"items": [{"code": code, "label": said(code.capitalize()), "extra": extra} for code in codes]}


def _answered(**answers):
    return {"answers": answers, "state": "begun", "expires_at": "2030-04-02T10:00:00+00:00"}


@pytest.fixture
def asked(upstream):
    """Casework at which somebody has begun and told nothing yet."""
    places = {"items": [{"id": PLACE, "name": "Northbridge Works"}]}
    upstream.says("casework", "GET", "/joining/organisations", places)
    upstream.says("casework", "POST", "/joining", _answered() | {"code": CODE}, 201)
    upstream.says("casework", "POST", "/joining/return", _answered())
    upstream.says("casework", "POST", "/joining/answers", _answered(**TOLD))
    upstream.says("casework", "POST", "/joining/sending", _answered(**TOLD) | {"state": "sent"})
    for name in ("channels", "languages", "accessibility-needs", "heard-of", "purposes"):
        codes = {"channels": ("text", "email"), "languages": ("en", "cy"), "purposes": ("support",)}
        upstream.says("casework", "GET", f"/reference/{name}", _list(*codes.get(name, ("leaflet",))))
    bases = _list("consent", "public-task", article=6)
    upstream.says("casework", "GET", "/reference/lawful-bases", bases)
    return upstream


@pytest.fixture
def sian(nobody, asked):
    """Somebody who has not signed in and has begun."""
    assert nobody.send("/join", 303).location == "/join/code"
    return nobody


def test_whoever_begins_is_told_their_code(sian, asked):
    assert asked.heard("casework", "POST", "/joining")[0].json == {"organisation_id": PLACE}
    page = sian.page("/join/code")
    assert CODE in page.main
    assert "2 April 2030" in page.main
    assert page.link("Go on") == "/join/name"


def test_one_thing_to_a_page_in_turn(sian, asked):
    typed = (
        ("name", {"full_name": "Siân Ó Briain"}, {"full_name": "Siân Ó Briain"}),
        (
            "birth",
            {"date_of_birth-day": "17", "date_of_birth-month": "5", "date_of_birth-year": "1990"},
            None,
        ),
        ("reach", {"contact.channel": "text", "contact.phone": "07700 900123"}, None),
        ("safe", {"contact.safe_contact.voicemail": None}, None),
        ("help", {}, {"accessibility_needs": [], "out_of_work_since": None}),
        ("heard", {"heard_of": "leaflet"}, {"heard_of": "leaflet", "campaign": None}),
        ("agreed", {"agreed": "support"}, {"agreed": ["support"]}),
    )
    here = "/join/name"
    for name, fields, expected in typed:
        assert here == f"/join/{name}"
        here = sian.send(here, 303, **fields).location
        sent = asked.heard("casework", "POST", "/joining/answers")[-1].json
        assert sent["code"] == CODE
        assert expected is None or sent["answers"] == expected
    assert here == "/join/check"
    answers = [each.json["answers"] for each in asked.heard("casework", "POST", "/joining/answers")]
    assert answers[1]["date_of_birth"] == "1990-05-17"
    assert answers[2]["contact"]["phone"] == "07700 900123"
    assert answers[3]["contact"]["safe_contact"]["voicemail"] is False


def test_answers_are_checked_and_sent(sian, asked):
    asked.says("casework", "POST", "/joining/return", _answered(**TOLD))
    page = sian.page("/join/check")
    for words in ("Siân Ó Briain", "Text, 07700 900123", "Leaflet", "Support"):
        assert words in page.main, words
    assert page.link("Change Full name") == "/join/name"
    assert sian.send("/join/name", 303).location == "/join/check"
    assert sian.send("/join/check", 303).location == "/join/sent"
    assert "get in touch in the way that you chose" in sian.page("/join/sent").main
    sian.page("/join/check", 404)


def test_what_is_left_out_is_told_with_its_name(sian, asked):
    asked.refuses("casework", "POST", "/joining/sending", heard_of=["Answer this first."])
    page = sian.send("/join/check", 422)
    assert page.mends("Answer this first.") == "#f-heard-of"


def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(sian, asked):
    refusal = {"answers.contact.phone": ["Give a phone number, like 07700 900123."]}
    asked.refuses("casework", "POST", "/joining/answers", **refusal)
    page = sian.send("/join/reach", 422, **{"contact.channel": "text", "contact.phone": "12"})
    assert page.mends("Give a phone number, like 07700 900123.") == "#f-contact-phone"
    assert page.form()["contact.phone"] == "12"


def test_one_comes_back_by_the_code_and_it_stands_in_no_address(nobody, asked):
    answer = nobody.send("/join/return", 303, code=CODE.lower())
    assert answer.location == "/join/check"
    assert all(CODE.casefold() not in each.path.casefold() for each in asked.asked)


def test_a_wrong_code_says_no_more_than_that(nobody, asked):
    asked.says("casework", "POST", "/joining/return", {"code": "not-found", "detail": "Gone"}, 404)
    page = nobody.send("/join/return", 422, code="AAAA")
    assert page.mends("Nothing is open under this code. Check it, or begin again.") == "#f-code"
    nobody.page("/join/name", 404)


def test_one_can_leave_and_the_browser_forgets(sian):
    page = sian.page("/join/code")
    assert sian.press(page, "/join/leave").status_code == 303
    sian.page("/join/code", 404)


def test_whoever_is_signed_in_is_with_us_already(signed_in, asked):
    page = signed_in("participant", person_id=PERSON).browser.page("/join")
    assert "You are signed in" in page.main
    assert asked.heard("casework", "GET", "/joining/organisations") == []


def test_there_is_no_other_part(sian):
    sian.page("/join/fortune", 404)


# What staff see.

HERE = f"/people/joining/{REQUEST}"
API = f"/joining-requests/{REQUEST}"
SHOWN = _answered(**TOLD) | {
    "id": REQUEST,
    "origin": "person",
    "state": "sent",
    "referral_id": None,
    "record_id": None,
    "alike": [{"id": PERSON, "reference": "P-7417-9M", "full_name": "Shan Brian"}],
}


@pytest.fixture
def waiting(asked):
    row = {"id": REQUEST, "origin": "person", "state": "sent", "full_name": "Siân Ó Briain"}
    row |= {"begun_at": "2025-03-03T10:00:00Z", "sent_at": "2025-03-03T10:00:00Z"}
    asked.says("casework", "GET", "/joining-requests", {"items": [row], "next": None})
    asked.says("casework", "POST", "/joining-requests", SHOWN, 201)
    asked.says("casework", "GET", API, SHOWN)
    asked.says("casework", "PATCH", API, SHOWN)
    return asked


@pytest.fixture
def anwen(signed_in):
    return signed_in("adviser").browser


def test_a_request_is_accepted_on_grounds(anwen, waiting):
    assert anwen.page("/people/joining").link("Siân Ó Briain") == HERE
    waiting.says("casework", "POST", f"{API}/acceptance", person(), 201)
    answer = anwen.send(HERE, 303, basis="consent", source="Asked to join", different_person="yes")
    assert answer.location == f"/people/{PERSON}/circumstances"
    sent = waiting.heard("casework", "POST", f"{API}/acceptance")[0].json
    assert sent["lawful_bases"] == [{"purpose": "support", "basis": "consent", "source": "Asked to join"}]
    assert sent["different_person"] is True


def test_somebody_known_is_recognised(anwen, waiting):
    waiting.says("casework", "POST", f"{API}/recognition", None, 204)
    page = anwen.page(HERE)
    assert page.link("Shan Brian, P-7417-9M") == f"/people/{PERSON}"
    assert anwen.press(page, f"{HERE}/known").location == f"/people/{PERSON}"
    assert waiting.heard("casework", "POST", f"{API}/recognition")[0].json == {"participant_id": PERSON}


def test_a_no_has_a_reason(anwen, waiting):
    waiting.refuses("casework", "POST", f"{API}/refusal", reason=["Fill this in."])
    assert anwen.send(f"{HERE}/refusal", 422, reason="").mends("Fill this in.") == "#f-reason"
    waiting.says("casework", "POST", f"{API}/refusal", None, 204)
    assert anwen.send(f"{HERE}/refusal", 303, reason="Lives elsewhere").location == "/people/joining"


def test_an_adviser_begins_and_can_stop_after_any_part(anwen, waiting):
    page = anwen.page("/people/joining")
    assert anwen.press(page, "/people/joining/new").location == f"{HERE}/name"
    assert anwen.send(f"{HERE}/name", 303, full_name="Amina").location == f"{HERE}/birth"
    assert waiting.heard("casework", "PATCH", API)[0].json == {"full_name": "Amina"}
    assert anwen.send(f"{HERE}/birth", 303, then="stop").location == HERE


def test_a_referral_gives_the_name_to_begin_with(signed_in, waiting):
    referral = {"package": {"name": "Amina Yusuf", "called": "Amina"}}
    waiting.says("marketplace", "GET", f"/referrals/{OTHER}", referral)
    leader = signed_in("team leader").browser
    page = leader.page("/people/joining")
    pressed = leader.client.post(f"/people/joining/referral/{OTHER}", data=page.form("/people/joining/new"))
    assert pressed.location == f"{HERE}/name"
    assert waiting.heard("casework", "POST", "/joining-requests")[0].json == {
        "answers": {"full_name": "Amina Yusuf", "called": "Amina"},
        "referral_id": OTHER,
    }


def test_requests_are_for_advisers(signed_in, waiting):
    signed_in("participant").browser.page("/people/joining", 403)
    signed_in("provider staff").browser.page(HERE, 403)
