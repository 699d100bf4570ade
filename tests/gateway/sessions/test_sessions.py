"""Signing in and out by the API, and what may be guessed."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask import Flask
from signed import ORG, Person
from sqlalchemy import select, update

from chassis import clock
from chassis.context import ServiceContext
from chassis.ids import new_id
from chassis.testing.bus import open_sealed, recorded
from gateway.domain.sessions import ABSOLUTE, IDLE
from gateway.store import accounts
from gateway.store.lockout import failures
from gateway.store.sessions import sign_in
from gateway.web.service import Web
from tests.gateway.sessions.signing_in import EMAIL, bearer, start


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
