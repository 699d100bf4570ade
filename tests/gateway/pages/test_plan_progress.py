"""A plan that holds, on pages: nothing typed is lost when somebody else was quicker; versions compared."""

from io import BytesIO

import pytest
from people import ACTION, OTHER, PERSON, PLAN, action, plan, said

API = f"/participants/{PERSON}/plans"
IT = f"/plans/{PLAN}"
DAY = {"occurred_on-day": "3", "occurred_on-month": "3", "occurred_on-year": "2025"}


@pytest.fixture
def amina(signed_in):
    """The participant, signed in."""
    return signed_in("participant", person_id=PERSON, name="Amina Yusuf").browser


@pytest.fixture
def shown(casework):
    """Says how the plan stands, and what can be chosen."""

    def says(*args, **more):
        casework.says("casework", "GET", IT, plan(*args, **more), ETag='"one"')
        codes = [{"code": "health", "label": said("Health")}]
        casework.says("casework", "GET", "/reference/barriers", {"items": codes})
        return casework

    return says


def test_somebody_elses_change_is_shown_beside_what_was_typed(signed_in, shown):
    services = shown("draft", aim="Their aim", actions=[action(title="Their walk")])
    services.refuses("casework", "PATCH", IT, 412)
    page = signed_in("adviser").browser.send(
        f"{IT}/change", 412, version='"old"', aim="My aim", **{"actions.0.title": "My walk", "rows": "1"}
    )
    assert (page.form()["aim"], page.form()["actions.0.title"]) == ("My aim", "My walk")
    assert "Their walk" in page.main
    assert page.form()["version"] == '"one"', "saved again, it takes the place of what was seen"


def test_who_agrees_says_what_they_read(amina, shown):
    services = shown("submitted")
    services.says("casework", "POST", f"{IT}/agreement", plan())
    amina.send(f"{IT}/agreement", 303, **amina.page(f"{IT}/agreement").form())
    assert services.heard("casework", "POST", f"{IT}/agreement")[0].headers["If-Match"] == '"one"'


def test_a_plan_that_changed_before_it_was_agreed_is_shown_anew(amina, shown):
    services = shown("submitted", actions=[action(title="Run")])
    services.refuses("casework", "POST", f"{IT}/agreement", 412)
    page = amina.send(f"{IT}/agreement", 412, version='"old"')
    assert "The plan was changed while you were reading." in page.main
    assert "Run" in page.main
    assert page.form()["version"] == '"one"'


def test_the_next_version_begins_with_what_is_still_open(signed_in, casework):
    done = action(id=OTHER, title="Ring", completed_on="2025-03-20")
    given_up = action(title="Swim", status="not-done")
    found = {"items": [plan(actions=[done, action(), given_up])], "next": None}
    casework.says("casework", "GET", API, found)
    casework.says("casework", "POST", API, plan("draft"), 201)
    browser = signed_in("adviser").browser
    page = browser.page(f"/people/{PERSON}/plans/new")
    form = page.form()
    assert form["actions.0.title"] == "Borrow a laptop"
    assert not form["actions.1.title"]
    typed = {name: value for name, value in form.items() if value}
    browser.send(f"/people/{PERSON}/plans/new", 303, **typed)
    (sent,) = casework.heard("casework", "POST", API)[0].json["actions"]
    assert sent["continues"] == ACTION


def test_a_review_day_and_a_reminder_are_sent(signed_in, casework):
    casework.says("casework", "POST", API, plan("draft"), 201)
    typed = {"review_on-day": "1", "review_on-month": "5", "review_on-year": "2025"}
    typed |= {
        "actions.0.title": "Walk",
        "actions.0.goal": "Health",
        "actions.0.remind_days": "1",
        "rows": "1",
    }
    signed_in("adviser").browser.send(f"/people/{PERSON}/plans/new", 303, **typed)
    sent = casework.heard("casework", "POST", API)[0].json
    assert (sent["review_on"], sent["actions"][0]["remind_days"]) == ("2025-05-01", 1)


@pytest.mark.parametrize(
    ("role", "typed", "owner", "acting_for"),
    [
        ("participant", {}, "participant", None),
        ("adviser", {}, "adviser", None),
        ("adviser", {"acting_for": "yes"}, "participant", PERSON),
    ],
)
def test_each_adds_their_own(signed_in, shown, role, typed, owner, acting_for):
    services = shown()
    services.says("casework", "POST", f"{IT}/actions", plan(), 201)
    who = {"person_id": PERSON} if role == "participant" else {}
    browser = signed_in(role, **who).browser
    assert browser.send(f"{IT}/actions/new", 303, title="Swim", towards="health", **typed).location == IT
    sent = services.heard("casework", "POST", f"{IT}/actions")[0]
    assert sent.json == {"title": "Swim", "towards_kind": "barrier", "towards": "health", "owner": owner}
    assert (str(sent.actor.acting_for) if sent.actor.acting_for else None) == acting_for


def test_a_goal_that_is_missing_is_said_at_the_goal(amina, shown):
    shown().refuses("casework", "POST", f"{IT}/actions", towards=["Fill this in."])
    page = amina.send(f"{IT}/actions/new", 422, title="Swim", towards="goal")
    assert page.errors == ["The goal, if it is for a goal: fill this in."]
    assert page.form()["title"] == "Swim"


@pytest.mark.parametrize(
    ("what", "path", "sent"),
    [
        ("started", "progress", {"step": "started", "reason": "So", "occurred_on": "2025-03-03"}),
        ("evidence", "evidence", {"words": "So", "occurred_on": "2025-03-03"}),
    ],
)
def test_how_it_goes(amina, shown, what, path, sent):
    services, at = shown(), f"{IT}/actions/{ACTION}"
    services.says("casework", "POST", f"{at}/{path}", plan())
    assert amina.send(at, 303, what=what, words="So", **DAY).location == IT
    assert services.heard("casework", "POST", f"{at}/{path}")[0].json == sent


def test_a_document_is_handed_in_with_what_it_shows(amina, shown):
    services, at = shown(), f"{IT}/actions/{ACTION}"
    services.says("casework", "POST", f"{at}/evidence", plan())
    card = {"content": (BytesIO(b"Canary"), "my card.txt")}
    assert amina.send(at, 303, what="evidence", words="My card", **card, **DAY).location == IT
    sent = services.heard("casework", "POST", f"{at}/evidence")[0].json
    held = {"name": "my card.txt", "content": "Q2FuYXJ5", "kind": "other", "title": "my card"}
    assert sent == {"words": "My card", "occurred_on": "2025-03-03", "document": held}
    card = {"content": (BytesIO(b"Canary"), "my card.txt")}
    page = amina.send(at, 422, what="started", words="My card", **card, **DAY)
    assert "A document goes with what shows how far it has got" in page.errors[0]
    services.refuses("casework", "POST", f"{at}/evidence", **{"document.content": ["Choose a file."]})
    card = {"content": (BytesIO(b""), "empty.txt")}
    page = amina.send(at, 422, what="evidence", words="My card", **card, **DAY)
    assert page.mends("Choose a file.") == "#f-content"
    assert page.form()["words"] == "My card"


def test_a_reason_that_is_missing_is_said_where_it_is_typed(amina, shown):
    at = f"{IT}/actions/{ACTION}"
    shown().refuses("casework", "POST", f"{at}/progress", reason=["Say why, in a few words."])
    page = amina.send(at, 422, what="not-done", **DAY)
    assert page.errors == ["In your own words: say why, in a few words."]
    assert page.form()["what"] == "not-done"
    amina.page(f"{IT}/actions/{OTHER}", 404)


def test_a_review_is_written_down(signed_in, shown):
    services = shown()
    services.says("casework", "POST", f"{IT}/reviews", plan(), 201)
    typed = {"note": "It fits", "next_on-day": "1", "next_on-month": "5", "next_on-year": "2025"}
    signed_in("adviser").browser.send(f"{IT}/review", 303, **typed, **DAY)
    assert services.heard("casework", "POST", f"{IT}/reviews")[0].json == {
        "note": "It fits",
        "occurred_on": "2025-03-03",
        "next_on": "2025-05-01",
    }


def test_what_was_said_stands_in_the_plan(signed_in, shown):
    words = {"occurred_on": "2025-03-20", "party": "participant", "assisted": False, "helper": None}
    shown(
        actions=[
            action(
                status="not-done",
                added_on="2025-03-19",
                progress=[
                    words | {"what": "evidence", "words": "A receipt"},
                    words | {"what": "not-done", "words": "It rained"},
                ],
            )
        ],
        review_on="2025-04-01",
        reviews=[words | {"note": "Half of it is done", "next_on": None}],
        version=2,
    )
    page = signed_in("adviser").browser.page(IT)
    for each in ("A receipt", "It rained", "Half of it is done", "Not done", "Time to look at it again"):
        assert each in page.main
    assert page.link("What is different from the version before") == f"{IT}/comparison"
    reader = signed_in("data-protection officer").browser.page(IT)
    assert "Add something" not in reader.main


def test_two_versions_side_by_side(amina, casework):
    before, after = action(title="Walk"), action(id=OTHER, title="Run")
    changes = [
        {"change": "changed", "different": ["title"], "before": before, "after": after},
        {"change": "added", "different": [], "before": None, "after": action(title="Swim")},
        {"change": "left-out", "different": [], "before": action(title="Read"), "after": None},
    ]
    found = {"before": plan("superseded", id=OTHER), "after": plan(version=2), "actions": changes}
    casework.says("casework", "GET", f"{IT}/comparison", found)
    third = plan("superseded", id=ACTION, version=3)
    casework.says("casework", "GET", API, {"items": [third, found["after"]], "next": None})
    page = amina.page(f"{IT}/comparison?with={OTHER}")
    assert casework.heard("casework", "GET", f"{IT}/comparison")[0].query == {"with": OTHER}
    for each in ("Walk", "Run", "Swim", "Read", "Left out", "New", "Changed"):
        assert each in page.main
    assert page.link("Version 3") == f"{IT}/comparison?with={ACTION}"
