"""Leaving quickly, and computers that others use."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from pages import Browser
from sqlalchemy import update

from chassis import clock
from chassis.context import ServiceContext
from gateway.actions import passwords
from gateway.domain.sessions import IDLE_SHARED, SHARED, is_shared, limits, new_token
from gateway.store import accounts
from gateway.store.sessions import sign_in
from gateway.web import recognition

PASSWORD, EMAIL = "canal heron umbrella", "amina@people.example"
WHOSE = "00000000-0000-7000-8000-0000000000aa"


@pytest.fixture
def amina(context: ServiceContext, signed_in: Any) -> Any:
    """A participant with a password."""
    person = signed_in("participant", person_id=UUID(WHOSE))
    with context.database.transaction() as session:
        kept = accounts.by_id(session, person.account.id)
        assert kept is not None
        kept.password_hash, kept.email = passwords.hashed(PASSWORD), EMAIL
        kept.email_index = accounts.index_of(EMAIL)
    return person


def test_a_participant_leaves_every_page_by_a_link(amina: Any) -> None:
    assert amina.browser.page("/").link("Leave quickly") == "/leave"


def test_others_have_no_such_link(signed_in: Any, nobody: Browser) -> None:
    assert "Leave quickly" not in signed_in("adviser").browser.page("/").text
    assert "Leave quickly" not in nobody.page("/").text


def test_leaving_signs_out_forgets_and_leads_elsewhere(amina: Any) -> None:
    left = amina.browser.get("/leave")
    assert left.headers["Refresh"] == "0; url=https://www.bbc.co.uk/weather"
    assert left.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert left.headers["Cache-Control"] == "no-store"
    said = left.get_data(as_text=True)
    assert "Workstead" not in said
    assert "Amina" not in said
    assert amina.browser.get("/my/details").status_code == 303, "going back leads to the sign-in"
    amina.browser.client.set_cookie("workstead", amina.token)
    assert amina.browser.get("/my/details").location.startswith("/sign-in"), "the session itself has ended"


def test_whoever_is_not_signed_in_leaves_as_well(
    nobody: Browser, context: ServiceContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = "https://www.gardens.example/roses"
    monkeypatch.setattr(context, "settings", replace(context.settings, quick_exit=elsewhere))
    left = nobody.get("/leave")
    assert (left.status_code, left.headers["Refresh"]) == (200, f"0; url={elsewhere}")
    assert "<title>www.gardens.example</title>" in left.get_data(as_text=True)


def on_shared_computer(app: Flask, **typed: str) -> Browser:
    browser = Browser(app.test_client())
    browser.send("/sign-in", 303, email=EMAIL, password=PASSWORD, **typed)
    return browser


def test_on_a_computer_that_others_use_a_session_is_short(
    app: Flask, context: ServiceContext, amina: Any
) -> None:
    browser = on_shared_computer(app, shared="yes")
    cookie = browser.client.get_cookie("workstead")
    assert cookie is not None
    assert is_shared(cookie.value)
    assert (cookie.max_age, cookie.expires) == (None, None), "it goes when the browser is closed"
    assert browser.page("/").status == 200
    with context.database.transaction() as session:
        session.execute(update(sign_in).values(seen_at=clock.real_now() - IDLE_SHARED))
    forget(app)
    assert browser.get("/my/details").location.startswith("/sign-in")
    assert amina.browser.get("/").status_code == 200, "elsewhere a session lasts longer"


def test_a_session_cannot_be_made_longer_by_its_holder(app: Flask, amina: Any) -> None:
    browser = on_shared_computer(app, shared="yes")
    cookie = browser.client.get_cookie("workstead")
    assert cookie is not None
    browser.client.set_cookie("workstead", cookie.value.removeprefix(SHARED))
    assert browser.get("/my/details").location.startswith("/sign-in")


def test_nothing_that_was_typed_is_kept_there(app: Flask, amina: Any) -> None:
    shared, own = on_shared_computer(app, shared="yes"), on_shared_computer(app)
    for browser, kept in ((shared, False), (own, True)):
        typed = {"summary": "Canary", "csrf_token": "old"}
        answer = browser.client.post("/my/details", data=typed, headers={"Origin": "http://localhost"})
        again = answer.get_data(as_text=True)
        assert ("Canary" in again) <= kept


def test_the_limits_go_by_the_token() -> None:
    assert limits(new_token(shared=True)) < limits(new_token())
    assert limits(new_token(shared=True))[0] == timedelta(minutes=10)


def forget(app: Flask) -> None:
    """What the door remembers of sessions for a moment."""
    with app.test_request_context("/"):
        recognition.forget()
