"""An adviser's morning, the team board, cover, and what advisers tell of themselves."""

from datetime import UTC, datetime

import pytest
from people import PERSON

from chassis import clock

CALL = "00000000-0000-7000-8000-0000000000d1"
COVER = "00000000-0000-7000-8000-0000000000f1"
CONTACTS = f"/participants/{PERSON}/contacts"
FREE = {"voicemail": True, "letter": True, "sender_name": None, "quiet_from": None, "quiet_until": None}


def alert(kind="no-contact", pressing=2, **more):
    return {
        "participant_id": PERSON,
        "reference": "P-7417-9M",
        "full_name": "Amina Yusuf",
        "kind": kind,
        "since": "2025-03-05",
        "days": 28,
        "pressing": pressing,
    } | more


def day(**more):
    lists = {
        name: [] for name in ("covering", "transfers", "appointments", "groups", "actions", "calls", "alerts")
    }
    return {"day": "2025-04-02", "alerts_count": len(more.get("alerts", ())), **lists, **more}


def call():
    return {
        "id": CALL,
        "participant_id": PERSON,
        "full_name": "Walter Brennan",
        "called": "Walter",
        "phone": "+441632960100",
        "language": "en",
        "safe_contact": FREE | {"voicemail": False},
        "reason": "appointment-reminder",
        "due_on": "2025-04-01",
        "script": "Remind Walter.",
    }


@pytest.fixture(autouse=True)
def _on_the_second_of_april():
    with clock.frozen(datetime(2025, 4, 2, 14, 0, tzinfo=UTC)):
        yield


@pytest.fixture
def casework(upstream):
    upstream.says("casework", "GET", "/my-day", day())
    upstream.says("casework", "POST", CONTACTS, {"id": PERSON}, 201)
    for name in ("contact-channels", "directions", "appointment-channels", "languages", "barriers"):
        items = [{"code": code, "label": {"en": code}} for code in ("phone", "out", "en", "cy", "debt")]
        upstream.says("casework", "GET", f"/reference/{name}", {"items": items})
    return upstream


@pytest.fixture
def anwen(signed_in):
    return signed_in("adviser").browser


def test_an_empty_morning_says_so_with_one_question(anwen, casework):
    said = anwen.page("/my-day").main
    assert "Nothing is booked today." in said
    assert "Nobody has to be rung just now." in said
    assert "Everybody has been heard of" in said
    assert len(casework.heard("casework", "GET", "/my-day")) == 1


def test_the_morning_list(anwen, casework):
    met = {
        "id": COVER,
        "participant_id": PERSON,
        "called": "Amina",
        "starts_at": "2025-04-02T09:00:00+00:00",
        "ends_at": "2025-04-02T09:30:00+00:00",
        "channel": "phone",
        "place": None,
        "purpose": "Her CV",
        "status": "needs-feedback",
    }
    cover = {"adviser_name": "Tomasz", "until_on": "2025-04-04", "note": "Back on Monday"}
    alerts = [alert(pressing=3, days=60), alert("plan-review", 1), alert("outcome-unclaimed", 1)]
    club = met | {"title": "Job club", "taken": 2, "capacity": 8}
    own = {"id": CALL, "plan_id": COVER, "participant_id": PERSON, "called": "Amina"}
    own |= {"title": "Ask for shifts", "due_on": "2025-04-01"}
    told = day(
        covering=[cover],
        appointments=[met],
        groups=[club],
        actions=[own],
        calls=[call()],
        alerts=alerts,
        alerts_count=70,
    )
    casework.says("casework", "GET", "/my-day", told)
    page = anwen.page("/my-day")
    for words in (
        "You cover for Tomasz until 4 April 2025",
        "10:00am–10:30am · phone · Her CV",
        "10:00am–10:30am · phone · 2 of 8 places are taken.",
        "Leave no voicemail.",
        "No contact for 60 days, since 5 March 2025.",
        "The plan was agreed on 5 March 2025",
        "nobody has checked it",
        "These are the most pressing of 70.",
    ):
        assert words in page.main
    assert page.link("Done? Ask for shifts, Amina") == f"/plans/{COVER}/actions/{CALL}/done"
    assert page.link("Say whether they came Amina") == f"/appointments/{COVER}/attendance"


def test_a_call_is_noted_in_a_field_and_a_button_and_leads_back_to_the_list(anwen, casework):
    casework.says("casework", "GET", "/my-day", day(calls=[call()]))
    page = anwen.page("/my-day")
    casework.says("casework", "GET", f"/participants/{PERSON}", {}, 503)
    note = f"/people/{PERSON}/contacts/new"
    empty = anwen.press(page, note)
    assert empty.status_code == 422
    assert "Say in a few words how it went" in empty.get_data(as_text=True)
    response = anwen.press(page, note, summary="He will come.")
    assert (response.status_code, response.location) == (303, "/my-day")
    sent = casework.heard("casework", "POST", CONTACTS)[0].json
    assert sent == {
        "channel": "phone",
        "direction": "out",
        "summary": "He will come.",
        "assisted": False,
        "call_id": CALL,
    }


def test_a_call_to_somebody_in_work_leads_to_their_answer_and_back(anwen, casework):
    casework.says("casework", "GET", "/my-day", day(calls=[call() | {"check_id": COVER}]))
    casework.says("casework", "GET", f"/participants/{PERSON}", {"full_name": "Walter Brennan"})
    answers = [{"code": "well", "label": {"en": "It goes well"}}]
    casework.says("casework", "GET", "/reference/in-work-answers", {"items": answers})
    path = anwen.page("/my-day").link("Write down how work is going Walter Brennan")
    page = anwen.page(path)
    assert (page.form()["call_id"], page.form()["back"]) == (CALL, "my-day")
    at = f"/in-work-checks/{COVER}/answer"
    casework.refuses("casework", "POST", at, because=["These are their quiet hours."])
    refused = anwen.send(path, 422, answer="well")
    assert refused.mends("These are their quiet hours.") == "#f-because"
    casework.says("casework", "POST", at, {})
    assert anwen.send(path, 303, answer="well", because="She asked").location == "/my-day"
    sent = casework.heard("casework", "POST", at)[-1].json
    assert (sent["answer"], sent["call_id"], sent["because"]) == ("well", CALL, "She asked")


def test_what_cannot_be_taken_so_opens_the_whole_form_with_what_was_typed(anwen, casework):
    casework.says("casework", "GET", "/my-day", day(alerts=[alert()]))
    casework.says("casework", "GET", f"/participants/{PERSON}", {}, 503)
    casework.refuses("casework", "POST", CONTACTS, summary=["Write less."])
    page = anwen.page("/my-day")
    refused = anwen.press(page, f"/people/{PERSON}/contacts/new", summary="A long talk")
    assert refused.status_code == 422
    assert "A long talk" in refused.get_data(as_text=True)


def test_the_team_board(signed_in, casework):
    def row(name, load, **more):
        silent = [{"days": days, "people": people} for days, people in ((14, 3), (28, 2), (56, 1))]
        counts = {"people": 40, "in_work": 3, "plan_review": 4, "outcome_unclaimed": 5}
        told = {"adviser_id": COVER, "name": name, "load_percent": load, "no_contact": silent}
        return told | counts | more

    rows = [row("Tomasz", 120, away_until="2025-04-04"), row(None, 0, adviser_id=None, away_until=None)]
    casework.says("casework", "GET", "/team-board", {"items": rows})
    leader = signed_in("team leader").browser
    page = leader.page("/team")
    assert "120%" in page.main
    assert "Away until 4 April 2025" in page.main
    assert "No contact for 56 days" in page.main
    assert page.link("Tomasz") == f"/caseload?adviser={COVER}"
    casework.says("casework", "GET", "/participants", {"items": [], "next": None})
    leader.page(page.link("Tomasz"))
    assert casework.heard("casework", "GET", "/participants")[0].query["adviser_id"] == COVER
    casework.says("casework", "GET", "/team-board", {"items": []})
    assert "No adviser" in leader.page("/team").main
    signed_in("adviser").browser.page("/team", 403)


def test_cover_is_arranged_and_ended(signed_in, casework):
    tomasz = signed_in("adviser", name="Tomasz Zielinski").account
    anwen = signed_in("adviser")
    held = {
        "id": COVER,
        "adviser_id": str(anwen.account.id),
        "adviser_name": "Anwen",
        "covered_by_name": "Tomasz",
        "from_on": "2025-04-07",
        "until_on": "2025-04-11",
        "note": None,
    }
    casework.says("casework", "GET", "/covers", {"items": [held], "next": None})
    casework.says("casework", "POST", "/covers", held, 201)
    casework.says("casework", "POST", f"/covers/{COVER}/ending", held)
    days = {
        f"{name}-{part}": value
        for name, first in (("from_on", "7"), ("until_on", "11"))
        for part, value in (("day", first), ("month", "4"), ("year", "2025"))
    }
    path = anwen.browser.page("/covers").link("Arrange cover")
    assert "Who is away?" not in anwen.browser.page(path).main
    sent = anwen.browser.send(path, 303, covered_by=str(tomasz.id), **days)
    assert sent.location == "/covers"
    asked = {"covered_by": str(tomasz.id), "from_on": "2025-04-07", "until_on": "2025-04-11"}
    assert casework.heard("casework", "POST", "/covers")[0].json == asked
    assert anwen.browser.press(anwen.browser.page("/covers"), f"/covers/{COVER}/end").location == "/covers"
    assert "They are back" not in signed_in("adviser").browser.page("/covers").main
    assert "Who is away?" in signed_in("team leader").browser.page(path).main


def test_an_adviser_tells_of_themselves(signed_in, casework):
    anwen = signed_in("adviser")
    at = f"/advisers/{anwen.account.id}/profile"
    told = {"languages": ["en"], "places": ["SA1"], "needs": [], "part_time_percent": 100}
    casework.says("casework", "GET", at, told, ETag='"one"')
    casework.says("casework", "PUT", at, told)
    page = anwen.browser.page("/my-profile")
    assert page.form()["places"] == "SA1"
    anwen.browser.send(
        "/my-profile", 303, languages=["en", "cy"], places="cf10, SA1", needs="debt", part_time_percent="60"
    )
    sent = casework.heard("casework", "PUT", at)[0]
    assert sent.json == {
        "languages": ["en", "cy"],
        "places": ["cf10", "SA1"],
        "needs": ["debt"],
        "part_time_percent": 60,
    }


@pytest.mark.parametrize("role", ["participant", "finance officer", "data-protection officer"])
def test_who_may_not(signed_in, casework, role):
    browser = signed_in(role).browser
    for path in ("/my-day", "/team", "/covers", "/covers/new", "/my-profile"):
        browser.page(path, 403)
