"""The token of an invitation works once, for a while, and gives nothing away."""

from datetime import timedelta

from flask import Flask
from signed import Person
from sqlalchemy import update

from chassis import clock
from chassis.context import ServiceContext
from chassis.ids import new_id
from gateway.store.invitations import invitation
from tests.gateway.invitations.inviting import PASSWORD, accept, invite, sign_in


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
