"""What does not pass to a service: addresses for the inside, odd requests, writes from elsewhere."""

import pytest
from flask import Flask
from signed import Person
from upstream import Upstream

from tests.gateway.proxy.through import HERE, ask, raw


@pytest.mark.parametrize(
    "path",
    [
        "/api/casework/../mi/figures",
        "/api/casework/%2e%2e/mi/figures",
        "/api/casework/..%2fmi/figures",
        "/api/casework/a%2Fb",
        "/api/casework/a%5cb",
        "/api/casework/a%00b",
        "/api/casework/a%0d%0ab",
        "/api/casework/%252e%252e/x",
        "/api/casework//participants",
        "/api/casework/a\\b",
    ],
)
def test_an_address_that_two_could_read_differently_is_refused(
    app: Flask, adviser: Person, upstream, path: str
) -> None:
    answer = raw(app, adviser, path)
    assert answer.status_code in (400, 404)
    assert answer.mimetype == "application/problem+json"
    assert upstream.asked == []


@pytest.mark.parametrize("path", ["health/ready", "health/live", "metrics", "openapi.json", "health", ""])
def test_what_is_for_the_inside_stays_inside(
    app: Flask, adviser: Person, upstream: Upstream, path: str
) -> None:
    upstream.says("casework", "GET", f"/{path}", {"secret": True})
    assert ask(app, adviser, path=f"/api/casework/{path}").status_code == 404
    assert upstream.asked == []


@pytest.mark.parametrize(
    "path", ["/api/nowhere/x", "/api/web/x", "/api/exchange/streams/open", "/api/localhost:1/x"]
)
def test_only_known_services_are_reached(app: Flask, adviser: Person, upstream: Upstream, path: str) -> None:
    assert ask(app, adviser, path=path).status_code == 404
    assert upstream.asked == []


def test_operations_are_for_operators_and_not_there_for_others(
    app, adviser, signed_in, upstream: Upstream
) -> None:
    upstream.says("casework", "GET", "/ops/parked", {"total": 0, "items": []})
    path = "/api/casework/ops/parked"
    assert ask(app, adviser, path=path).status_code == 404
    assert ask(app, None, path=path).status_code == 404
    assert upstream.asked == []
    assert ask(app, signed_in("operator", org=None), path=path).status_code == 200


def test_streams_are_the_exchanges(app: Flask, adviser: Person, upstream: Upstream) -> None:
    upstream.says("exchange", "GET", "/streams/open", {"items": [], "next": "x"})
    assert ask(app, None, path="/api/streams/open").json == {"items": [], "next": "x"}


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "CONNECT", "PROPFIND"])
def test_odd_methods_do_not_pass(app: Flask, adviser: Person, upstream: Upstream, method: str) -> None:
    assert ask(app, adviser, method).status_code in (405, 404)
    assert upstream.asked == []


def test_a_body_whose_length_is_said_twice_is_refused(
    app: Flask, adviser: Person, upstream: Upstream
) -> None:
    for framing in (
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": "5"},
    ):
        answer = app.test_client().post(
            HERE, data=b"12345", headers=adviser.bearer, environ_overrides=framing
        )
        assert answer.status_code == 411
    assert upstream.asked == []


@pytest.mark.parametrize("length", ["-1", "+5", "5,5", "0x5", "٥"])
def test_a_length_that_is_no_number_is_refused(
    app: Flask, adviser: Person, upstream: Upstream, length: str
) -> None:
    answer = raw(app, adviser, HERE, CONTENT_LENGTH=length)
    assert answer.status_code == 400
    assert upstream.asked == []


def test_a_body_that_is_too_large_is_refused(app: Flask, adviser: Person, upstream: Upstream) -> None:
    answer = ask(app, adviser, "POST", data=b"x" * (1024 * 1024 + 1), content_type="application/json")
    assert answer.status_code == 413
    assert upstream.asked == []


def test_an_old_token_is_refused_and_does_not_pass_as_nobody(app: Flask, upstream: Upstream) -> None:
    assert ask(app, None, headers={"Authorization": "Bearer old"}).status_code == 401
    assert upstream.asked == []


def test_a_browsers_write_needs_the_token(app: Flask, adviser: Person, upstream: Upstream) -> None:
    client = adviser.browser.client
    refused = client.post(HERE, json={"name": "Amina"})
    assert refused.status_code == 403
    assert refused.json["code"] == "page-too-old"
    token = client.get("/api/me").json["csrf_token"]
    assert client.post(HERE, json={}, headers={"X-CSRF-Token": token}).status_code == 201
    for wrong in ("x", "", token[:-1], token + "0", "é"):
        answer = client.post(HERE, json={}, headers={"X-CSRF-Token": wrong})
        assert answer.status_code == 403


def test_a_browsers_write_from_another_site_is_refused_even_with_the_token(
    app, adviser: Person, upstream
) -> None:
    client = adviser.browser.client
    token = client.get("/api/me").json["csrf_token"]
    for header in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = client.post(HERE, json={}, headers={"X-CSRF-Token": token} | header)
        assert answer.status_code == 403
    ours = client.post(HERE, json={}, headers={"X-CSRF-Token": token, "Origin": "http://localhost"})
    assert ours.status_code == 201
