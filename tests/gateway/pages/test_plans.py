"""Plans: written with as many actions as it takes, put to the other party, agreed or given back, done."""

import pytest
from people import ACTION, OTHER, PERSON, PLAN, action, plan, said

from chassis import clock

API = f"/participants/{PERSON}/plans"
NEW = f"/people/{PERSON}/plans/new"
IT = f"/plans/{PLAN}"


@pytest.fixture
def amina(signed_in):
    """The participant, signed in."""
    return signed_in("participant", person_id=PERSON, name="Amina Yusuf").browser


@pytest.fixture
def shown(casework):
    """Says how the plan stands."""

    def says(*args, **more):
        casework.says("casework", "GET", IT, plan(*args, **more), ETag='"one"')
        return casework

    return says


def _row(number, **parts):
    due = {
        f"actions.{number}.due_on-{part}": value
        for part, value in zip(("day", "month", "year"), ("1", "4", "2025"), strict=True)
    }
    return due | {f"actions.{number}.{name}": value for name, value in parts.items()}


def test_rows_left_empty_are_left_out_and_goals_told_from_barriers(signed_in, casework):
    casework.says("casework", "POST", API, plan("draft"), 201)
    typed = _row(0, title="Walk", towards="health", owner="participant")
    typed |= _row(2, title="Write", towards="goal", goal="A bakery", owner="adviser")
    codes = [{"code": "health", "label": said("Health")}]
    casework.says("casework", "GET", "/reference/barriers", {"items": codes})
    answer = signed_in("adviser").browser.send(NEW, 303, aim="Work", **typed)
    assert answer.location == IT
    assert casework.heard("casework", "POST", API)[0].json == {
        "aim": "Work",
        "actions": [
            {
                "title": "Walk",
                "towards_kind": "barrier",
                "towards": "health",
                "owner": "participant",
                "due_on": "2025-04-01",
            },
            {
                "title": "Write",
                "towards_kind": "goal",
                "towards": "A bakery",
                "owner": "adviser",
                "due_on": "2025-04-01",
            },
        ],
    }


def test_what_is_wrong_stands_at_the_row_where_it_was_typed(signed_in, casework):
    casework.refuses("casework", "POST", API, **{"actions.0.due_on": ["Fill this in."]})
    page = signed_in("adviser").browser.send(NEW, 422, **{"actions.2.title": "Write"})
    assert (
        page.mends(f"Action 3, By when? Enter a date, such as 27 3 {clock.today().year}.")
        == "#f-actions-2-due-on-day"
    )
    assert page.form()["actions.2.title"] == "Write"


def test_an_empty_plan_is_not_kept_when_it_is_to_be_put_to_somebody(signed_in, casework):
    page = signed_in("adviser").browser.send(NEW, 422, aim="Work", then="submit")
    assert page.errors == ["Action 1, What will be done? Add at least one action."]
    assert page.form()["aim"] == "Work"
    assert not casework.heard("casework", "POST", API)


def test_who_meets_a_version_in_work_is_led_to_it(signed_in, casework):
    told = {"status": 409, "code": "plan-in-progress", "detail": "Version 1 is draft. Settle that one first."}
    casework.says("casework", "POST", API, told, 409)
    page = signed_in("adviser").browser.send(NEW, 409, aim="Work")
    assert page.link("Open the version that is being worked on") == f"/people/{PERSON}/plans"


def test_more_actions_keep_what_was_typed(signed_in, casework):
    page = signed_in("adviser").browser.send(NEW, 200, **{"actions.0.title": "Walk", "then": "more"})
    assert page.form()["actions.0.title"] == "Walk"
    assert "actions.4.title" in page.form()
    assert casework.heard("casework", "POST", API) == []


def test_it_can_be_put_to_them_at_once(signed_in, casework):
    casework.says("casework", "POST", API, plan("draft"), 201)
    casework.says("casework", "POST", f"{IT}/submission", plan("submitted"))
    signed_in("adviser").browser.send(NEW, 303, **_row(0, title="Walk", goal="Health"), then="submit")
    assert len(casework.heard("casework", "POST", f"{IT}/submission")) == 1


def test_its_author_changes_the_version_that_was_read(signed_in, shown):
    services = shown("returned")
    services.says("casework", "PATCH", IT, plan("returned"))
    signed_in("adviser").browser.send(f"{IT}/change", 303, aim="Another aim")
    sent = services.heard("casework", "PATCH", IT)[0]
    assert sent.headers["If-Match"] == '"one"'
    assert sent.json["actions"][0]["towards"] == "To be online"


@pytest.mark.parametrize(
    ("status", "author", "adviser_can", "participant_can"),
    [
        ("draft", "adviser", {"Change it"}, set()),
        ("submitted", "adviser", set(), {"Agree", "Ask for a change"}),
        ("returned", "adviser", {"Change it"}, set()),
        ("submitted", "participant", {"Agree", "Ask for a change"}, set()),
        ("draft", "participant", set(), {"Change it"}),
        ("agreed", "adviser", set(), set()),
    ],
)
def test_each_party_has_the_buttons_of_its_turn(
    signed_in, amina, shown, status, author, adviser_can, participant_can
):
    shown(status, author)
    all_steps = {"Change it", "Agree", "Ask for a change"}
    for browser, can in ((signed_in("adviser").browser, adviser_can), (amina, participant_can)):
        page = browser.page(IT)
        links = {"".join(each.itertext()).strip() for each in page.all("a")}
        assert links & all_steps == can


def test_a_data_protection_officer_has_none(signed_in, shown):
    shown("submitted")
    page = signed_in("data-protection officer").browser.page(IT)
    assert "waits" not in page.main
    assert "Done?" not in page.main


def test_a_participant_agrees_after_a_last_look(amina, shown):
    services = shown("submitted")
    services.says("casework", "POST", f"{IT}/agreement", plan())
    assert "Borrow a laptop" in amina.page(f"{IT}/agreement").main
    assert amina.send(f"{IT}/agreement", 303).location == IT
    assert len(services.heard("casework", "POST", f"{IT}/agreement")) == 1


def test_an_adviser_sends_the_word_of_somebody_who_is_with_them(signed_in, shown):
    services = shown("submitted")
    services.says("casework", "POST", f"{IT}/agreement", plan())
    adviser = signed_in("adviser").browser
    page = adviser.page(IT)
    assert page.link("They agree") == f"{IT}/agreement"
    page = adviser.send(f"{IT}/agreement", 422)
    assert page.errors == [
        "I am acting for Amina, who is with me: tick this if they are with you. If not, only they can say it."
    ]
    assert not services.heard("casework", "POST", f"{IT}/agreement")
    assert adviser.send(f"{IT}/agreement", 303, acting_for="yes").location == IT
    (sent,) = services.heard("casework", "POST", f"{IT}/agreement")
    assert str(sent.actor.acting_for) == PERSON
    services.says("casework", "POST", f"{IT}/return", plan("returned"))
    adviser.send(f"{IT}/return", 303, acting_for="yes", reason="Too far")
    assert str(services.heard("casework", "POST", f"{IT}/return")[-1].actor.acting_for) == PERSON


def test_a_participant_cannot_act_for_anybody_by_a_field(amina, shown):
    services = shown("submitted")
    services.says("casework", "POST", f"{IT}/agreement", plan())
    amina.send(f"{IT}/agreement", 303, acting_for="yes")
    assert services.heard("casework", "POST", f"{IT}/agreement")[0].actor.acting_for is None


def test_the_record_says_who_lent_a_hand(signed_in, amina, shown):
    step = {"step": "agreed", "occurred_on": "2025-03-18", "party": "participant", "reason": None}
    shown("agreed", steps=[step | {"assisted": True, "helper": "Anwen Pritchard"}])
    assert "by Anwen Pritchard for Amina Yusuf" in signed_in("adviser").browser.page(IT).main
    assert "by Anwen Pritchard for you" in amina.page(IT).main


def test_whoever_was_quicker_is_named_in_plain_words(amina, shown):
    shown("submitted").refuses("casework", "POST", f"{IT}/agreement", 409)
    assert amina.send(f"{IT}/agreement", 409).errors == ["Look at your answers."]


def test_it_goes_back_with_a_reason(amina, shown):
    services = shown("submitted")
    services.refuses("casework", "POST", f"{IT}/return", reason=["Fill this in."])
    assert amina.send(f"{IT}/return", 422).errors == ["What should be different? Fill this in."]
    services.says("casework", "POST", f"{IT}/return", plan("returned"))
    amina.send(f"{IT}/return", 303, reason="Too far")
    assert services.heard("casework", "POST", f"{IT}/return")[-1].json == {"reason": "Too far"}


def test_the_participant_says_what_they_have_done_and_not_what_the_adviser_has(amina, shown):
    shown(actions=[action(), action(id=OTHER, owner="adviser", title="Write")])
    page = amina.page(IT)
    links = [each.get("href") for each in page.all("a")]
    assert f"{IT}/actions/{ACTION}/done" in links
    assert f"{IT}/actions/{OTHER}/done" not in links


def test_done_on_a_day_with_a_note(amina, shown):
    services = shown()
    services.says("casework", "POST", f"{IT}/actions/{ACTION}/completion", plan())
    typed = {"note": "It works", "occurred_on-day": "3", "occurred_on-month": "3", "occurred_on-year": "2025"}
    assert amina.send(f"{IT}/actions/{ACTION}/done", 303, **typed).location == "/my/plan"
    sent = services.heard("casework", "POST", f"{IT}/actions/{ACTION}/completion")[0]
    assert sent.json == {"note": "It works", "occurred_on": "2025-03-03"}


def test_an_action_of_another_plan_is_not_there(amina, shown):
    shown()
    amina.page(f"{IT}/actions/{OTHER}/done", 404)


def test_my_plan_shows_what_waits_before_what_holds(amina, casework):
    upcoming = plan("submitted", id=OTHER, version=2, aim="Better pay")
    casework.says("casework", "GET", API, {"items": [upcoming, plan()], "next": None})
    main = amina.page("/my/plan").main
    assert main.index("Better pay") < main.index("A job near school")


def test_without_a_plan_one_can_begin(amina, casework):
    casework.says("casework", "GET", API, {"items": [], "next": None})
    assert amina.page("/my/plan").link("Begin a plan") == NEW


def test_home_says_what_is_left_to_do(amina, casework):
    casework.says("casework", "GET", API, {"items": [plan()], "next": None})
    assert "Things for you to do in your plan" in amina.page("/").main


def test_on_paper_both_can_sign(amina, shown):
    shown()
    assert "Signed by the participant" in amina.page(f"{IT}/print").main


def test_every_version_is_listed(signed_in, casework):
    casework.says("casework", "GET", API, {"items": [plan(), plan("superseded")], "next": None})
    page = signed_in("team leader").browser.page(f"/people/{PERSON}/plans")
    assert "0 of 1" in page.main
    assert page.link("Draft the next version") == NEW
