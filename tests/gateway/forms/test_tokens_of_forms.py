"""A form has its token; when that is no good any more, what was typed is kept, and nothing is changed."""

from collections.abc import Callable
from typing import Any

from pages import Browser, Page
from signed import Person
from upstream import Upstream

from chassis.context import ServiceContext
from gateway.actions import passwords
from gateway.store import accounts
from tests.gateway.forms.examples import CIRCUMSTANCES


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
