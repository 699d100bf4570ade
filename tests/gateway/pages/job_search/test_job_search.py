"""A job search on pages: what they keep, the look before a letter is sent, and what an adviser sees."""

import pytest
from searching import ACTIVITY, CONTENT, EVIDENCE, ID, INTERVIEW, MINE, PAPER, PERSON, VACANCY, listed

from gateway.web.catalogue import missing

ALIKE = {"alike": True, "share": 84, "people": 2, "passages": ["I bake."], "advice": ["example"]}


def test_vacancies_that_are_kept(amina, casework):
    page = amina.page("/my/vacancies")
    assert "Baker Old Mill" in page.main
    assert "Knead at dawn." in page.main
    casework.says("casework", "POST", f"/vacancies/{ID}/removal", VACANCY)
    assert amina.press(page, f"/my/vacancies/{ID}/drop").status_code == 303


def test_keeping_one_keeps_what_was_typed_when_it_is_refused(amina, casework):
    casework.refuses("casework", "POST", f"{MINE}/vacancies", link=["Give the whole address."])
    page = amina.send("/my/vacancies/new", 422, title="Baker", link="old.example")
    assert page.mends("Give the whole address.") == "#f-link"
    assert (page.form()["title"], page.form()["link"]) == ("Baker", "old.example")
    casework.says("casework", "POST", f"{MINE}/vacancies", VACANCY, 201)
    amina.send("/my/vacancies/new", 303, title="Baker", employer="Old Mill")
    assert casework.heard("casework", "POST", f"{MINE}/vacancies")[-1].json == {
        "title": "Baker",
        "employer": "Old Mill",
    }


def test_a_letter_is_written_and_changed(amina, casework):
    casework.says("casework", "POST", f"{MINE}/papers", PAPER, 201)
    amina.send("/my/papers/new", 303, kind="letter", title="To the mill", text="I bake.", vacancy_id=ID)
    sent = casework.heard("casework", "POST", f"{MINE}/papers")[0].json
    assert (sent["vacancy_id"], sent["text"]) == (ID, "I bake.")
    assert "To the mill" in amina.page("/my/papers").main
    assert "I sing." in amina.page(f"/my/papers/{ID}").main
    casework.says("casework", "POST", f"/papers/{ID}/versions", PAPER, 201)
    amina.send(f"/my/papers/{ID}/revise", 303, text="I bake bread.", after="1")
    assert casework.heard("casework", "POST", f"/papers/{ID}/versions")[0].json == {
        "text": "I bake bread.",
        "after": 1,
    }


def test_a_letter_that_is_like_anothers_is_said_kindly(amina, casework):
    casework.says("casework", "POST", f"{MINE}/copy-check", ALIKE)
    page = amina.page(f"/my/papers/{ID}/check")
    assert "2 other people have sent nearly the same." in page.main
    assert "I bake." in page.main
    assert "I sing." not in page.main
    assert page.link("Make it my own") == f"/my/papers/{ID}/revise"
    asked = casework.heard("casework", "POST", f"{MINE}/copy-check")[0].json
    assert (asked["title"], asked["advert"], asked["text"]) == ("Baker", "Knead at dawn.", "I bake. I sing.")


def test_a_letter_of_their_own_is_said_to_be(amina, casework):
    own = {"alike": False, "share": 0, "people": 0, "passages": [], "advice": []}
    casework.says("casework", "POST", f"{MINE}/copy-check", own)
    assert "It is your own." in amina.page(f"/my/papers/{ID}/check").main


def test_an_application_names_what_was_sent_and_can_be_sent_anyway(amina, casework):
    page = amina.page(f"/my/applications/new?vacancy_id={ID}&letter_id={ID}")
    assert (page.form()["title"], page.form()["employer"]) == ("Baker", "Old Mill")
    assert (page.form()["letter_id"], "sent_anyway" in page.form()) == (ID, False)
    path = f"{MINE}/applications"
    problem = {"code": "text-alike", "detail": "Alike.", "errors": {"letter_id": ["Make it your own."]}}
    casework.says("casework", "POST", path, problem | {"status": 409, "title": "x", "type": "x"}, 409)
    page = amina.send("/my/applications/new", 409, title="Baker", employer="Old Mill", letter_id=ID)
    assert page.mends("Make it your own.") == "#f-letter-id"
    assert "I want to send it as it is" in page.main
    casework.says("casework", "POST", path, {"id": ID}, 201)
    amina.send("/my/applications/new", 303, title="Baker", letter_id=ID, sent_anyway="yes")
    assert casework.heard("casework", "POST", path)[-1].json["sent_anyway"] is True


def test_interviews_stand_among_the_appointments(amina, casework):
    casework.says("casework", "GET", f"{MINE}/appointments", {"items": [], "next": None})
    assert "Mrs Roe" in amina.page("/my/appointments").main
    page = amina.page("/my/interviews")
    assert "Baker, Old Mill" in page.main
    casework.says("casework", "POST", f"/interviews/{ID}/cancellation", INTERVIEW)
    assert amina.press(page, f"/my/interviews/{ID}/cancel").status_code == 303


def test_an_interview_is_booked_and_moved(amina, casework):
    typed = {"starts_at-day": "10", "starts_at-month": "6", "starts_at-year": "2025"}
    typed |= {"starts_at-time": "10:00", "ends_at-time": "11:00", "channel": "phone"}
    for page, path in (
        (f"/my/applications/{ID}/interview", f"/applications/{ID}/interviews"),
        (f"/my/interviews/{ID}/move", f"/interviews/{ID}/rearrangement"),
    ):
        casework.says("casework", "POST", path, INTERVIEW, 201)
        amina.send(page, 303, **typed)
        sent = casework.heard("casework", "POST", path)[0].json
        assert (sent["starts_at"][:13], sent["ends_at"][:13]) == ("2025-06-10T09", "2025-06-10T10")


def test_the_diary_and_its_summary(amina, casework):
    page = amina.page("/my/search-diary")
    assert "45 minutes" in page.main
    assert page.link("1 May 2025 to 14 May 2025") == f"/my/search-diary/evidence/{ID}"
    casework.says("casework", "POST", f"{MINE}/search-diary", ACTIVITY, 201)
    amina.send("/my/search-diary/new", 303, kind="looking", minutes="45")
    assert casework.heard("casework", "POST", f"{MINE}/search-diary")[0].json["minutes"] == 45
    live = {"from_on": "2025-05-01", "until_on": "2025-05-14", "made_on": "2025-05-14", "content": CONTENT}
    casework.says("casework", "GET", f"{MINE}/search-summary", live)
    casework.says("casework", "POST", f"{MINE}/search-evidence", EVIDENCE, 201)
    assert "1 hours and 15 minutes" in amina.page("/my/search-diary/evidence").main
    amina.send("/my/search-diary/evidence", 303)
    assert casework.heard("casework", "POST", f"{MINE}/search-evidence")[0].json["from"] == "2025-05-01"
    assert "Applications sent" in amina.page(f"/my/search-diary/evidence/{ID}").main


def test_an_adviser_sees_what_was_handed_over_and_what_is_open(signed_in, casework):
    casework.says("casework", "GET", f"{MINE}/papers", listed(granted=False))
    browser = signed_in("adviser").browser
    page = browser.page(f"/people/{PERSON}/job-search")
    assert "Theirs alone." in page.main
    assert "Baker Old Mill" in page.main
    assert "I bake." not in page.main
    assert "Applications sent" in browser.page(f"/people/{PERSON}/job-search/evidence/{ID}").main


def test_letters_that_are_alike(signed_in, casework):
    member = {"participant_id": PERSON, "full_name": "Amina Yusuf", "sent_on": "2025-05-06"}
    cluster = {"id": "7", "kinds": ["letter"], "people": 3, "texts": 3, "members": [member], "others": 2}
    cluster |= {"first_on": "2025-05-01", "last_on": "2025-05-06"}
    casework.says("casework", "GET", "/copy-clusters", {"items": [cluster], "next": None})
    given = {"id": ID, "title": "The course", "text": "I am keen.", "given_at": "2025-05-06T09:00:00+00:00"}
    casework.says("casework", "GET", "/given-texts", {"items": [given], "next": None})
    casework.says("casework", "POST", "/given-texts", given, 201)
    casework.says("casework", "POST", f"/given-texts/{ID}/removal", None, 204)
    browser = signed_in("adviser").browser
    page = browser.page("/copies")
    assert "3 people" in page.main
    assert "And 2 people whom others help." in page.main
    assert page.link("Amina Yusuf") == f"/people/{PERSON}"
    page = browser.page("/copies/templates")
    assert "I am keen." in page.main
    assert browser.press(page, f"/copies/templates/{ID}/remove").status_code == 303
    browser.send("/copies/templates/new", 303, title="The course", text="I am keen.")


@pytest.mark.parametrize("path", ["/copies", "/staying-in-work", f"/people/{PERSON}/job-search"])
@pytest.mark.parametrize("role", ["finance officer", "provider staff", "participant"])
def test_who_may_not_see_that(signed_in, casework, path, role):
    signed_in(role).browser.page(path, 403)


@pytest.mark.parametrize(
    "area",
    ["my_search", "my_papers", "my_interviews", "opened_search", "alike_letters", "staying", "my_work"],
)
def test_every_word_is_there_in_welsh(area):
    assert missing("cy", (area,)) == []
