"""A session cannot be planted, stolen from what is kept, or outlive its holder's wish."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from at_the_door import ORG, Person
from flask import Flask
from pages import Browser
from sqlalchemy import inspect, select, text, update

from chassis import clock
from chassis.context import ServiceContext
from chassis.ids import new_id
from chassis.testing.http import app_of
from gateway.actions import passwords
from gateway.domain.accounts import Membership
from gateway.domain.sessions import ABSOLUTE, IDLE, hashed
from gateway.store import accounts
from gateway.store.sessions import sign_in
from gateway.web.service import Web

PASSWORD = "canal heron umbrella"
EMAIL = "anwen@northbridge.example"
OTHER = new_id()


@pytest.fixture
def anwen(context: ServiceContext, signed_in: Callable[..., Person]) -> Person:
    """An adviser here and a finance officer elsewhere, with a password."""
    person = signed_in("adviser")
    with context.database.transaction() as session:
        kept = accounts.by_id(session, person.account.id)
        assert kept is not None
        kept.password_hash, kept.email = passwords.hashed(PASSWORD), EMAIL
        kept.email_index = accounts.index_of(EMAIL)  # type: ignore[attr-defined]  # a column of the store
        kept.memberships.append(Membership(new_id(), OTHER, "finance officer", clock.today()))
    return person


def is_good(app: Flask, token: str) -> bool:
    """Whether somebody is signed in with this token, as a program and as a browser alike."""
    client = app.test_client()
    as_program = client.get("/api/me", headers={"Authorization": f"Bearer {token}"}).status_code
    client.set_cookie("workstead", token)
    as_browser = client.get("/account").status_code
    assert (as_program, as_browser) in ((200, 200), (401, 303))
    return as_program == 200


def cookie_of(browser: Browser) -> str:
    """The session that this browser holds."""
    cookie = browser.client.get_cookie("workstead")
    assert cookie is not None
    return str(cookie.value)


def test_a_thief_of_the_database_finds_no_token(
    app: Flask, anwen: Person, nobody: Browser, context: ServiceContext
) -> None:
    nobody.send("/sign-in", 303, email=EMAIL, password=PASSWORD)
    token = cookie_of(nobody)
    kept = []
    with context.database.transaction() as session:
        assert hashed(token) in session.scalars(select(sign_in.c.token_hash)).all()
        for name in inspect(context.database.engine).get_table_names():
            kept.append(str(session.execute(text(f'select * from "{name}"')).all()))
    assert len(kept) > 10
    assert not [table for table in kept if token in table or PASSWORD in table]
    assert not is_good(app, hashed(token)), "what is kept opens nothing"


def test_a_planted_token_is_never_taken_over(app: Flask, anwen: Person, nobody: Browser) -> None:
    """Fixation: whoever planted a token knows nothing of the session that begins in that browser."""
    nobody.client.set_cookie("workstead", planted := "a-token-that-somebody-planted-here")
    nobody.send("/sign-in", 303, email=EMAIL, password=PASSWORD)
    assert cookie_of(nobody) != planted
    assert not is_good(app, planted)


def test_a_session_cannot_come_in_an_address(app: Flask, anwen: Person) -> None:
    for name in ("workstead", "session", "token", "access_token"):
        assert app.test_client().get(f"/api/me?{name}={anwen.token}").status_code == 401
        assert app.test_client().get(f"/account?{name}={anwen.token}").status_code == 303


def test_signing_in_over_somebody_elses_session_ends_it(
    app: Flask, anwen: Person, signed_in: Callable[..., Person]
) -> None:
    """A shared computer: the one before forgot to sign out."""
    before = signed_in("adviser", name="The one before")
    page = before.browser.page("/")
    form = {"email": EMAIL, "password": PASSWORD, "csrf_token": page.form("/sign-out")["csrf_token"]}
    assert before.browser.client.post("/sign-in", data=form).status_code == 303
    assert not is_good(app, before.token)
    assert is_good(app, cookie_of(before.browser))


def test_acting_for_another_organisation_changes_the_token(app: Flask, anwen: Person) -> None:
    anwen.browser.send("/account/organisation", 303, organisation_id=str(OTHER))
    fresh = cookie_of(anwen.browser)
    assert fresh != anwen.token
    assert not is_good(app, anwen.token), "what was known of the session before is worth nothing"
    assert is_good(app, fresh)


def test_acting_for_another_by_the_api_changes_a_browsers_token(app: Flask, anwen: Person) -> None:
    client = anwen.browser.client
    header = {"X-CSRF-Token": client.get("/api/me").json["csrf_token"]}
    chosen = {"organisation_id": str(OTHER)}
    assert client.post("/api/me/organisation", json=chosen, headers=header).status_code == 200
    assert not is_good(app, anwen.token)
    assert client.get("/api/me").json["roles"] == ["finance officer"]


def test_a_new_password_ends_every_session_everywhere(app: Flask, anwen: Person, nobody: Browser) -> None:
    nobody.send("/sign-in", 303, email=EMAIL, password=PASSWORD)
    stolen = cookie_of(nobody)
    anwen.browser.send("/account/password", 303, password=PASSWORD, new_password="kettle and lamp post")
    assert not is_good(app, stolen)
    assert not is_good(app, anwen.token)


def test_signing_out_everywhere_ends_a_stolen_session(app: Flask, anwen: Person, nobody: Browser) -> None:
    nobody.send("/sign-in", 303, email=EMAIL, password=PASSWORD)
    stolen = cookie_of(nobody)
    anwen.browser.press(anwen.browser.page("/account"), "/account/sign-out-everywhere")
    assert not is_good(app, stolen)


@pytest.mark.parametrize("ages", [{"seen_at": IDLE}, {"started_at": ABSOLUTE}], ids=["idle", "absolute"])
def test_a_session_grows_old_by_real_time(
    app: Flask, anwen: Person, context: ServiceContext, ages: dict[str, timedelta]
) -> None:
    with context.database.transaction() as session:
        session.execute(update(sign_in).values({n: clock.real_now() - age for n, age in ages.items()}))
    assert not is_good(app, anwen.token)


def test_roles_that_end_take_the_session_with_them(
    app: Flask, anwen: Person, signed_in: Callable[..., Person]
) -> None:
    administrator = signed_in("organisation administrator")
    address = f"/api/accounts/{anwen.account.id}/departure"
    assert app.test_client().post(address, headers=administrator.bearer).status_code == 200
    assert not is_good(app, anwen.token)


def test_over_tls_the_cookie_is_the_hosts_alone(
    service_context: Callable[..., ServiceContext], upstream: Any
) -> None:
    made = service_context(Web, service_urls=upstream.urls, public_url="https://northbridge.example")
    client = app_of(made, Web).test_client()
    base = "https://northbridge.example"
    page = client.get("/sign-in", base_url=base)
    assert page.status_code == 200
    for cookie in page.headers.getlist("Set-Cookie"):
        assert cookie.startswith("__Host-")
        for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert flag in cookie, cookie
        assert "Domain=" not in cookie
    client.set_cookie("workstead", "a-session-set-over-plain-http", domain="northbridge.example")
    assert client.get("/account", base_url=base).status_code == 303


def test_a_stolen_cookie_is_not_kept_by_caches(anwen: Person) -> None:
    answer = anwen.browser.get("/account")
    assert answer.headers["Cache-Control"] == "no-store"
    assert str(ORG)
