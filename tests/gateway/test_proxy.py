"""The way through to a service: who one is there, what passes, and what does not."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from signed import ORG, Person
from upstream import Upstream

from chassis.context import ServiceContext
from chassis.ids import new_id

HERE = "/api/casework/participants"


@pytest.fixture
def adviser(signed_in: Callable[..., Person], upstream: Upstream) -> Person:
    upstream.says("casework", "GET", "/participants", {"items": [], "next": None})
    upstream.says("casework", "POST", "/participants", {"id": "1"}, 201, Location="/participants/1")
    return signed_in("adviser")


def ask(app: Flask, person: Person | None, method: str = "GET", path: str = HERE, **rest: Any) -> Any:
    headers = (person.bearer if person else {}) | rest.pop("headers", {})
    return app.test_client().open(path, method=method, headers=headers, **rest)


# Who one is there


def test_a_service_is_told_who_asks_for_whom(app: Flask, adviser: Person, upstream: Upstream) -> None:
    answer = ask(app, adviser)
    assert answer.status_code == 200
    assert answer.json == {"items": [], "next": None}
    actor = upstream.last.actor
    assert actor is not None
    assert (actor.kind, actor.id, actor.org) == ("person", adviser.account.id, ORG)
    assert actor.roles == {"adviser"}
    assert actor.name == "Anwen Pritchard"


def test_nobody_in_particular_can_ask_too(app: Flask, upstream: Upstream) -> None:
    upstream.says("marketplace", "GET", "/offers", {"items": [], "next": None})
    assert ask(app, None, path="/api/marketplace/offers").status_code == 200
    assert upstream.last.actor is not None
    assert upstream.last.actor.kind == "anonymous"


def test_a_participant_is_told_with_their_record(app: Flask, signed_in, upstream: Upstream) -> None:
    record = new_id()
    ask(app, signed_in("participant", person_id=record))
    assert upstream.last.actor is not None
    assert upstream.last.actor.person_id == record


def test_an_adviser_says_for_whom_they_act(app: Flask, adviser: Person, upstream: Upstream) -> None:
    person = new_id()
    ask(app, adviser, headers={"X-Acting-For": str(person)})
    assert upstream.last.actor is not None
    assert upstream.last.actor.acting_for == person
    ask(app, adviser)
    assert upstream.last.actor.acting_for is None, "it is said each time, and remembered nowhere"


def test_acting_for_somebody_is_said_with_an_id_and_to_casework_alone(app: Flask, adviser: Person) -> None:
    odd = ask(app, adviser, headers={"X-Acting-For": "Amina"})
    assert (odd.status_code, odd.json["code"]) == (400, "odd-acting-for")
    elsewhere = ask(app, adviser, path="/api/marketplace/offers", headers={"X-Acting-For": str(new_id())})
    assert elsewhere.status_code == 403


def test_the_community_learns_nothing_that_leads_anywhere_else(
    app: Flask, signed_in, upstream: Upstream
) -> None:
    person = signed_in("participant", person_id=new_id())
    for service in ("community", "community", "casework"):
        ask(app, person, path=f"/api/{service}/spaces")
    first, second, elsewhere = (asked.actor for asked in upstream.asked)
    assert first is not None
    assert elsewhere is not None
    assert first == second, "the same person is the same member each time"
    assert first.person_id is None
    assert first.name is None
    assert first.id != person.account.id
    assert elsewhere.id == person.account.id


def test_what_an_asker_says_of_itself_does_not_pass(app: Flask, adviser: Person, upstream: Upstream) -> None:
    lies = {
        "X-Forwarded-For": "10.0.0.1",
        "Forwarded": "for=10.0.0.1",
        "X-Actor": "operator",
        "Cookie": "a=b",
    }
    ask(app, adviser, headers=lies | {"Connection": "keep-alive, X-Actor", "X-Real-Ip": "10.0.0.1"})
    sent = {name.lower() for name in upstream.last.headers}
    assert sent.isdisjoint({name.lower() for name in lies} | {"x-real-ip"})
    assert adviser.token not in str(upstream.last.headers)


def test_one_request_has_one_name_everywhere(app: Flask, adviser: Person, upstream: Upstream) -> None:
    answer = ask(app, adviser, headers={"X-Correlation-Id": "visit-2025-03-03"})
    assert upstream.last.headers["X-Correlation-Id"] == "visit-2025-03-03"
    assert answer.headers["X-Correlation-Id"] == "visit-2025-03-03"
    assert ask(app, adviser, headers={"X-Correlation-Id": "a b"}).headers["X-Correlation-Id"] != "a b"
    assert "traceparent" in {name.lower() for name in upstream.last.headers}


# What passes


def test_a_write_passes_with_its_key_and_its_condition(
    app: Flask, adviser: Person, upstream: Upstream
) -> None:
    headers = {"Idempotency-Key": "k-1", "If-Match": '"3"'}
    answer = ask(app, adviser, "POST", json={"name": "Amina"}, headers=headers)
    assert answer.status_code == 201
    assert answer.headers["Location"] == "/api/casework/participants/1"
    assert upstream.last.json == {"name": "Amina"}
    assert upstream.last.headers["Idempotency-Key"] == "k-1"
    assert upstream.last.headers["If-Match"] == '"3"'


def test_a_query_passes_as_it_was_written(app: Flask, adviser: Person, upstream: Upstream) -> None:
    ask(app, adviser, path=f"{HERE}?search=a%26b&limit=5")
    assert upstream.last.query == {"search": "a&b", "limit": "5"}


def test_answers_pass_with_what_is_harmless_of_their_headers(
    app, adviser: Person, upstream: Upstream
) -> None:
    upstream.says(
        "mi",
        "GET",
        "/figures.csv",
        b"a,b\n",
        200,
        Content_Type="text/csv",
        ETag='"1"',
        Server="secret",
        X_Internal="1",
    )
    answer = ask(app, adviser, path="/api/mi/figures.csv")
    assert answer.data == b"a,b\n"
    assert answer.headers["ETag"] == '"1"'
    assert "X-Internal" not in answer.headers
    assert "Server" not in answer.headers


def test_a_refusal_passes_as_the_service_said_it(app: Flask, adviser: Person, upstream: Upstream) -> None:
    upstream.refuses("casework", "POST", "/participants", name=["Fill this in."])
    answer = ask(app, adviser, "POST", json={})
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert answer.json["errors"] == {"name": ["Fill this in."]}


def test_a_crash_inside_tells_nothing(app: Flask, adviser: Person, upstream: Upstream) -> None:
    upstream.says("casework", "GET", "/participants", b"Traceback: secret", 500, Content_Type="text/plain")
    answer = ask(app, adviser)
    assert answer.status_code == 502
    assert "secret" not in answer.text
    assert answer.content_type == "application/problem+json"


# What does not


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


def raw(app: Flask, person: Person, path: str, **environ: Any) -> Any:
    """A request whose address is not tidied by the test client."""
    given = {"RAW_PATH_INFO": path, "REQUEST_URI": path, "RAW_URI": path} | environ
    return app.test_client().get(HERE, headers=person.bearer, environ_overrides=given)


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


# Forgery


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


# When a service is away


def test_a_service_that_is_not_running_is_a_503_in_plain_words(service_context, upstream: Upstream) -> None:
    from chassis.testing.http import app_of
    from gateway.web.service import Web

    urls = upstream.urls | {"casework": "http://127.0.0.1:9"}
    app = app_of(service_context(Web, service_urls=urls), Web)
    answer = ask(app, None)
    assert answer.status_code == 503
    assert answer.json["code"] == "service-away"
    assert "Try again" in answer.json["detail"]
    assert answer.headers["Retry-After"]


def test_a_service_that_breaks_off_is_a_502(service_context, upstream: Upstream) -> None:
    import socket
    from threading import Thread

    from chassis.testing.http import app_of
    from gateway.web.service import Web

    with socket.create_server(("127.0.0.1", 0)) as server:

        def rude() -> None:
            connection, _ = server.accept()
            connection.recv(1000)
            connection.close()

        thread = Thread(target=rude, daemon=True)
        thread.start()
        urls = upstream.urls | {"casework": f"http://127.0.0.1:{server.getsockname()[1]}"}
        app = app_of(service_context(Web, service_urls=urls), Web)
        answer = ask(app, None, "POST", json={})
        thread.join()
    assert answer.status_code == 502
    assert answer.json["code"] == "broke-off"


def test_a_service_that_is_slow_is_a_504(app: Flask, context: ServiceContext, upstream: Upstream) -> None:
    from chassis.actor import ANONYMOUS
    from gateway.web.door import EXTENSION
    from gateway.web.services import Away

    upstream.is_slow("casework", "/participants")
    services = app.extensions[EXTENSION].services
    with pytest.raises(Away) as away:
        services.ask("casework", "GET", "/participants", actor=ANONYMOUS, timeout=0.2)
    assert away.value.status == 504


def test_a_dropped_connection_is_asked_again_for_a_question_alone(app: Flask, upstream: Upstream) -> None:
    """The pool keeps connections; the server closes them between requests, and nobody notices."""
    upstream.says("casework", "GET", "/participants", {"items": []}, Connection="close")
    assert [ask(app, None).status_code for _ in range(3)] == [200, 200, 200]


def test_a_subject_for_the_community_cannot_be_reckoned_without_the_key() -> None:
    from gateway.web.audience import Audience

    account = UUID("00000000-0000-7000-8000-00000000000b")
    assert Audience(b"one").subject(account, "community") != Audience(b"two").subject(account, "community")
    assert json.dumps(str(account)) not in json.dumps(str(Audience(b"one").subject(account, "community")))
