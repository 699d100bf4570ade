"""Two replicas of the gateway: what one of them lets in, counts or ends holds at the other."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from flask import Flask
from signed import Person
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from chassis.context import ServiceContext
from chassis.testing.http import app_of
from chassis.testing.waiting import eventually
from gateway.actions import passwords
from gateway.store import accounts, lockout
from gateway.web.recognition import KEPT_FOR
from gateway.web.service import Web

PASSWORD = "canal heron umbrella"
EMAIL = "anwen@northbridge.example"
HERE = "/api/casework/participants"


@pytest.fixture
def other(context: ServiceContext) -> Iterator[Flask]:
    """The second door, in a process of its own: it shares the database and the keys, and nothing else."""
    second = ServiceContext.build(Web, context.settings)
    yield app_of(second, Web)
    second.close()


@pytest.fixture
def anwen(context: ServiceContext, signed_in) -> Person:
    """An adviser with a password."""
    person: Person = signed_in("adviser")
    with context.database.transaction() as session:
        kept = accounts.by_id(session, person.account.id)
        assert kept is not None
        kept.password_hash, kept.email = passwords.hashed(PASSWORD), EMAIL
        kept.email_index = accounts.index_of(EMAIL)
    return person


def who(app: Flask, person: Person) -> int:
    return app.test_client().get("/api/me", headers=person.bearer).status_code


def guess(app: Flask, password: str = "not this one") -> int:
    body = {"email": EMAIL, "password": password}
    return app.test_client().post("/api/sessions", json=body).status_code


def test_a_session_is_good_at_both(app: Flask, other: Flask, anwen: Person) -> None:
    assert who(app, anwen) == who(other, anwen) == 200


def test_what_is_ended_at_one_is_over_at_the_other_within_moments(
    app: Flask, other: Flask, anwen: Person
) -> None:
    """The other keeps in mind for two seconds whom it has just looked up, and no longer."""
    assert who(other, anwen) == 200
    assert app.test_client().delete("/api/sessions", headers=anwen.bearer).status_code == 200
    assert who(app, anwen) == 401
    eventually(lambda: who(other, anwen) == 401, within=KEPT_FOR + 3)


def test_who_was_not_seen_at_the_other_is_refused_there_at_once(
    app: Flask, other: Flask, anwen: Person
) -> None:
    app.test_client().delete("/api/sessions", headers=anwen.bearer)
    assert who(other, anwen) == 401


def test_a_form_s_token_of_one_is_good_at_the_other(
    app: Flask, other: Flask, anwen: Person, upstream
) -> None:
    upstream.says("casework", "POST", "/participants", {}, status=201)
    first, second = app.test_client(), other.test_client()
    for client in (first, second):
        client.set_cookie("workstead", anwen.token)
    token = first.get("/api/me").json["csrf_token"]
    assert second.get("/api/me").json["csrf_token"] == token
    assert second.post(HERE, json={}, headers={"X-CSRF-Token": token}).status_code == 201
    assert second.post(HERE, json={}, headers={"X-CSRF-Token": token[::-1]}).status_code == 403


def test_the_page_before_sign_in_may_come_from_one_and_go_to_the_other(app: Flask, other: Flask) -> None:
    """Its token stands in a cookie that both can read."""
    first, second = app.test_client(), other.test_client()
    page = first.get("/sign-in").get_data(as_text=True)
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    kept = first.get_cookie("workstead-page")
    assert kept is not None
    second.set_cookie("workstead-page", kept.value)
    form = {"csrf_token": token, "email": "nobody@people.example", "password": "not this one"}
    answer = second.post("/sign-in", data=form)
    assert "open too long" not in answer.get_data(as_text=True)
    without = other.test_client().post("/sign-in", data=form)
    assert without.status_code == 403


def test_wrong_passwords_are_counted_together(app: Flask, other: Flask, anwen: Person) -> None:
    tries = [guess((app, other)[number % 2]) for number in range(12)]
    assert 429 in tries
    assert guess(app) == guess(other) == 429
    assert guess(app, PASSWORD) == guess(other, PASSWORD) == 429


def test_what_was_counted_there_is_forgiven_while_somebody_comes(context: ServiceContext) -> None:
    """Whoever gets in deletes what was counted at their address, at whatever moment for others from there."""
    tried: list[str] = []

    def forgive(conn: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.lower().startswith("insert into sign_in_failures") and not tried:
            tried.append(statement)
            with suppress(OperationalError), context.database.transaction() as other:
                other.execute(text("set local lock_timeout = '50ms'"))
                lockout.forgive(other, "address", "office")

    event.listen(context.database.engine, "after_cursor_execute", forgive)
    with context.database.transaction() as session:
        assert lockout.of(session, "address", "office").count == 0
    with context.database.transaction() as session:
        tried.clear()
        assert lockout.of(session, "address", "office").count == 0
    assert tried


def test_who_may_do_nothing_any_more_is_out_at_the_other_too(
    app: Flask, other: Flask, anwen: Person, context: ServiceContext
) -> None:
    assert who(other, anwen) == 200
    with context.database.transaction() as session:
        kept = accounts.by_id(session, anwen.account.id)
        assert kept is not None
        kept.memberships.clear()
    eventually(lambda: who(other, anwen) == 401, within=KEPT_FOR + 3)
