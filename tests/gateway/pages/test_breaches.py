"""The breach log with its clock, and files with many people's records."""

from datetime import UTC, datetime

import pytest

from chassis import clock

BREACH = "00000000-0000-7000-8000-0000000000c7"
OFFICER = "data-protection officer"
AT = f"/breaches/{BREACH}"


@pytest.fixture(autouse=True)
def _on_the_second_of_april():
    with clock.frozen(datetime(2025, 4, 2, 14, 0, tzinfo=UTC)):
        yield


def _breach(**more):
    log = {"step": "recorded", "words": None, "noted_by_name": "Delyth", "noted_at": "2025-04-01T14:30:00Z"}
    return {
        "id": BREACH,
        "noticed_at": "2025-04-01T14:00:00Z",
        "due_at": "2025-04-04T14:00:00Z",
        "must_report": True,
        "what": "A laptop was left on a train",
        "people": 40,
        "risk": "likely",
        "recorded_by_name": "Delyth",
        "recorded_at": "2025-04-01T14:30:00Z",
        "reported_at": None,
        "reported_reference": None,
        "late_reason": None,
        "people_told_at": None,
        "closed_at": None,
        "closed_reason": None,
        "notes": [log],
    } | more


@pytest.fixture
def casework(upstream):
    upstream.says("casework", "GET", AT, _breach())
    upstream.says("casework", "GET", "/breaches", {"items": [_breach()], "next": None})
    return upstream


@pytest.fixture
def officer(signed_in):
    return signed_in(OFFICER).browser


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "48 hours left to report it"),
        ({"due_at": "2025-04-02T13:00:00Z"}, "72 hours are over"),
        ({"reported_at": "2025-04-02T10:00:00Z"}, "Reported"),
        ({"must_report": False}, "Need not be reported"),
        ({"closed_at": "2025-04-02T10:00:00Z"}, "Closed"),
    ],
)
def test_the_clock_is_shown(officer, casework, change, words):
    casework.says("casework", "GET", AT, _breach(**change))
    casework.says("casework", "GET", "/breaches", {"items": [_breach(**change)], "next": None})
    assert words in officer.page(AT).main
    assert words in officer.page("/breaches").main


def test_one_is_written_down(officer, casework):
    casework.refuses("casework", "POST", "/breaches", what=["Fill this in."])
    assert officer.send("/breaches/new", 422, people="40").form()["people"] == "40"
    casework.says("casework", "POST", "/breaches", _breach(), 201)
    officer.send("/breaches/new", 303, what="A laptop", risk="likely", people="40")
    sent = casework.heard("casework", "POST", "/breaches")[-1].json
    assert datetime.fromisoformat(sent.pop("noticed_at")) == datetime(2025, 4, 2, 14, tzinfo=UTC)
    assert sent == {"what": "A laptop", "risk": "likely", "people": 40}


@pytest.mark.parametrize(
    ("step", "typed"),
    [
        ("notes", {"words": "It was found", "risk": "unlikely"}),
        ("report", {"reference": "IC-1", "late_reason": "A weekend"}),
        ("telling", {"how": "By letter"}),
        ("closing", {"reason": "Encrypted"}),
    ],
)
def test_each_step_is_sent(officer, casework, step, typed):
    casework.says("casework", "POST", f"{AT}/{step}", _breach())
    assert officer.send(f"{AT}/{step}", 303, **typed).location == AT
    assert casework.heard("casework", "POST", f"{AT}/{step}")[0].json == typed


def _export(mine, **more):
    return {
        "id": BREACH,
        "what": "people",
        "reason": "Audit",
        "asked_by": mine,
        "asked_by_name": "Tomos",
        "asked_at": "2025-04-02T10:00:00Z",
        "decided_at": None,
        "decided_by_name": None,
        "allowed": None,
        "until_at": None,
        "fetched_at": None,
        "people": None,
    } | more


def test_a_second_person_allows_a_file(signed_in, upstream):
    leader, officer = signed_in("team leader"), signed_in(OFFICER).browser
    mine = str(leader.account.id)
    upstream.says("casework", "GET", "/bulk-exports", {"items": [_export(mine)], "next": None})
    upstream.says("casework", "POST", "/bulk-exports", _export(mine), 201)
    upstream.says("casework", "POST", f"/bulk-exports/{BREACH}/decision", _export(mine))
    leader.browser.send("/files-of-many/new", 303, what="people", reason="Audit")
    assert "Waits for a second person" in leader.browser.page("/files-of-many").main
    page = officer.page("/files-of-many")
    assert officer.press(page, f"/files-of-many/{BREACH}/allow").status_code == 303
    assert officer.press(page, f"/files-of-many/{BREACH}/refuse").status_code == 303
    sent = [
        one.json["allowed"] for one in upstream.heard("casework", "POST", f"/bulk-exports/{BREACH}/decision")
    ]
    assert sent == [True, False]
    open_one = _export(mine, decided_at="2025-04-02T11:00:00Z", allowed=True, until_at="2025-04-03T11:00:00Z")
    taken = open_one | {"fetched_at": "2025-04-02T12:00:00Z", "people": 3}
    upstream.says("casework", "GET", "/bulk-exports", {"items": [taken], "next": None})
    assert (
        leader.browser.page("/files-of-many").link("Save the file")
        == f"/api/casework/bulk-exports/{BREACH}/file"
    )
    assert "3 people" in officer.page("/files-of-many").main
    assert "Save the file" not in officer.page("/files-of-many").main
