"""Signing in and out, by the API and by the pages, and what must not work."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from pages import Browser
from signed import ORG, Person
from sqlalchemy import select, update

from chassis import clock
from chassis.context import ServiceContext
from chassis.ids import new_id
from chassis.testing.bus import open_sealed, recorded
from gateway.actions import passwords
from gateway.domain.sessions import ABSOLUTE, IDLE
from gateway.store import accounts
from gateway.store.lockout import failures
from gateway.store.sessions import sign_in
from gateway.web.service import Web

PASSWORD = "canal heron umbrella"
EMAIL = "anwen@northbridge.example"


@pytest.fixture
def anwen(context: ServiceContext, signed_in) -> Person:
    """An adviser with a password, who is not signed in but by the session that the fixture made."""
    person: Person = signed_in("adviser", "champion")
    with context.database.transaction() as session:
        kept = accounts.by_id(session, person.account.id)
        assert kept is not None
        kept.password_hash, kept.email = passwords.hashed(PASSWORD), EMAIL
        kept.email_index = accounts.index_of(EMAIL)
    return person


def start(app: Flask, email: str = EMAIL, password: str = PASSWORD, **rest: Any) -> Any:
    return app.test_client().post("/api/sessions", json={"email": email, "password": password} | rest)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


# The API


def test_signing_in_gives_a_token_and_who_one_is(app: Flask, anwen: Person) -> None:
    answer = start(app)
    assert answer.status_code == 201
    assert answer.json["account"]["name"] == "Anwen Pritchard"
    assert answer.json["account"]["roles"] == ["adviser", "champion"]
    me = app.test_client().get("/api/me", headers=bearer(answer.json["token"]))
    assert me.json["organisation_id"] == str(ORG)
    assert "csrf_token" not in me.json


def test_a_wrong_password_and_an_unknown_address_have_the_same_answer(app: Flask, anwen: Person) -> None:
    wrong, unknown = start(app, password="not this one"), start(app, email="nobody@northbridge.example")
    assert wrong.status_code == unknown.status_code == 401
    for answer in (wrong, unknown):
        answer.json.pop("correlation_id")
    assert {**wrong.json, "correlation_id": 0} == {**unknown.json, "correlation_id": 0}


def test_an_address_is_found_however_it_is_written(app: Flask, anwen: Person) -> None:
    assert start(app, email=" Anwen@Northbridge.EXAMPLE ").status_code == 201


def test_signing_in_is_told_once_a_day_with_roles_sealed(
    app: Flask, anwen: Person, context: ServiceContext
) -> None:
    start(app)
    start(app)
    (told,) = recorded(context, "account.signed-in")
    assert told.subject == anwen.account.id
    assert set(told.data["roles"]["sealed"]) == {"mi"}
    with pytest.raises(Exception, match="no key"):
        open_sealed(context, told.data["roles"])


def test_signing_out_ends_the_session(app: Flask, anwen: Person) -> None:
    token = start(app).json["token"]
    assert app.test_client().delete("/api/sessions/current", headers=bearer(token)).status_code == 204
    assert app.test_client().get("/api/me", headers=bearer(token)).status_code == 401


def test_signing_out_everywhere_ends_every_session(app: Flask, anwen: Person) -> None:
    tokens = [start(app).json["token"] for _ in range(3)]
    answer = app.test_client().delete("/api/sessions", headers=bearer(tokens[0]))
    assert answer.json == {"ended": 4}
    for token in (*tokens, anwen.token):
        assert app.test_client().get("/api/me", headers=bearer(token)).status_code == 401


@pytest.mark.parametrize("header", ["Bearer nonsense", "Basic YTpi", "Bearer ", "Bearer " + "x" * 500])
def test_a_token_that_is_no_good_is_refused(app: Flask, header: str) -> None:
    assert app.test_client().get("/api/me", headers={"Authorization": header}).status_code == 401


def test_an_organisation_that_is_not_ones_own_cannot_be_chosen(app: Flask, anwen: Person) -> None:
    answer = start(app, organisation_id=str(new_id()))
    assert answer.status_code == 422
    assert "organisation_id" in answer.json["errors"]


def test_switching_the_organisation_changes_what_one_may_do(
    app: Flask, signed_in, context: ServiceContext
) -> None:
    from gateway.domain.accounts import Membership

    person, other = signed_in("adviser"), new_id()
    with context.database.transaction() as session:
        kept = accounts.by_id(session, person.account.id)
        assert kept is not None
        kept.memberships.append(Membership(new_id(), other, "finance officer", clock.today()))
    client = app.test_client()
    answer = client.post("/api/me/organisation", json={"organisation_id": str(other)}, headers=person.bearer)
    assert answer.json["roles"] == ["finance officer"]
    assert client.get("/api/me", headers=person.bearer).json["roles"] == ["finance officer"]
    elsewhere = client.post(
        "/api/me/organisation", json={"organisation_id": str(new_id())}, headers=person.bearer
    )
    assert elsewhere.status_code == 422


# Growing old


def aged(context: ServiceContext, **ages: timedelta) -> None:
    with context.database.transaction() as session:
        times = {name: clock.real_now() - age for name, age in ages.items()}
        session.execute(update(sign_in).values(**times))


def test_an_idle_session_is_over(app: Flask, signed_in, context: ServiceContext) -> None:
    person = signed_in("adviser")
    aged(context, seen_at=IDLE)
    assert app.test_client().get("/api/me", headers=person.bearer).status_code == 401


def test_a_busy_session_is_over_after_its_day(app: Flask, signed_in, context: ServiceContext) -> None:
    person = signed_in("adviser")
    aged(context, started_at=ABSOLUTE)
    assert app.test_client().get("/api/me", headers=person.bearer).status_code == 401


def test_sessions_that_can_be_good_no_more_are_forgotten(signed_in, context: ServiceContext) -> None:
    signed_in("adviser")
    aged(context, started_at=ABSOLUTE + timedelta(minutes=1))
    lately = signed_in("adviser")
    Web.look_after(SimpleNamespace(context=context))
    with context.database.transaction() as session:
        assert session.scalars(select(sign_in.c.account_id)).all() == [lately.account.id]


def test_using_a_session_keeps_it_alive(app: Flask, signed_in, context: ServiceContext) -> None:
    person = signed_in("adviser")
    aged(context, seen_at=IDLE - timedelta(minutes=1))
    assert app.test_client().get("/api/me", headers=person.bearer).status_code == 200
    with context.database.transaction() as session:
        seen = session.scalar(select(sign_in.c.seen_at))
    assert seen is not None
    assert clock.real_now() - seen < timedelta(minutes=1)


def test_the_training_clock_does_not_move_sessions(app: Flask, signed_in) -> None:
    person = signed_in("adviser")
    with clock.frozen(clock.real_now() + timedelta(days=400)):
        assert app.test_client().get("/api/me", headers=person.bearer).status_code == 200


# Guessing


def test_after_some_failures_even_the_right_password_has_to_wait(app: Flask, anwen: Person) -> None:
    for _ in range(5):
        assert start(app, password="a guess").status_code == 401
    answer = start(app)
    assert answer.status_code == 429
    assert "Wait" in answer.json["detail"]


def test_an_unknown_address_is_locked_out_alike(app: Flask, anwen: Person) -> None:
    for _ in range(5):
        start(app, email="nobody@northbridge.example")
    assert start(app, email="nobody@northbridge.example").status_code == 429


def test_the_wait_passes(app: Flask, anwen: Person, context: ServiceContext) -> None:
    for _ in range(5):
        start(app, password="a guess")
    with context.database.transaction() as session:
        session.execute(update(failures).values(last_at=clock.real_now() - timedelta(seconds=6)))
    assert start(app).status_code == 201
    assert start(app, password="a guess").status_code == 401, "whoever got in has nothing held against them"


def tried_from_here(context: ServiceContext, times: int) -> None:
    with context.database.transaction() as session:
        session.execute(update(failures).where(failures.c.kind == "address").values(count=times))


def test_one_address_cannot_try_many_accounts(app: Flask, context: ServiceContext) -> None:
    start(app, email="somebody@northbridge.example")
    tried_from_here(context, 19)
    assert start(app, email="another@northbridge.example").status_code == 401
    assert start(app, email="a-third@northbridge.example").status_code == 429


def test_an_own_account_does_not_wash_guesses_away(app, anwen: Person, context: ServiceContext) -> None:
    start(app, email="somebody@northbridge.example")
    tried_from_here(context, 19)
    assert start(app).status_code == 201
    start(app, email="one-more@northbridge.example")
    assert start(app, email="and-another@northbridge.example").status_code == 429


def test_neither_whom_nor_from_where_is_kept_in_clear(
    app: Flask, anwen: Person, context: ServiceContext
) -> None:
    start(app, password="a guess")
    with context.database.transaction() as session:
        kept = str(session.execute(failures.select()).all())
    assert EMAIL not in kept
    assert "127.0.0.1" not in kept


# The pages


def test_signing_in_on_a_page_leads_to_where_one_wanted_to_go(nobody: Browser, anwen: Person) -> None:
    away = nobody.get("/account?a=1")
    assert (away.status_code, away.location) == (303, "/sign-in?to=/account%3Fa%3D1")
    answer = nobody.send(away.location, 303, email=EMAIL, password=PASSWORD)
    assert answer.location == "/account?a=1"
    assert nobody.page("/account").heading == "My account"


@pytest.mark.parametrize(
    "evil", ["https://evil.example/", "//evil.example", "/\\evil.example", "evil", "javascript:1"]
)
def test_nobody_is_led_elsewhere(nobody: Browser, anwen: Person, evil: str) -> None:
    answer = nobody.send("/sign-in", 303, email=EMAIL, password=PASSWORD, to=evil)
    assert answer.location == "/"


def test_a_wrong_password_keeps_the_address_and_says_what_to_do(nobody: Browser, anwen: Person) -> None:
    page = nobody.send("/sign-in", 422, email=EMAIL, password="not this one")
    assert page.title.startswith("Error: ")
    assert "not right" in page.errors[0]
    assert page.form()["email"] == EMAIL
    assert "not this one" not in page.text


def test_empty_fields_are_named(nobody: Browser) -> None:
    page = nobody.send("/sign-in", 422)
    assert page.errors == ["Email address: enter your email address", "Password: enter your password"]


def test_the_session_is_new_at_sign_in_and_what_was_before_is_worth_nothing(
    nobody: Browser, anwen: Person
) -> None:
    nobody.client.set_cookie("workstead", "a-token-that-somebody-planted")
    before = nobody.page("/sign-in").form()["csrf_token"]
    nobody.send("/sign-in", 303, email=EMAIL, password=PASSWORD)
    cookie = nobody.client.get_cookie("workstead")
    assert cookie is not None
    assert cookie.value != "a-token-that-somebody-planted"
    assert nobody.page("/account").form("/sign-out")["csrf_token"] != before


def test_signing_out_on_a_page_takes_the_session_from_browser_and_server(anwen: Person) -> None:
    page = anwen.browser.page("/")
    answer = anwen.browser.press(page, "/sign-out")
    assert answer.location == "/signed-out"
    assert anwen.browser.client.get_cookie("workstead") is None
    anwen.browser.client.set_cookie("workstead", anwen.token)
    assert anwen.browser.get("/account").status_code == 303


def test_signing_out_everywhere_on_a_page(app: Flask, anwen: Person) -> None:
    token = start(app).json["token"]
    page = anwen.browser.page("/account")
    assert anwen.browser.press(page, "/account/sign-out-everywhere").location == "/signed-out"
    assert app.test_client().get("/api/me", headers=bearer(token)).status_code == 401


def test_a_new_password_ends_every_session(app: Flask, anwen: Person) -> None:
    token = start(app).json["token"]
    page = anwen.browser.send(
        "/account/password", 422, password="wrong one here", new_password="kettle and lamp"
    )
    assert page.errors == ["Your password now: this is not your password"]
    page = anwen.browser.send("/account/password", 422, password=PASSWORD, new_password="short")
    assert "12 characters" in page.errors[0]
    anwen.browser.send("/account/password", 303, password=PASSWORD, new_password="kettle and lamp")
    assert app.test_client().get("/api/me", headers=bearer(token)).status_code == 401
    assert start(app, password="kettle and lamp").status_code == 201


def test_the_cookie_is_kept_from_scripts_and_other_sites(nobody: Browser, anwen: Person) -> None:
    answer = nobody.send("/sign-in", 303, email=EMAIL, password=PASSWORD)
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("workstead="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie
