"""Bringing people in: who may invite whom, and who sees what came of it."""

from typing import Any

import pytest
from flask import Flask
from signed import ORG, Person
from upstream import Upstream

from chassis.context import ServiceContext
from chassis.ids import new_id
from chassis.testing.bus import recorded
from tests.gateway.invitations.inviting import AMINA, accept, invite, participant, sign_in


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
