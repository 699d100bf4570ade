"""The pattern of a form: shown, sent once, refused with everything kept, done."""

from collections.abc import Callable
from uuid import UUID

import pytest
from pages import Browser, words
from signed import Person
from upstream import Upstream

from chassis import clock
from gateway.web.frame import (
    choices,
    label,
)
from tests.gateway.forms.examples import CIRCUMSTANCES, PERSON


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


def test_an_edit_sends_back_the_version_that_was_read(browser: Browser, upstream: Upstream) -> None:
    upstream.says("casework", "PATCH", PERSON, {})
    form = browser.page("/example/edit").form()
    assert (form["called"], form["version"]) == ("Amina", '"7"')
    browser.send("/example/edit", 303, called="Mina")
    assert upstream.heard("casework", "PATCH", PERSON)[0].headers["If-Match"] == '"7"'


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
