"""Bringing people in: who may invite whom, and a token that works once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from pages import Browser
from signed import ORG, Person
from sqlalchemy import select, update
from upstream import Upstream

from chassis import clock
from chassis.context import ServiceContext
from chassis.ids import new_id
from chassis.testing.bus import recorded
from gateway.store.accounts import account
from gateway.store.invitations import invitation

PASSWORD = "canal heron umbrella"
AMINA = UUID("01950000-0000-7000-8000-0000000000a1")


def invite(app: Flask, by: Person, **changes: Any) -> Any:
    body = {"email": "tomasz@northbridge.example", "name": "Tomasz Zielinski", "roles": ["adviser"]}
    headers = by.bearer | ({"Idempotency-Key": changes.pop("key")} if "key" in changes else {})
    return app.test_client().post("/api/invitations", json=body | changes, headers=headers)


def accept(app: Flask, token: str, password: str = PASSWORD, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    body = {"token": token, "password": password}
    return app.test_client().post("/api/invitations/acceptance", json=body, headers=named)


def sign_in(app: Flask, email: str, password: str = PASSWORD) -> Any:
    return app.test_client().post("/api/sessions", json={"email": email, "password": password})


@pytest.fixture
def admin(signed_in) -> Person:
    return signed_in("organisation administrator", name="Oluwaseun Adeyemi")


def test_an_administrator_invites_staff_who_accept_and_sign_in(
    app, admin: Person, context: ServiceContext
) -> None:
    made = invite(app, admin, roles=["adviser", "champion"])
    assert made.status_code == 201
    assert made.json["state"] == "open"
    assert made.json["organisation_id"] == str(ORG)
    accepted = accept(app, made.json["token"])
    assert accepted.status_code == 201
    assert {held["role"] for held in accepted.json["memberships"]} == {"adviser", "champion"}
    started = sign_in(app, "tomasz@northbridge.example")
    assert started.json["account"]["roles"] == ["adviser", "champion"]
    (told,) = recorded(context, "account.created")
    assert told.data["roles"] == ["adviser", "champion"]
    assert told.data["organisation_id"] == str(ORG)
    assert set(told.data["name"]["sealed"]) == {"casework"}
    assert told.person_id is None


def test_the_operator_brings_in_the_first_administrator_of_an_organisation(app: Flask, signed_in) -> None:
    operator, clear_water = signed_in("operator", org=None), new_id()
    given = {"roles": ["organisation administrator", "provider staff"], "organisation_id": str(clear_water)}
    made = invite(app, operator, **given)
    assert made.status_code == 201
    accept(app, made.json["token"])
    assert sign_in(app, "tomasz@northbridge.example").json["account"]["organisation_id"] == str(clear_water)
    assert invite(app, operator, roles=["adviser"], organisation_id=str(clear_water)).status_code == 403
    assert invite(app, operator, roles=["organisation administrator"]).status_code == 403, "of which one?"


@pytest.mark.parametrize(
    ("role", "changes", "status"),
    [
        ("organisation administrator", {"roles": ["operator"]}, 403),
        ("organisation administrator", {"organisation_id": str(new_id())}, 403),
        ("organisation administrator", {"roles": ["participant"]}, 422),
        ("organisation administrator", {"roles": ["juggler"]}, 422),
        ("organisation administrator", {"roles": []}, 422),
        ("organisation administrator", {"email": "nobody"}, 422),
        ("adviser", {}, 403),
        ("adviser", {"roles": ["participant"]}, 422),
        ("participant", {}, 403),
        ("finance officer", {}, 403),
    ],
)
def test_who_may_not(app: Flask, signed_in, role: str, changes: dict[str, Any], status: int) -> None:
    assert invite(app, signed_in(role), **changes).status_code == status


def test_nobody_invites_without_signing_in(app: Flask) -> None:
    assert app.test_client().post("/api/invitations", json={}).status_code == 401


# Participants


def participant(**changes: Any) -> dict[str, Any]:
    given = {
        "roles": ["participant"],
        "person_id": str(AMINA),
        "name": "Amina Yusuf",
        "email": "amina@people.example",
    }
    return given | changes


def test_an_adviser_invites_a_participant_whose_record_is_theirs(
    app: Flask, signed_in, upstream: Upstream, context: ServiceContext
) -> None:
    adviser = signed_in("adviser")
    upstream.says("casework", "GET", f"/participants/{AMINA}", {"id": str(AMINA)})
    made = invite(app, adviser, **participant())
    assert made.status_code == 201
    assert upstream.last.actor is not None
    assert upstream.last.actor.id == adviser.account.id, "casework is asked as the adviser"
    assert accept(app, made.json["token"]).json["person_id"] == str(AMINA)
    me = sign_in(app, "amina@people.example").json["account"]
    assert (me["person_id"], me["roles"]) == (str(AMINA), ["participant"])
    (linked,) = recorded(context, "account.linked")
    assert linked.data["person_id"] == str(AMINA)
    assert linked.person_id == AMINA
    (created,) = recorded(context, "account.created")
    assert created.person_id == AMINA, "so that the sealed name is forgotten with them"


def test_a_record_that_is_not_theirs_is_not_there(app: Flask, signed_in, upstream: Upstream) -> None:
    upstream.refuses("casework", "GET", f"/participants/{AMINA}", 404)
    answer = invite(app, signed_in("adviser"), **participant())
    assert answer.status_code == 404


def test_while_casework_is_away_nobody_is_invited_to_a_record(
    app: Flask, signed_in, upstream: Upstream
) -> None:
    upstream.says("casework", "GET", f"/participants/{AMINA}", {}, 500)
    assert invite(app, signed_in("adviser"), **participant()).status_code == 503


def test_a_record_has_one_account(app: Flask, signed_in, upstream: Upstream) -> None:
    adviser = signed_in("adviser")
    upstream.says("casework", "GET", f"/participants/{AMINA}", {"id": str(AMINA)})
    first = invite(app, adviser, **participant())
    second = invite(app, adviser, **participant(email="amina.two@people.example"))
    assert accept(app, first.json["token"]).status_code == 201
    assert invite(app, adviser, **participant()).status_code == 409
    assert accept(app, second.json["token"]).status_code == 409


# The token


def test_a_token_works_once(app: Flask, admin: Person) -> None:
    token = invite(app, admin).json["token"]
    assert accept(app, token).status_code == 201
    again = accept(app, token)
    assert again.status_code == 422
    assert again.json["code"] == "invitation-over"


def test_a_token_that_never_was_has_the_same_answer(app: Flask) -> None:
    answer = accept(app, "never-was")
    assert (answer.status_code, answer.json["code"]) == (422, "invitation-over")


def test_a_token_grows_too_old(app: Flask, admin: Person, context: ServiceContext) -> None:
    token = invite(app, admin).json["token"]
    with context.database.transaction() as session:
        session.execute(update(invitation).values(expires_at=clock.real_now() - timedelta(seconds=1)))
    assert accept(app, token).json["code"] == "invitation-over"


def test_an_invitation_taken_back_cannot_be_used(app: Flask, admin: Person, signed_in) -> None:
    made = invite(app, admin).json
    path = f"/api/invitations/{made['id']}/withdrawal"
    stranger = signed_in("organisation administrator", org=new_id())
    assert app.test_client().post(path, headers=stranger.bearer).status_code == 404
    assert app.test_client().post(path, headers=admin.bearer).json["state"] == "withdrawn"
    assert accept(app, made["token"]).json["code"] == "invitation-over"


def test_neither_token_nor_address_is_kept_in_clear(
    app: Flask, admin: Person, context: ServiceContext
) -> None:
    token = invite(app, admin).json["token"]
    accept(app, token)
    with context.database.engine.connect() as connection:
        kept = str(
            [connection.exec_driver_sql(f"select * from {t}").all() for t in ("invitation", "account")]
        )
    for secret in (token, "tomasz@northbridge.example", "Tomasz Zielinski", PASSWORD):
        assert secret not in kept


def test_a_weak_password_does_not_use_the_token_up(app: Flask, admin: Person) -> None:
    token = invite(app, admin).json["token"]
    refused = accept(app, token, "short")
    assert refused.status_code == 422
    assert "12 characters" in refused.json["errors"]["password"][0]
    assert accept(app, token).status_code == 201


def test_the_same_key_invites_and_accepts_once(app: Flask, admin: Person, context: ServiceContext) -> None:
    first, second = (invite(app, admin, key="scene-1") for _ in range(2))
    assert first.json["token"] == second.json["token"]
    accepted = [accept(app, first.json["token"], Idempotency_Key="scene-2") for _ in range(2)]
    assert [each.status_code for each in accepted] == [201, 201]
    assert accepted[0].json == accepted[1].json


def test_somebody_with_an_account_proves_it_and_gets_the_role_beside(
    app: Flask, admin: Person, signed_in
) -> None:
    accept(app, invite(app, admin).json["token"])
    other = signed_in("organisation administrator", org=new_id())
    token = invite(app, other, roles=["provider staff"]).json["token"]
    assert accept(app, token, "not their password").status_code == 401
    assert accept(app, token).status_code == 201
    assert len(sign_in(app, "tomasz@northbridge.example").json["account"]["organisations"]) == 2


def test_an_invitation_is_no_way_to_guess_a_password(app: Flask, admin: Person) -> None:
    accept(app, invite(app, admin).json["token"])
    token = invite(app, admin, roles=["moderator"]).json["token"]
    tried = [accept(app, token, f"a guess, number {n}").status_code for n in range(6)]
    assert tried == [401] * 5 + [429]


# Who sees what


def test_each_sees_the_invitations_that_are_theirs(
    app: Flask, admin: Person, signed_in, upstream: Upstream
) -> None:
    adviser = signed_in("adviser")
    upstream.says("casework", "GET", f"/participants/{AMINA}", {"id": str(AMINA)})
    invite(app, adviser, **participant())
    invite(app, admin)

    def seen(by: Person) -> list[str]:
        answer = app.test_client().get("/api/invitations", headers=by.bearer)
        return [each["name"] for each in answer.json["items"]]

    assert seen(adviser) == ["Amina Yusuf"]
    assert seen(admin) == ["Tomasz Zielinski"], "who is helped is not the administrator's to know"
    assert seen(signed_in("organisation administrator", org=new_id())) == []


def test_the_list_of_accounts_has_staff_alone(app: Flask, admin: Person, signed_in) -> None:
    signed_in("participant", person_id=AMINA, name="Amina Yusuf")
    signed_in("adviser", name="Anwen Pritchard")
    signed_in("adviser", org=new_id(), name="Grace Mbeki")
    mine = app.test_client().get("/api/accounts", headers=admin.bearer).json["items"]
    assert {each["name"] for each in mine} == {"Oluwaseun Adeyemi", "Anwen Pritchard"}
    operator = signed_in("operator", org=None, name="Operator")
    every = app.test_client().get("/api/accounts", headers=operator.bearer).json["items"]
    assert "Grace Mbeki" in {each["name"] for each in every}
    assert "Amina Yusuf" not in {each["name"] for each in every}
    assert app.test_client().get("/api/accounts", headers=signed_in("adviser").bearer).status_code == 403


def test_advisers_list_their_colleagues_and_nobody_elses(app: Flask, signed_in) -> None:
    tomasz, leader = signed_in("adviser", name="Tomasz"), signed_in("team leader", name="Seun")
    signed_in("adviser", org=new_id(), name="Stranger")
    signed_in("participant", person_id=new_id(), name="Amina")

    def listed(person: Person, query: str = "") -> Any:
        answer = app.test_client().get(f"/api/colleagues{query}", headers=person.bearer)
        return answer.json["items"] if answer.status_code == 200 else answer.status_code

    assert listed(leader) == [{"id": str(tomasz.account.id), "name": "Tomasz"}]
    assert listed(tomasz, "?role=team%20leader") == [{"id": str(leader.account.id), "name": "Seun"}]
    assert listed(tomasz, "?role=participant") == 422
    assert listed(signed_in("analyst")) == 403


def test_whoever_leaves_is_signed_out_and_has_no_role_there(app: Flask, admin: Person, signed_in) -> None:
    leaver = signed_in("adviser")
    path = f"/api/accounts/{leaver.account.id}/departure"
    assert app.test_client().post(path, headers=admin.bearer).json["memberships"] == []
    assert app.test_client().get("/api/me", headers=leaver.bearer).status_code == 401
    own = f"/api/accounts/{admin.account.id}/departure"
    assert app.test_client().post(own, headers=admin.bearer).status_code == 403
    stranger = signed_in("adviser", org=new_id())
    other = f"/api/accounts/{stranger.account.id}/departure"
    assert app.test_client().post(other, headers=admin.bearer).status_code == 404


# The pages


def test_accepting_on_a_page(app: Flask, admin: Person, nobody: Browser) -> None:
    token = invite(app, admin).json["token"]
    page = nobody.page(f"/invitations/accept/{token}")
    assert page.heading == "Welcome, Tomasz Zielinski"
    assert "tomasz@northbridge.example" in page.main
    weak = nobody.send(f"/invitations/accept/{token}", 422, password="short")
    assert "12 characters" in weak.errors[0]
    answer = nobody.send(f"/invitations/accept/{token}", 303, password=PASSWORD)
    assert answer.location == "/"
    assert "Hello, Tomasz Zielinski" in nobody.page("/").heading
    assert nobody.page(f"/invitations/accept/{token}", 410).heading == "This invitation is over"


def test_an_administrator_invites_on_a_page(admin: Person, nobody: Browser) -> None:
    wrong = admin.browser.send("/invitations/new", 422, name="Mina Haddad", email="mina")
    assert wrong.form()["name"] == "Mina Haddad", "what was typed is kept"
    made = admin.browser.send(
        "/invitations/new",
        200,
        name="Mina Haddad",
        email="mina@northbridge.example",
        roles=["moderator", "champion"],
    )
    assert made.heading == "The invitation is ready"
    link = next(p for p in made.all("p") if p.get("class") == "secret").text or ""
    path = link.removeprefix("http://127.0.0.1:8080")
    assert nobody.page(path).heading == "Welcome, Mina Haddad"
    listed = admin.browser.page("/invitations")
    assert "Moderator, Champion" in listed.main
    taken = next(f.get("action") for f in listed.all("form") if "withdrawal" in (f.get("action") or ""))
    assert admin.browser.press(listed, str(taken)).status_code == 303
    assert "Taken back" in admin.browser.page("/invitations").main
    assert nobody.page(path, 410)


def test_an_adviser_invites_on_a_page_from_a_record(signed_in, upstream: Upstream) -> None:
    adviser = signed_in("adviser")
    contact = {"email": "amina@people.example", "phone": None}
    person = {"id": str(AMINA), "full_name": "Amina Yusuf", "called": "Amina", "contact": contact}
    upstream.says("casework", "GET", f"/participants/{AMINA}", person)
    page = adviser.browser.page(f"/invitations/new/participant/{AMINA}")
    assert page.form()["email"] == "amina@people.example"
    made = adviser.browser.send(f"/invitations/new/participant/{AMINA}", 200)
    assert made.heading == "The invitation is ready"
    upstream.refuses("casework", "GET", f"/participants/{AMINA}", 404)
    assert adviser.browser.page(f"/invitations/new/participant/{AMINA}", 404)


def test_an_administrator_sees_staff_and_ends_a_role(admin: Person, signed_in) -> None:
    leaver = signed_in("adviser", name="Anwen Pritchard")
    page = admin.browser.page("/people")
    assert "Anwen Pritchard" in page.main
    path = f"/people/{leaver.account.id}/departure"
    assert "Anwen Pritchard" in admin.browser.page(path).heading
    assert admin.browser.send(path, 303).location == "/people"
    after = admin.browser.page("/people")
    assert "Anwen Pritchard does nothing here any more." in after.main
    assert leaver.browser.get("/account").status_code == 303


# The first account


def test_the_operators_account_is_made_once_with_a_password_in_a_file(
    service_context, tmp_path, upstream
) -> None:
    from chassis.testing.http import app_of
    from gateway.web.service import Web

    made = service_context(Web, operator_email="Operator@Northbridge.example", home=tmp_path, keys=None)
    app, _again = app_of(made, Web), app_of(made, Web)
    file = tmp_path / "operator-password"
    assert file.stat().st_mode & 0o777 == 0o600
    started = sign_in(app, "operator@northbridge.example", file.read_text().strip())
    assert started.json["account"]["roles"] == ["operator"]
    with made.database.transaction() as session:
        assert len(session.execute(select(account.c.id)).all()) == 1
    assert recorded(made) == [], "an operator belongs to no organisation: nobody is told"


def test_the_operators_password_can_be_set(service_context, tmp_path) -> None:
    from chassis.testing.http import app_of
    from gateway.web.service import Web

    made = service_context(Web, operator_password=PASSWORD, home=tmp_path)
    assert sign_in(app_of(made, Web), "operator@northbridge.example").status_code == 201
    assert not (tmp_path / "operator-password").exists()
