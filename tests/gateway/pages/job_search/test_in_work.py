"""In work, on pages: who has gone quiet, how it goes, and the one question."""

import pytest
from searching import ID, MINE, PERSON

CHECK = {"id": ID, "asked_on": "2025-05-06", "answer": None, "answered_on": None, "note": None}
PLAN = {
    "id": ID,
    "spell_id": ID,
    "state": "quiet",
    "next_on": "2025-06-06",
    "stopped_on": None,
    "checks": [CHECK],
}
IN_WORK = {
    "plans": [PLAN],
    "returns": [{"left_on": "2025-01-02", "back_on": "2025-02-03", "days": 31}],
    "employers": [{"spell_id": ID, "may_contact": True, "name": "Mrs Roe", "phone": None}],
    "evidence": [{"spell_id": ID, "kind": "payslip", "seen_on": "2025-05-06", "note": None}],
}
JOB = {
    "id": ID,
    "kind": "employment",
    "job_title": "Baker",
    "employer": "Old Mill",
    "started_on": "2025-02-03",
    "ended_on": None,
    "state": "current",
}


@pytest.fixture
def in_work(casework):
    casework.says("casework", "GET", f"{MINE}/in-work", IN_WORK)
    casework.says("casework", "GET", f"{MINE}/spells", {"items": [JOB], "next": None})
    for name in ("in-work-answers", "in-work-states", "work-evidence"):
        casework.says("casework", "GET", f"/reference/{name}", {"items": []})
    return casework


def test_who_is_in_work_and_has_gone_quiet(signed_in, in_work):
    row = {"participant_id": PERSON, "full_name": "Amina Yusuf", "employer": "Old Mill", "state": "quiet"}
    row |= {"missed": 2, "asked_on": "2025-05-06", "answer": None, "next_on": None}
    in_work.says("casework", "GET", "/in-work", {"items": [row], "next": None})
    page = signed_in("adviser").browser.page("/staying-in-work")
    assert "2 questions not answered" in page.main
    assert page.link("Amina Yusuf") == f"/people/{PERSON}/staying"


def test_how_it_goes_with_somebody(signed_in, in_work):
    browser = signed_in("adviser").browser
    page = browser.page(f"/people/{PERSON}/staying")
    assert "Left on 2 January 2025" in page.main
    assert "Mrs Roe" in page.main
    in_work.says("casework", "POST", f"/in-work-plans/{ID}/settlement", PLAN)
    in_work.says("casework", "POST", f"/in-work-plans/{ID}/end", PLAN)
    assert browser.press(page, f"/people/{PERSON}/staying/{ID}/settle").status_code == 303
    assert browser.press(page, f"/people/{PERSON}/staying/{ID}/stop").status_code == 303


def test_what_was_heard_is_written_down(signed_in, in_work):
    browser = signed_in("adviser").browser
    for page, path, typed in (
        (f"answers/{ID}", f"/in-work-checks/{ID}/answer", {"answer": "well"}),
        (f"{ID}/employer", f"/spells/{ID}/employer-contact", {"may_contact": "yes", "name": "Mrs Roe"}),
        (f"{ID}/evidence", f"/spells/{ID}/evidence", {"kind": "payslip"}),
    ):
        in_work.says("casework", "POST", path, {}, 201)
        browser.send(f"/people/{PERSON}/staying/{page}", 303, **typed)
        assert in_work.heard("casework", "POST", path), path


def test_keeping_in_touch_begins_from_a_job(signed_in, in_work):
    in_work.says("casework", "GET", f"{MINE}/in-work", IN_WORK | {"plans": []})
    in_work.says("casework", "POST", f"/spells/{ID}/in-work-plan", PLAN, 201)
    browser = signed_in("adviser").browser
    page = browser.page(f"/people/{PERSON}/staying")
    assert browser.press(page, f"/people/{PERSON}/staying/{ID}/begin").status_code == 303


def test_the_one_question_is_answered_by_the_person(amina, in_work):
    in_work.says("casework", "POST", f"/in-work-checks/{ID}/answer", PLAN)
    answer = amina.page("/my/work").link("Answer 6 May 2025")
    amina.send(answer, 303, answer="well")
    assert in_work.heard("casework", "POST", f"/in-work-checks/{ID}/answer")[0].json == {"answer": "well"}
