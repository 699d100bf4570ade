"""Signing in and out on pages."""

import pytest
from flask import Flask
from pages import Browser
from signed import Person

from tests.gateway.sessions.signing_in import EMAIL, PASSWORD, bearer, start


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
