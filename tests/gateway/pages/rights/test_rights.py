"""Pages about a person's rights: for the data-protection officer, for an adviser, and for the person."""

from uuid import UUID

import pytest
from people import PERSON
from rights_told import (
    AT,
    ID,
    OFFICER,
    OTHER,
    RIGHTS,
    a_copy,
    a_correction,
    a_reading,
    all_rights,
    an_erasure,
)


def _desk(**more):
    names = ("copies", "corrections", "emergency_readings", "erasures", "unconfirmed")
    return {name: [] for name in names} | {"references": {PERSON: "P-7417-9M"}} | more


def test_the_desk_shows_what_waits(signed_in, casework):
    late = an_erasure(done_on="2025-03-04", missing=["mi"])
    names = ("id", "participant_id", "part", "asked_on", "due_on")
    short = {name: value for name, value in a_correction().items() if name in names}
    desk = _desk(copies=[a_copy()], corrections=[short], erasures=[an_erasure()], unconfirmed=[late])
    casework.says("casework", "GET", "/rights", desk | {"emergency_readings": [a_reading()]})
    page = signed_in(OFFICER).browser.page("/rights")
    assert "Not answered yet: figures" in page.main
    assert "Not confirmed yet: figures" in page.main
    assert "She rang in distress" in page.main
    assert page.link("P-7417-9M") == AT
    assert "Amina Yusuf" not in page.main, "names are for the record"
    casework.says("casework", "GET", "/rights", _desk())
    assert page.navigation.count("Data rights") == 1
    assert "None waits." in signed_in(OFFICER).browser.page("/rights").main


def test_the_officer_sees_all_that_concerns_one_person(signed_in, casework):
    said = signed_in(OFFICER).browser.page(AT).main
    for words in (
        "12 entries",
        "keeps its part",
        "Tribunal 12/25",
        "Her sister",
        "Owain",
        "I never worked there",
    ):
        assert words in said, words


def test_an_adviser_sees_what_was_asked_for(signed_in, casework):
    casework.says("casework", "GET", RIGHTS, all_rights(copies=[a_copy()], corrections=[a_correction()]))
    page = signed_in("adviser").browser.page(AT)
    assert "Answer this" in page.main
    assert "Erasing this record" not in page.main
    assert "Read the copy" not in page.main


@pytest.mark.parametrize(
    ("action", "path", "body"),
    [
        (f"{AT}/copy", f"/participants/{PERSON}/access-requests", {}),
        (f"{AT}/holds/{OTHER}/lift", f"/holds/{OTHER}/lifting", None),
        (f"{AT}/restriction/lift", f"/participants/{PERSON}/restriction/lifting", None),
    ],
)
def test_what_one_button_does(signed_in, casework, action, path, body):
    casework.says("casework", "POST", path, {"id": ID}, 201)
    browser = signed_in(OFFICER).browser
    assert browser.press(browser.page(AT), action).status_code == 303
    assert casework.heard("casework", "POST", path)[0].json == body


def test_a_copy_is_released_when_nobody_is_missing(signed_in, casework):
    casework.says("casework", "GET", RIGHTS, all_rights(copies=[a_copy(missing=[])]))
    casework.says("casework", "POST", f"/access-requests/{ID}/release", a_copy())
    browser = signed_in(OFFICER).browser
    assert browser.press(browser.page(AT), f"{AT}/copies/{ID}/release").status_code == 303


@pytest.mark.parametrize(
    ("page", "path", "typed"),
    [
        ("correction", f"/participants/{PERSON}/corrections", {"part": "work", "wrong": "a", "right": "b"}),
        (f"corrections/{ID}", f"/corrections/{ID}/decision", {"decision": "made", "reason": "c"}),
        (f"copies/{ID}/extend", f"/access-requests/{ID}/extension", {"reason": "d"}),
        ("hold", f"/participants/{PERSON}/holds", {"reason": "e"}),
        ("erase", f"/participants/{PERSON}/erasures", {"reason": "f"}),
        (f"readings/{OTHER}", f"/emergency-readings/{OTHER}/review", {"finding": "justified", "note": "g"}),
    ],
)
def test_forms_send_what_was_typed_and_keep_it_when_refused(signed_in, casework, page, path, typed):
    browser = signed_in(OFFICER).browser
    field = list(typed)[-1]
    casework.refuses("casework", "POST", path, **{field: ["Say more."]})
    again = browser.send(f"{AT}/{page}", 422, **typed)
    assert again.form()[field] == typed[field]
    assert again.mends("Say more.") == f"#f-{field}"
    casework.says("casework", "POST", path, {"id": ID}, 201)
    browser.send(f"{AT}/{page}", 303, **typed)
    assert casework.heard("casework", "POST", path)[-1].json == typed


def test_a_record_is_restricted_to_colleagues(signed_in, casework):
    named = signed_in("adviser", name="Owain Rees").account
    path = f"/participants/{PERSON}/restriction"
    casework.says("casework", "POST", path, {"id": ID}, 201)
    signed_in(OFFICER).browser.send(f"{AT}/restrict", 303, reason="Her sister", readers=[str(named.id)])
    assert casework.heard("casework", "POST", path)[0].json == {
        "reason": "Her sister",
        "readers": [str(named.id)],
    }


def test_the_forecast_says_what_goes_and_what_stays(signed_in, casework):
    page = signed_in("team leader").browser.page(f"/erasures/{ID}")
    for words in (
        "emptied of everything",
        "deleted",
        "kept until 8 December 2031",
        "stays, for it names nobody",
    ):
        assert words in page.main, words
    assert page.link("Have it done") == f"/erasures/{ID}/do"


def test_who_prepared_it_cannot_have_it_done(signed_in, casework):
    officer = signed_in(OFFICER)
    casework.says("casework", "GET", f"/erasures/{ID}", an_erasure(prepared_by=str(officer.account.id)))
    said = officer.browser.page(f"/erasures/{ID}").main
    assert "Somebody else has to have it done" in said
    assert "Have it done" not in said


def test_it_is_done_by_who_has_looked(signed_in, casework):
    path, browser = f"/erasures/{ID}/execution", signed_in("team leader").browser
    casework.says("casework", "POST", path, an_erasure())
    page = browser.send(f"/erasures/{ID}/do", 422)
    assert page.mends("say that you have looked at what goes.") == "#f-sure"
    assert not casework.heard("casework", "POST", path)
    browser.send(f"/erasures/{ID}/do", 303, sure="yes")
    assert len(casework.heard("casework", "POST", path)) == 1
    answers = [{"service": "notify", "confirmed_at": "2025-03-04T10:00:00Z"}]
    done = an_erasure(done_on="2025-03-04", done_by_name="Tomos", answers=answers, missing=["mi"])
    casework.says("casework", "GET", f"/erasures/{ID}", done | {"rest_due_on": "2031-12-08"})
    said = browser.page(f"/erasures/{ID}").main
    assert "Not confirmed yet" in said
    assert "8 December 2031" in said


def test_the_glass_is_broken_with_a_reason(signed_in, casework):
    path, browser = "/emergency-readings", signed_in("adviser").browser
    casework.says("casework", "POST", path, a_reading(), 201)
    response = browser.send("/restricted-record", 303, reference="P-7417-9M", reason="She rang")
    assert casework.heard("casework", "POST", path)[0].json == {
        "reference": "P-7417-9M",
        "reason": "She rang",
    }
    assert response.location == f"/people/{PERSON}"


def test_the_person_asks_and_reads(signed_in, casework):
    amina = signed_in("participant", person_id=UUID(PERSON)).browser
    ready = a_copy(released_on="2025-03-10", missing=[])
    mine = all_rights(
        copies=[ready], corrections=[a_correction(decision="refused", decided_on="2025-03-05", reason="No")]
    )
    casework.says("casework", "GET", RIGHTS, mine | {"emergency_readings": [a_reading()]})
    casework.says("casework", "POST", f"/participants/{PERSON}/access-requests", a_copy(), 201)
    casework.says("casework", "POST", f"/participants/{PERSON}/corrections", a_correction(), 201)
    page = amina.page("/my/rights")
    assert page.link("Save my copy as a file") == f"/api/casework/access-requests/{ID}/file"
    assert "Not put right" in page.main
    assert "She rang in distress" in page.main
    assert amina.press(page, "/my/rights/copy").status_code == 303
    amina.send("/my/rights/correction", 303, part="work", wrong="a", right="b")
    sent = casework.heard("casework", "POST", f"/participants/{PERSON}/corrections")[0].json
    assert sent == {"part": "work", "wrong": "a", "right": "b"}


@pytest.mark.parametrize(
    ("role", "paths"),
    [
        (
            "participant",
            ["/rights", AT, f"/erasures/{ID}", "/restricted-record", "/breaches", "/files-of-many"],
        ),
        (
            "adviser",
            ["/rights", f"/erasures/{ID}", f"{AT}/hold", "/my/rights", "/breaches", "/files-of-many"],
        ),
        ("operator", ["/rights", AT, f"/copies/{ID}", "/breaches", "/files-of-many"]),
    ],
)
def test_who_may_not(signed_in, casework, role, paths):
    browser = signed_in(role).browser
    for path in paths:
        browser.page(path, 403)
