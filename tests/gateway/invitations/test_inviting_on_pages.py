"""Inviting and accepting on pages; and the operator's account, whom nobody invites."""

from flask import Flask
from pages import Browser
from signed import Person
from sqlalchemy import select
from upstream import Upstream

from chassis.testing.bus import recorded
from gateway.store.accounts import account
from tests.gateway.invitations.inviting import AMINA, PASSWORD, invite, sign_in


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
