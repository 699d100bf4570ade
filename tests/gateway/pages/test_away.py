"""A colleague is away: what stands in that time is moved, handed to whoever stands in, or left."""

import pytest

SLOT = "00000000-0000-7000-8000-0000000000a1"
OTHER = "00000000-0000-7000-8000-0000000000a2"
CLUB = "00000000-0000-7000-8000-0000000000a3"
OFF = "00000000-0000-7000-8000-0000000000d2"


@pytest.fixture
def tomasz(signed_in):
    return signed_in("adviser", name="Tomasz Zielinski")


@pytest.fixture
def casework(upstream, tomasz):
    met = {"participant_id": OFF, "channel": "phone", "place": None, "status": "scheduled", "with_whom": None}
    at = {SLOT: ("Amina", "07"), OTHER: ("Walter", "09")}
    items = [
        met
        | {"id": id, "called": called, "purpose": "CV"}
        | {"starts_at": f"2025-04-{day}T09:00:00+00:00", "ends_at": f"2025-04-{day}T09:30:00+00:00"}
        for id, (called, day) in at.items()
    ]
    upstream.says("casework", "GET", "/appointments", {"items": items, "next": None})
    club = items[0] | {"id": CLUB, "title": "Job club", "taken": 2, "capacity": 8}
    upstream.says("casework", "GET", "/groups", {"items": [club], "next": None})
    whose = {"adviser_id": str(tomasz.account.id), "covered_by_name": "Anwen"}
    cover = whose | {"from_on": "2025-04-07", "until_on": "2025-04-08"}
    upstream.says("casework", "GET", "/covers", {"items": [cover], "next": None})
    off = {"id": OFF, "from_on": "2025-04-07", "until_on": "2025-04-11"}
    upstream.says("casework", "GET", "/time-off", {"items": [off], "next": None})
    return upstream


def test_a_team_leader_says_it_and_sees_what_stands(signed_in, casework, tomasz):
    seun, whose = signed_in("team leader").browser, tomasz.account.id
    page = seun.page(f"/team/{whose}/away")
    assert "Tomasz Zielinski" in page.main
    assert casework.heard("casework", "GET", "/time-off")[0].query["adviser_id"] == str(whose)
    casework.refuses("casework", "POST", "/time-off", from_on=["Give a day to come."])
    assert seun.send(f"/team/{whose}/away", 422).mends("Give a day to come.") == "#f-from-on-day"
    casework.says("casework", "POST", "/time-off", {}, 201)
    days = {"from_on-day": "7", "from_on-month": "4", "from_on-year": "2025", "until_on-day": "11"}
    typed = days | {"until_on-month": "4", "until_on-year": "2025"}
    sent = seun.send(f"/team/{whose}/away", 303, **typed)
    told = {"from_on": "2025-04-07", "until_on": "2025-04-11", "adviser_id": str(whose)}
    assert casework.heard("casework", "POST", "/time-off")[-1].json == told
    standing = seun.page(sent.location)
    asked = casework.heard("casework", "GET", "/appointments")[-1].query
    assert (asked["adviser_id"], asked["from"][:10], asked["until"][:10]) == (
        str(whose),
        "2025-04-06",
        "2025-04-11",
    )
    assert standing.link("Open the session Job club") == f"/groups/{CLUB}"
    assert standing.main.count("Hand it to Anwen") == 2, "nobody stands in on the second of the two days"
    assert "Nobody stands in on that day." in standing.main
    casework.says("casework", "POST", f"/appointments/{SLOT}/handover", {}, 201)
    assert seun.press(standing, f"/appointments/{SLOT}/hand-over").location == sent.location
    casework.says("casework", "POST", f"/groups/{CLUB}/handover", {})
    assert seun.press(standing, f"/diary/away/groups/{CLUB}").location == sent.location
    casework.says("casework", "POST", f"/time-off/{OFF}/withdrawal", {})
    assert seun.press(page, f"/team/{whose}/away/{OFF}/take-back").status_code == 303


def test_an_adviser_sees_their_own_and_nobody_elses(signed_in, casework, tomasz):
    assert "Walter" in tomasz.browser.page(f"/diary/away/{tomasz.account.id}?from=2025-04-07").main
    signed_in("adviser").browser.page(f"/diary/away/{tomasz.account.id}", 404)
    tomasz.browser.page(f"/team/{tomasz.account.id}/away", 403)
    signed_in("participant").browser.page(f"/diary/away/{tomasz.account.id}", 403)
