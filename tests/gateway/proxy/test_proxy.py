"""The way through to a service: who one is there, what passes, and what comes back."""

import json
from uuid import UUID

import pytest
from flask import Flask
from signed import ORG, Person
from upstream import Upstream

from chassis.context import ServiceContext
from chassis.ids import new_id
from tests.gateway.proxy.through import HERE, ask


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
