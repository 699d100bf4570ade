"""Programmes, jobs and benefits as advisers record them."""

import pytest

PERSON = "00000000-0000-7000-8000-0000000000aa"
SPELL = "00000000-0000-7000-8000-0000000000f1"
ATTACHMENT = "00000000-0000-7000-8000-0000000000f2"
SPELLS = f"/participants/{PERSON}/spells"
WORK = f"/people/{PERSON}/work"
CODES = {
    "programmes": {"pathways": "Pathways"},
    "spell-kinds": {"employment": "Job", "self-employment": "Self-employment", "benefit": "Benefit"},
    "benefits": {"universal-credit": "Universal Credit"},
    "correction-reasons": {"mistyped": "Mistyped"},
}
TARIFF = {
    "code": "work-programme/year-1",
    "label": {"en": "Work Programme: attached in year 1"},
    "extra": {
        "groups": [
            {"code": "10", "label": {"en": "JSA prison leavers"}, "fees": {}},
            {"code": "3", "label": {"en": "JSA early access"}, "fees": {}},
        ]
    },
}


def _spell(**more):
    change = {
        "what": "started",
        "started_on": "2025-06-02",
        "ended_on": None,
        "at": "2025-06-02T09:00:00Z",
        "reason": None,
    }
    return {
        "id": SPELL,
        "kind": "employment",
        "started_on": "2025-06-02",
        "ended_on": None,
        "state": "current",
        "employer": "Harbour Foods",
        "job_title": "Baker",
        "hours_per_week": 24,
        "benefit": None,
        "evidence": "contract",
        "changes": [change],
    } | more


ATTACHED = {
    "id": ATTACHMENT,
    "programme": "pathways",
    "payment_group": "3",
    "attached_on": "2025-03-10",
    "tariff": "work-programme/year-1",
}


@pytest.fixture
def casework(upstream):
    upstream.says("casework", "GET", f"/participants/{PERSON}", {"full_name": "Amina Yusuf"})
    upstream.says("casework", "GET", SPELLS, {"items": [_spell()], "next": None})
    attachments = {"items": [ATTACHED], "next": None}
    upstream.says("casework", "GET", f"/participants/{PERSON}/attachments", attachments)
    upstream.says("casework", "GET", "/reference/tariffs", {"items": [TARIFF]})
    for name, codes in CODES.items():
        items = [{"code": code, "label": {"en": words}} for code, words in codes.items()]
        upstream.says("casework", "GET", f"/reference/{name}", {"items": items})
    return upstream


@pytest.fixture
def anwen(signed_in):
    return signed_in("adviser").browser


def _day(name, day, month, year):
    return {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}


def test_the_programme_the_job_and_what_can_be_done(anwen, casework):
    said = anwen.page(WORK).main
    assert "Pathways" in said
    assert "Payment group 3: JSA early access" in said
    assert "Baker at Harbour Foods" in said
    assert "Since 2 June 2025, 24 hours a week" in said
    assert "Record the last day" in said


def test_with_nothing_recorded_it_says_what_to_do(anwen, casework):
    casework.says("casework", "GET", SPELLS, {"items": [], "next": None})
    casework.says("casework", "GET", f"/participants/{PERSON}/attachments", {"items": [], "next": None})
    page = anwen.page(WORK)
    assert page.link("Attach to a programme") == f"{WORK}/programme"
    assert "No job is recorded." in page.main


def test_what_was_taken_back_can_be_changed_no_more(anwen, casework):
    casework.says("casework", "GET", SPELLS, {"items": [_spell(state="voided")], "next": None})
    said = anwen.page(WORK).main
    assert "Taken back" in said
    assert "Record the last day" not in said


def test_the_programme_is_an_edge(anwen, casework):
    casework.says("casework", "GET", f"/participants/{PERSON}/attachments", {}, 500)
    said = anwen.page(WORK).main
    assert "cannot be shown just now" in said
    assert "Baker at Harbour Foods" in said


def test_a_data_protection_officer_reads_and_changes_nothing(signed_in, casework):
    browser = signed_in("data-protection officer").browser
    said = browser.page(WORK).main
    assert "Baker at Harbour Foods" in said
    assert "Record a job" not in said
    assert "Put it right" not in said
    browser.page(f"{WORK}/job", 403)


def test_attaching(anwen, casework):
    path = f"/participants/{PERSON}/attachment"
    casework.says("casework", "POST", path, ATTACHED, 201)
    page = anwen.page(f"{WORK}/programme")
    groups = [each.text for each in page.all("option")]
    assert groups == ["Choose one", "3: JSA early access", "10: JSA prison leavers"]
    day = _day("occurred_on", "10", "3", "2025")
    anwen.send(f"{WORK}/programme", 303, programme="pathways", payment_group="3", **day)
    assert casework.heard("casework", "POST", path)[0].json == {
        "programme": "pathways",
        "payment_group": "3",
        "occurred_on": "2025-03-10",
    }


def test_a_job(anwen, casework):
    casework.says("casework", "POST", SPELLS, _spell(), 201)
    typed = {"job_title": "Baker", "employer": "Harbour Foods", "hours_per_week": "24"}
    anwen.send(f"{WORK}/job", 303, **typed, **_day("started_on", "2", "June", "2025"))
    assert casework.heard("casework", "POST", SPELLS)[0].json == {
        "kind": "employment",
        "job_title": "Baker",
        "employer": "Harbour Foods",
        "hours_per_week": 24,
        "started_on": "2025-06-02",
    }


def test_benefit_is_no_kind_of_job(anwen, casework):
    kinds = [box.get("value") for box in anwen.page(f"{WORK}/job").all("input") if box.get("name") == "kind"]
    assert kinds == ["employment", "self-employment"]


def test_hours_that_are_none_are_refused_beside_their_field(anwen, casework):
    casework.refuses("casework", "POST", SPELLS, hours_per_week=["Give a whole number."])
    page = anwen.send(f"{WORK}/job", 422, job_title="Baker", hours_per_week="lots")
    assert page.mends("Give a whole number.") == "#f-hours-per-week"
    assert page.form()["hours_per_week"] == "lots"
    assert casework.heard("casework", "POST", SPELLS)[0].json["hours_per_week"] == "lots"


def test_a_benefit(anwen, casework):
    casework.says("casework", "POST", SPELLS, _spell(), 201)
    day = _day("started_on", "1", "12", "2024")
    anwen.send(f"{WORK}/benefit", 303, benefit="universal-credit", **day)
    sent = casework.heard("casework", "POST", SPELLS)[0].json
    assert sent == {"kind": "benefit", "benefit": "universal-credit", "started_on": "2024-12-01"}


def test_the_last_day(anwen, casework):
    path = f"/spells/{SPELL}/end"
    casework.says("casework", "POST", path, _spell())
    page = anwen.page(f"{WORK}/{SPELL}/end")
    assert "Baker at Harbour Foods" in page.main
    anwen.send(f"{WORK}/{SPELL}/end", 303, **_day("occurred_on", "1", "9", "2025"))
    assert casework.heard("casework", "POST", path)[0].json == {"occurred_on": "2025-09-01"}


def test_putting_a_job_right_begins_with_what_stands_there(anwen, casework):
    path = f"/spells/{SPELL}/correction"
    casework.says("casework", "POST", path, _spell())
    anwen.send(f"{WORK}/{SPELL}/correct", 303, reason="mistyped", **{"started_on-day": "3"})
    sent = casework.heard("casework", "POST", path)[0].json
    assert sent == {"reason": "mistyped", "voided": False, "started_on": "2025-06-03"}


def test_taking_a_job_back(anwen, casework):
    path = f"/spells/{SPELL}/correction"
    casework.says("casework", "POST", path, _spell())
    anwen.send(f"{WORK}/{SPELL}/correct", 303, reason="mistyped", voided="yes")
    assert casework.heard("casework", "POST", path)[0].json["voided"] is True


def test_putting_the_programme_right(anwen, casework):
    path = f"/attachments/{ATTACHMENT}/correction"
    casework.says("casework", "POST", path, ATTACHED)
    anwen.send(f"{WORK}/programme/{ATTACHMENT}/correct", 303, payment_group="10", reason="mistyped")
    sent = casework.heard("casework", "POST", path)[0].json
    assert sent == {"payment_group": "10", "reason": "mistyped", "occurred_on": "2025-03-10"}


def test_a_job_of_somebody_else_is_not_there(anwen, casework):
    anwen.page(f"{WORK}/00000000-0000-7000-8000-0000000000ff/end", 404)


def test_how_it_came_to_stand_here(anwen, casework):
    change = _spell()["changes"][0]
    put_right = change | {"what": "corrected", "started_on": "2025-06-03", "reason": "mistyped"}
    casework.says("casework", "GET", SPELLS, {"items": [_spell(changes=[change, put_right])], "next": None})
    assert "Put right" in anwen.page(WORK).main
    assert "Since 3 June 2025. Mistyped" in anwen.page(WORK).main
