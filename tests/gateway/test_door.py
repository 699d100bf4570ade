"""Headers, hosts, static files, languages, the merged document, and people who are erased."""

import json
from importlib.metadata import entry_points
from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import OpenAPIV31SpecValidator
from pages import Browser
from upstream import Upstream

from chassis.ids import new_id
from chassis.store.drift import drift
from chassis.testing.bus import deliver
from chassis.testing.http import app_of
from gateway.exchange.service import Exchange
from gateway.web.openapi import merged
from gateway.web.security.hosts import is_ours
from gateway.web.service import Web


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "workstead.example:81", "a@localhost", "["]
)
def test_a_foreign_name_is_not_answered(service_context, host: str) -> None:
    app = app_of(service_context(Web, public_url="https://workstead.example"), Web)
    for path in ("/", "/api/me", "/api/casework/x", "/static/workstead.css"):
        assert app.test_client().get(path, headers={"Host": host}).status_code in (400, 421), path


def test_its_own_name_and_loopback_are(service_context) -> None:
    settings = service_context(Web, public_url="https://workstead.example").settings
    for host in ("workstead.example", "workstead.example:443", "localhost:8080", "127.0.0.1", "[::1]:9"):
        assert is_ours(host, settings), host
    assert not is_ours("workstead.example:80", settings)


def test_health_is_told_by_whatever_name(app: Flask) -> None:
    assert app.test_client().get("/health/live", headers={"Host": "10.0.0.7:8080"}).status_code == 200


def test_over_tls_cookies_are_bound_to_the_host_and_tls_is_demanded(
    service_context, upstream: Upstream
) -> None:
    context = service_context(
        Web, public_url="https://workstead.example", operator_password="canal heron umbrella"
    )
    client = app_of(context, Web).test_client()
    page = client.get("/sign-in", base_url="https://workstead.example")
    assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    browser = Browser(client)
    form = browser.page("/sign-in").form()
    form |= {"email": "operator@northbridge.example", "password": "canal heron umbrella"}
    # The cookie is Secure, so the test's browser sends it over https alone.
    token = _token(client.get("/sign-in", base_url="https://workstead.example").get_data(as_text=True))
    answer = client.post("/sign-in", base_url="https://workstead.example", data=form | {"csrf_token": token})
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("__Host-workstead="))
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def _token(text: str) -> str:
    return text.split('name="csrf_token" value="')[1].split('"')[0]


@pytest.mark.parametrize(
    "path", ["/", "/nope", "/api/me", "/api/casework/x", "/api/openapi.json", "/static/mark.svg"]
)
def test_every_answer_is_guarded(app: Flask, path: str) -> None:
    headers = app.test_client().get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "X-Correlation-Id" in headers


def test_a_drawing_of_a_service_can_have_styles_and_nothing_else(app: Flask, upstream: Upstream) -> None:
    upstream.says("mi", "GET", "/charts/x.svg", b"<svg/>", Content_Type="image/svg+xml")
    policy = app.test_client().get("/api/mi/charts/x.svg").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox" in policy


def test_static_files_are_small_and_kept_while_they_are_what_the_page_meant(
    app: Flask, nobody: Browser
) -> None:
    client = app.test_client()
    address = next(
        link.get("href") for link in nobody.page("/").all("link") if link.get("rel") == "stylesheet"
    )
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert "immutable" in packed.headers["Cache-Control"]
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < 7000
    assert len(client.get(address).data) < 25_000
    assert "immutable" not in client.get("/static/workstead.css?v=old").headers["Cache-Control"]
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static/none.css"):
        assert client.get(path).status_code == 404


def test_the_language_is_chosen_and_remembered(nobody: Browser) -> None:
    assert nobody.page("/sign-in").all("html")[0].get("lang") == "en"
    assert nobody.get("/language/cy?to=/sign-in").location == "/sign-in"
    page = nobody.page("/sign-in")
    assert page.heading == "Mewngofnodi"
    assert "beiriant" in page.text, "what a machine drafted is marked as such"
    assert nobody.get("/language/fr").status_code == 404
    assert nobody.get("/language/cy?to=//evil.example").location == "/"


def test_the_browsers_own_language_is_used_until_one_is_chosen(app: Flask) -> None:
    answer = app.test_client().get("/sign-in", headers={"Accept-Language": "cy, en;q=0.5"})
    assert answer.headers["Content-Language"] == "cy"


def small(title: str, path: str) -> dict[str, Any]:
    reference = {"$ref": "#/components/schemas/Thing"}
    good = {"description": "OK", "content": {"application/json": {"schema": reference}}}
    operation = {
        "operationId": "things.get",
        "tags": ["things"],
        "summary": title,
        "responses": {"200": good},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "v1"},
        "tags": [{"name": "things"}],
        "paths": {
            path: {"get": operation | {"security": [{"token": []}]}},
            "/ops/outbox": {
                "get": {"operationId": "ops", "responses": {"200": {"$ref": "#/components/responses/OK"}}}
            },
        },
        "components": {
            "schemas": {"Thing": {"type": "object", "title": title}, "Unused": {"type": "object"}},
            "responses": {"OK": {"description": "OK"}},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def test_one_document_of_all_services(app: Flask, upstream: Upstream) -> None:
    upstream.says("casework", "GET", "/openapi.json", small("Casework", "/plans"))
    upstream.says("mi", "GET", "/openapi.json", small("MI", "/figures"))
    document = app.test_client().get("/api/openapi.json").json
    OpenAPIV31SpecValidator(document).validate()
    assert {"/api/casework/plans", "/api/mi/figures", "/api/sessions", "/api/me"} <= set(document["paths"])
    assert not [path for path in document["paths"] if "ops" in path or "health" in path]
    schemas = document["components"]["schemas"]
    assert schemas["Casework.Thing"]["title"] == "Casework"
    assert schemas["Mi.Thing"]["title"] == "MI"
    assert not [name for name in schemas if name.endswith("Unused")]
    ids = [
        op["operationId"]
        for item in document["paths"].values()
        for op in item.values()
        if "operationId" in op
    ]
    assert len(ids) == len(set(ids))


def test_acting_for_somebody_is_documented_where_it_can_be_said() -> None:
    either = {"requestBody": {}, "x-roles": ["adviser", "participant"], "responses": {}}
    paths = {
        "/plans": {"post": either, "get": either | {"requestBody": None}},
        "/claims": {"post": either | {"x-roles": ["finance officer"]}},
    }
    del paths["/plans"]["get"]["requestBody"]
    documents = {name: (f"/api/{name}", {"paths": paths}) for name in ("casework", "notify")}
    whole = merged(documents)
    told = {"$ref": "#/components/parameters/ActingFor"}
    said = {
        (path, method)
        for path, item in whole["paths"].items()
        for method, operation in item.items()
        if told in operation.get("parameters", ())
    }
    assert said == {("/api/casework/plans", "post")}
    assert whole["components"]["parameters"]["ActingFor"]["name"] == "X-Acting-For"


def test_the_documents_of_the_real_services_make_a_valid_one(service_context) -> None:
    documents = {}
    for entry in entry_points(group="workstead.services"):
        if entry.name != "web":
            service = entry.load()
            view = app_of(service_context(service), service).view_functions["document.openapi"]
            documents[entry.name] = (f"/api/{entry.name}", json.loads(view().get_data()))
    whole = merged(documents)
    OpenAPIV31SpecValidator(whole).validate()
    assert {path.split("/")[2] for path in whole["paths"]} == set(documents)


def test_the_gateways_own_part_is_valid_and_names_who_may(app: Flask) -> None:
    document = app.test_client().get("/api/openapi.json").json
    OpenAPIV31SpecValidator(document).validate()
    assert document["paths"]["/api/invitations"]["post"]["x-roles"]
    assert document["paths"]["/api/sessions"]["post"]["security"] == []


def test_the_reference_is_a_page_to_read(nobody: Browser, upstream: Upstream) -> None:
    upstream.says("casework", "GET", "/openapi.json", small("Casework", "/plans"))
    index = nobody.page("/reference")
    casework = nobody.page(index.link("casework: things"))
    assert "GET /api/casework/plans" in casework.main
    assert "POST /api/sessions" in nobody.page(index.link("gateway: sessions")).main
    assert nobody.page("/reference/nothing", 404)


def test_the_migrations_make_the_tables_that_the_code_means(service_context) -> None:
    assert drift(service_context(Web)) == []


def test_an_erased_person_is_forgotten(signed_in, context) -> None:
    from sqlalchemy import select

    from gateway.store.accounts import account

    person = new_id()
    signed_in("participant", person_id=person)
    context.listeners = Exchange.listeners
    deliver(
        context, "workstead.casework.participant.erased.v1", {"occurred_on": "2025-03-03"}, subject=person
    )
    with context.database.transaction() as session:
        assert session.execute(select(account.c.id).where(account.c.person_id == person)).all() == []
