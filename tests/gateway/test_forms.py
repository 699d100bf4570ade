"""The pattern of a form: shown, sent once, refused with everything kept, done."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import render_template_string
from pages import Browser, Page, words
from signed import Person
from upstream import Upstream

from chassis import clock
from chassis.context import ServiceContext
from gateway.actions import passwords
from gateway.store import accounts
from gateway.web.app import make_app
from gateway.web.frame import (
    PUBLIC,
    Area,
    Form,
    Question,
    ask,
    ask_together,
    choices,
    done,
    fetch,
    label,
    visitor,
)

PERSON = "/participants/1"
FORM = """
{% extends "frame/form.html" %}
{% block title %}Circumstances{% endblock %}
{% block fields %}
{{ field.text(form, "called", "What to call them", hint="A first name, say") }}
{{ field.date(form, "occurred_on", "When?") }}
{{ field.number(form, "weeks", "Weeks out of work") }}
{{ field.pounds(form, "pay", "Pay a week") }}
{{ field.radios(form, "heard", "How did they hear?", options) }}
{{ field.checkboxes(form, "needs", "What do they need?", needs) }}
{{ field.yes_no(form, "online", "Do they use the internet?") }}
{{ field.checkbox(form, "agreed", "They agree") }}
{{ field.select(form, "nation", "Where?", [("e", "England"), ("w", "Wales")]) }}
{{ field.textarea(form, "contact.notes", "Notes", optional=true) }}
{{ field.date(form, "met_on", "Meeting") }}{{ field.time(form, "met_on", "At what time?") }}
{% endblock %}
"""
SHOWN = """
{% extends "frame/base.html" %}
{% block title %}{{ person.name }}{% endblock %}
{% block content %}
{% call(found) part.edge(messages, "Messages") %}<p>{{ found["items"] | length }} messages</p>{% endcall %}
{% call(found) part.edge(secret) %}<p>a secret</p>{% endcall %}
{{ part.answers([("Born", person.born | day), ("Pay", person.pay | money)]) }}
{{ part.answers([("Seen", person.seen | moment), ("Note", none, "/x")]) }}
{{ part.tasks([("Plan", "/plan", "Agreed", "good"), ("Job", none, "Later", "")]) }}
<h2>What happened</h2>
{% call(e) part.timeline([{"at": "2025-03-03T09:30:00Z", "title": "Rang"}]) %}<p>Talked</p>{% endcall %}
{{ part.pages("abc", first=true) }}{{ part.empty("Nothing", "/add", "Add one") }}
{{ part.banner("Note this", "wait") }}
{{ field.post("/again", "Do it", about="for Amina") }}{{ label("casework", "channels", "phone") }}
{% endblock %}
"""

NEEDS = [("care", "Child care", "While at work"), ("bus", "A bus fare")]

area = Area("example", __name__)
area.link("shown", "Examples", about="What pages are made of.", roles="adviser", order=1)
area.fact(
    "shown",
    "Messages in all",
    (Question("notify", "/messages"), Question("notify", "/letters")),
    lambda messages, letters: len(messages["items"]) + len(letters["items"]),
    roles="adviser",
    order=1,
)
area.fact(
    "shown",
    "Known as",
    lambda: Question("casework", PERSON, {"for": str(visitor().actor.id)}),
    lambda body: body["called"],
    roles="adviser",
    order=2,
)


@area.page("/example", roles="adviser")
def shown():
    """A page with edges."""
    edges = ask_together(
        {"messages": Question("notify", "/messages"), "secret": Question("mi", "/secret")}, each=0.3
    )
    return render_template_string(SHOWN, person=ask("casework", "GET", PERSON), **edges)


@area.form_page("/example/form", roles=("adviser",))
def fill_in(form: Form):
    """A form with every kind of field."""
    if form.sent:
        answers = {
            "called": form.text("called"),
            "occurred_on": form.date("occurred_on"),
            "weeks": form.number("weeks"),
            "pay_pence": form.pence("pay"),
            "heard": form.text("heard"),
            "needs": form.many("needs"),
            "online": form.flag("online"),
            "agreed": form.flag("agreed"),
            "contact": {"notes": form.text("contact.notes")},
            "met_at": form.moment("met_on"),
        }
        form.send("casework", "POST", "/participants/1/circumstances", answers)
        return done("It is written down.", "example.fill_in")
    form.starts_with({"called": "Amina", "occurred_on": "2025-03-03", "needs": ["bus"], "online": True})
    return render_template_string(FORM, form=form, needs=NEEDS, options=choices("casework", "heard-of"))


@area.form_page("/example/edit", roles="adviser")
def edit(form: Form):
    """A form that edits what is there."""
    if form.sent:
        form.send("casework", "PATCH", PERSON, {"called": form.text("called")})
        return done("Changed.", "example.edit")
    form.edits(fetch("casework", PERSON))
    return render_template_string(FORM, form=form, needs=NEEDS, options=[])


@area.page("/example/fails", roles=PUBLIC)
def fails():
    """A page with a fault of ours."""
    raise ZeroDivisionError


@pytest.fixture
def app(context: ServiceContext):
    return make_app(context, [area])


@pytest.fixture
def browser(signed_in: Callable[..., Person], upstream: Upstream) -> Browser:
    upstream.says("casework", "GET", "/reference/heard-of", HEARD_OF)
    upstream.says(
        "casework", "GET", "/reference/channels", {"items": [{"code": "phone", "label": {"en": "Phone"}}]}
    )
    upstream.says("casework", "GET", PERSON, AMINA, ETag='"7"')
    upstream.says("casework", "POST", CIRCUMSTANCES, {}, 201)
    return signed_in("adviser").browser


CIRCUMSTANCES = "/participants/1/circumstances"
AMINA = {
    "name": "Amina Yusuf",
    "called": "Amina",
    "born": "1991-02-03",
    "pay": 123400,
    "seen": "2025-07-01T08:30:00Z",
}
HEARD_OF = {
    "items": [
        {"code": "jobcentre", "label": {"en": "The Jobcentre", "cy": "Y Ganolfan Waith"}},
        {"code": "fax", "label": {"en": "A fax", "cy": "Ffacs"}, "retired_on": "2020-01-01"},
    ]
}


# Shown


def test_a_form_starts_with_what_it_is_given(browser: Browser) -> None:
    form = browser.page("/example/form").form()
    assert form["called"] == "Amina"
    assert (form["occurred_on-day"], form["occurred_on-month"], form["occurred_on-year"]) == (
        "3",
        "3",
        "2025",
    )
    assert form["needs"] == "bus"
    assert form["online"] == "yes"
    assert UUID(form["idempotency_key"])


def test_choices_are_the_services_codes_in_use_in_the_visitors_language(browser: Browser) -> None:
    page = browser.page("/example/form")
    assert "The Jobcentre" in page.main
    assert "A fax" not in page.main, "a retired code is offered no more"
    browser.get("/language/cy")
    welsh = browser.page("/example/form")
    assert "Y Ganolfan Waith" in welsh.main
    assert welsh.all("html")[0].get("lang") == "cy"
    assert welsh.response.headers["Content-Language"] == "cy"


# Sent


def test_what_was_typed_goes_as_the_service_wants_it(browser: Browser, upstream: Upstream) -> None:
    answer = browser.send(
        "/example/form",
        303,
        called="  Amina ",
        **{"occurred_on-day": "1", "occurred_on-month": "April", "occurred_on-year": "2025"},
        **{"met_on-day": "1", "met_on-month": "7", "met_on-year": "2025", "met_on-time": "2.30pm"},
        weeks="1,200",
        pay="£1,250.5",
        heard="jobcentre",
        needs=["care", "bus"],
        online="no",
        agreed="yes",
    )
    assert answer.location == "/example/form"
    assert upstream.heard("casework", "POST", CIRCUMSTANCES)[0].json == {
        "called": "Amina",
        "occurred_on": "2025-04-01",
        "weeks": 1200,
        "pay_pence": 125050,
        "heard": "jobcentre",
        "needs": ["care", "bus"],
        "online": False,
        "agreed": True,
        "contact": {"notes": None},
        "met_at": "2025-07-01T13:30:00+00:00",
    }
    page = browser.page("/example/form")
    assert "It is written down." in page.main
    assert "It is written down." not in browser.page("/example/form").main, "a message is shown once"


def test_what_cannot_be_read_goes_on_as_typed_for_the_service_to_refuse(browser: Browser, upstream) -> None:
    typed = {"occurred_on-day": "31", "occurred_on-month": "2", "occurred_on-year": "2025"}
    browser.send("/example/form", 303, weeks="many", pay="a lot", **typed)
    sent = upstream.heard("casework", "POST", CIRCUMSTANCES)[0].json
    assert (sent["occurred_on"], sent["weeks"], sent["pay_pence"]) == ("2025-2-31", "many", "a lot")


# Refused


def test_a_refusal_is_shown_at_its_field_with_everything_kept(browser: Browser, upstream: Upstream) -> None:
    upstream.refuses(
        "casework",
        "POST",
        CIRCUMSTANCES,
        **{
            "called": ["Fill this in."],
            "occurred_on": ["Too early."],
            "contact.notes": ["Too long."],
            "odd": ["Hm."],
            "package.not_here": ["Fill this in."],
        },
    )
    page = browser.send(
        "/example/form", 422, called="", needs=["care"], **{"contact.notes": "Long", "weeks": "12"}
    )
    assert page.errors == [
        "What to call them: fill this in.",
        "When? Too early.",
        "Notes: too long.",
        "Hm.",
        "Not here: fill this in.",
    ], "each thing to mend names its field"
    assert page.title.startswith("Error: ")
    links = {words(a): a.get("href") for a in page.all("a") if (a.get("href") or "").startswith("#f-")}
    assert links == {
        "What to call them: fill this in.": "#f-called",
        "When? Too early.": "#f-occurred-on-day",
        "Notes: too long.": "#f-contact-notes",
    }
    form = page.form()
    assert (form["called"], form["needs"], form["contact.notes"], form["weeks"]) == ("", "care", "Long", "12")
    wrong = [box for box in page.all("input", "textarea") if box.get("aria-invalid")]
    assert {box.get("name") for box in wrong} >= {"called", "contact.notes", "occurred_on-day"}


def test_a_refused_attempt_is_a_new_deed_and_a_lost_one_the_same(
    browser: Browser, upstream: Upstream
) -> None:
    def keys(status: int) -> tuple[str, str]:
        upstream.refuses("casework", "POST", CIRCUMSTANCES, status)
        page = browser.send("/example/form", status, called="Amina")
        sent = upstream.heard("casework", "POST", CIRCUMSTANCES)[-1]
        return sent.headers["Idempotency-Key"], page.form()["idempotency_key"]

    refused, next_one = keys(422)
    assert refused != next_one
    lost, same = keys(503)
    assert lost == same, "nobody knows whether it happened: send it again under the same key"


@pytest.mark.parametrize("status", [409, 412, 429, 503])
def test_what_can_be_tried_again_keeps_the_form(browser: Browser, upstream: Upstream, status: int) -> None:
    upstream.refuses("casework", "POST", CIRCUMSTANCES, status)
    page = browser.send("/example/form", status, called="Kept")
    assert page.errors == ["Look at your answers."]
    assert page.form()["called"] == "Kept"


@pytest.mark.parametrize(
    ("status", "heading"),
    [
        (403, "This page is not for your role"),
        (404, "There is nothing here"),
        (500, "Something went wrong here"),
    ],
)
def test_what_cannot_be_mended_is_a_human_page(
    browser: Browser, upstream: Upstream, status: int, heading: str
) -> None:
    upstream.refuses("casework", "POST", CIRCUMSTANCES, status)
    assert browser.send("/example/form", status).heading == heading


def test_a_form_without_its_token_changes_nothing(browser: Browser, upstream: Upstream) -> None:
    for token in (None, "", "wrong"):
        page = browser.send("/example/form", 403, csrf_token=token)
        assert page.heading == "This page was open too long"
    assert upstream.heard("casework", "POST", CIRCUMSTANCES) == []


OURS = {"Origin": "http://localhost"}
"""What a browser says of a form that one of our own pages sends."""
WORDS = "a long walk by the harbour"


def post(browser: Browser, path: str, typed: dict[str, Any]) -> Page:
    return Page(browser.client.post(path, data=typed, headers=OURS), 0)


def test_a_page_that_was_open_too_long_is_shown_again_with_what_was_typed(
    browser: Browser, upstream: Upstream
) -> None:
    typed = {"called": "Amina", "contact.notes": "A long letter", "csrf_token": "old", "needs": "bus"}
    page = post(browser, "/example/form", typed)
    assert page.status == 403
    assert "open too long" in page.errors[0]
    form = page.form()
    assert (form["called"], form["contact.notes"], form["needs"]) == ("Amina", "A long letter", "bus")
    assert upstream.heard("casework", "POST", CIRCUMSTANCES) == []
    browser.client.post("/example/form", data=form, headers=OURS)
    assert len(upstream.heard("casework", "POST", CIRCUMSTANCES)) == 1


def test_what_was_typed_outlives_the_session(
    browser: Browser, context: ServiceContext, upstream: Upstream, signed_in: Callable[..., Person]
) -> None:
    person = signed_in("adviser")
    with context.database.transaction() as session:
        accounts.by_id(session, person.account.id).password_hash = passwords.hashed(WORDS)
    form = person.browser.page("/example/form").form()
    person.browser.client.delete_cookie("workstead")
    typed = form | {"called": "Amina", "contact.notes": "A\nlong letter", "needs": ["care", "bus"]}
    page = post(person.browser, "/example/form", typed)
    assert page.heading == "Sign in"
    assert "What you typed is kept" in page.main
    page = post(person.browser, "/sign-in", page.form("/sign-in") | {"email": "x@people.example"})
    page = post(person.browser, "/sign-in", page.form() | {"email": person.account.email, "password": WORDS})
    assert page.heading == "You are signed in again"
    page = post(person.browser, "/example/form", page.form("/example/form"))
    assert upstream.heard("casework", "POST", CIRCUMSTANCES) == [], "it is shown first, and not sent"
    form = page.form()
    assert (form["called"], form["contact.notes"]) == ("Amina", "A\nlong letter")
    assert form["needs"] == ["care", "bus"]
    sent = person.browser.client.post("/example/form", data=form, headers=OURS)
    assert sent.status_code == 303
    assert len(upstream.heard("casework", "POST", CIRCUMSTANCES)) == 1


def test_passwords_are_never_kept_in_a_page(nobody: Browser) -> None:
    typed = {"email": "a@people.example", "password": WORDS, "csrf_token": "old"}
    page = post(nobody, "/sign-in", typed)
    assert page.form()["email"] == "a@people.example"
    assert WORDS not in page.text


def test_what_another_site_sends_is_not_shown(browser: Browser) -> None:
    for headers in ({}, {"Origin": "https://elsewhere.example"}):
        answer = browser.client.post("/example/form", data={"called": "Evil"}, headers=headers)
        assert answer.status_code == 403
        assert "Evil" not in answer.text


def test_somebody_elses_token_is_no_good(browser: Browser, signed_in, upstream: Upstream) -> None:
    theirs = signed_in("adviser").browser.page("/example/form").form()["csrf_token"]
    assert browser.send("/example/form", 403, csrf_token=theirs)
    assert upstream.heard("casework", "POST", CIRCUMSTANCES) == []


def test_an_edit_sends_back_the_version_that_was_read(browser: Browser, upstream: Upstream) -> None:
    upstream.says("casework", "PATCH", PERSON, {})
    form = browser.page("/example/edit").form()
    assert (form["called"], form["version"]) == ("Amina", '"7"')
    browser.send("/example/edit", 303, called="Mina")
    assert upstream.heard("casework", "PATCH", PERSON)[0].headers["If-Match"] == '"7"'


# Home


def test_home_has_the_facts_and_places_of_ones_role(browser: Browser, upstream: Upstream) -> None:
    upstream.says("notify", "GET", "/messages", {"items": [1, 2]})
    upstream.says("notify", "GET", "/letters", {"items": [3]})
    page = browser.page("/")
    assert "Messages in all 3" in page.main
    assert page.link("Known as") == "/example"
    assert page.navigation[0] == "Examples"
    assert "What pages are made of." in page.main
    asked = upstream.heard("casework", "GET", PERSON)[0]
    assert asked.actor is not None
    assert asked.query == {"for": str(asked.actor.id)}


def test_a_fact_whose_service_is_away_is_left_out_and_said_so(browser: Browser, upstream: Upstream) -> None:
    upstream.says("notify", "GET", "/messages", {"items": [1, 2]})
    upstream.refuses("notify", "GET", "/letters", 503)
    page = browser.page("/")
    assert "Messages in all" not in page.main
    assert "Known as" in page.main
    assert "Some figures cannot be shown just now." in page.main


def test_home_of_another_role_has_other_places(signed_in) -> None:
    assert "Examples" not in signed_in("finance officer").browser.page("/").navigation


# Pages


def test_a_page_shows_its_substance_and_its_edges(browser: Browser, upstream: Upstream) -> None:
    upstream.says("notify", "GET", "/messages", {"items": [1, 2]})
    page = browser.page("/example")
    assert "2 messages" in page.main
    assert "3 February 1991" in page.main
    assert "£1,234" in page.main
    assert "1 July 2025, 9:30am" in page.main, "an instant is shown by the clocks of the instance"
    assert "Not given" in page.main
    assert "Phone" in page.main
    assert page.link("Next page") == "/example?cursor=abc"


def test_an_edge_that_is_late_or_fails_does_not_fail_the_page(browser: Browser, upstream: Upstream) -> None:
    upstream.is_slow("notify", "/messages")
    assert "Messages: This cannot be shown just now." in browser.page("/example").main
    upstream.refuses("notify", "GET", "/messages", 500)
    assert "Messages: This cannot be shown just now." in browser.page("/example").main


def test_an_edge_that_is_not_for_this_visitor_is_left_out(browser: Browser, upstream: Upstream) -> None:
    upstream.says("notify", "GET", "/messages", {"items": []})
    upstream.refuses("mi", "GET", "/secret", 403)
    page = browser.page("/example")
    assert "a secret" not in page.main
    assert "cannot be shown" not in page.main


def test_a_page_that_is_refused_says_dates_in_words(browser: Browser, upstream: Upstream) -> None:
    told = {"status": 403, "title": "Closed", "detail": "This was closed on 2025-03-12, not 2025-02-31."}
    upstream.says("casework", "GET", PERSON, told, 403)
    page = browser.page("/example", 403)
    assert "This was closed on 12 March 2025, not 2025-02-31." in page.main


def test_a_page_whose_service_is_away_says_so_in_plain_words(browser: Browser, upstream: Upstream) -> None:
    upstream.refuses("casework", "GET", PERSON, 503)
    assert browser.page("/example", 503).heading == "This part is away just now"


def test_a_fault_of_ours_tells_a_person_what_to_quote_and_no_more(nobody: Browser) -> None:
    page = nobody.page("/example/fails", 500)
    assert page.heading == "Something went wrong here"
    assert page.response.headers["X-Correlation-Id"] in page.main
    assert "ZeroDivision" not in page.text


def test_a_page_for_another_role_says_so_and_one_for_nobody_leads_to_sign_in(
    nobody: Browser, signed_in
) -> None:
    assert signed_in("participant").browser.page("/example", 403).heading == "This page is not for your role"
    assert nobody.get("/example").location == "/sign-in?to=/example"


def test_the_training_clock_is_shown(service_context, upstream: Upstream, tmp_path) -> None:
    from datetime import UTC, datetime

    from gateway.web.service import Web

    file = tmp_path / "clock"
    context = service_context(Web, clock_file=file)
    clock.play_from(file, datetime(2025, 3, 3, 12, tzinfo=UTC))
    try:
        assert "Training clock: 3 March 2025" in Browser(make_app(context).test_client()).page("/").text
    finally:
        clock.configure()


def test_codes_that_nobody_knows_are_made_readable(app, upstream: Upstream) -> None:
    upstream.refuses("casework", "GET", "/reference/channels", 503)
    with app.test_request_context("/"):
        assert label("casework", "channels", "video-call") == "Video call"
        assert label("casework", "channels", None) == ""
        assert choices("casework", "channels") == []


def test_lines_are_parted_as_programs_part_them(signed_in: Callable[..., Person], upstream: Upstream) -> None:
    heard = "/participants/1/circumstances"
    upstream.says("casework", "POST", heard, {})
    signed_in("adviser").browser.send("/example/form", 303, **{"contact.notes": "One\r\n\r\nTwo\r\n"})
    assert upstream.heard("casework", "POST", heard)[0].json["contact"]["notes"] == "One\n\nTwo"


def test_advice_names_no_codes_and_says_dates_in_words(
    signed_in: Callable[..., Person], upstream: Upstream
) -> None:
    upstream.refuses(
        "casework",
        "POST",
        "/participants/1/circumstances",
        heard=["Choose one of: a-friend, the-jobcentre."],
        occurred_on=["Give 2025-03-12 or a later date."],
        weeks=["Call 2025-99-99 if this is odd."],
        body=["Give 2025-03-12 or 2025-03-13."],
    )
    page = signed_in("adviser").browser.send("/example/form", 422)
    assert page.errors == [
        "How did they hear? Choose from the answers here.",
        "When? Give 12 March 2025 or a later date.",
        "Weeks out of work: call 2025-99-99 if this is odd.",
        "Give 12 March 2025 or 13 March 2025.",
    ]


def test_what_is_missing_is_asked_for_as_the_field_takes_it(browser: Browser, upstream: Upstream) -> None:
    missing = {name: ["Fill this in."] for name in ("occurred_on", "heard", "needs", "nation", "called")}
    dates = {"met_on": ["Give a real date, like 2025-03-31."]}
    upstream.refuses("casework", "POST", CIRCUMSTANCES, **missing, **dates)
    page = browser.send("/example/form", 422)
    assert page.errors == [
        f"When? Enter a date, such as 27 3 {clock.today().year}.",
        "How did they hear? Choose an answer.",
        "What do they need? Choose an answer.",
        "Where? Choose an answer.",
        "What to call them: fill this in.",
        "Meeting: give a real date, like 31 3 2025.",
    ]
    assert "#f-heard-1" in {a.get("href") for a in page.all("a")}, "a group is entered at its first answer"
