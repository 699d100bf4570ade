"""The short way through: the same answers as by the long one, and nothing that the long one would refuse."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from signed import Person
from upstream import Upstream

from chassis.context import ServiceContext
from chassis.http import ActorTokens
from chassis.ids import new_id
from gateway.actions import sessions
from gateway.domain.accounts import Membership
from gateway.store import accounts
from gateway.web.door import EXTENSION
from gateway.web.passes import Passes

HERE = "/api/casework/participants"
APART = ("X-Correlation-Id", "Date", "Content-Length")


@pytest.fixture
def adviser(signed_in: Callable[..., Person], upstream: Upstream) -> Person:
    upstream.says("casework", "GET", "/participants", {"items": []}, ETag='"one"', Vary="Accept")
    upstream.says("casework", "POST", "/participants", {"id": "1"}, 201, Location="/participants/1")
    return signed_in("adviser")


def ask(app: Flask, person: Person, method: str = "GET", path: str = HERE, **rest: Any) -> Any:
    headers = person.bearer | rest.pop("headers", {})
    return app.test_client().open(path, method=method, headers=headers, **rest)


def token_of(upstream: Upstream) -> str:
    return upstream.last.headers["Authorization"]


def test_both_ways_give_the_same_answer(app: Flask, adviser: Person) -> None:
    for method, path, rest in (
        ("GET", HERE, {}),
        ("POST", HERE, {"json": {"a": 1}}),
        ("GET", "/api/casework/nothing", {}),
    ):
        app.extensions[EXTENSION].known.clear()
        long, short = (ask(app, adviser, method, path, **rest) for _ in range(2))
        assert (long.status_code, long.data) == (short.status_code, short.data)
        told = [{n: v for n, v in one.headers.items() if n not in APART} for one in (long, short)]
        assert told[0] == told[1]


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (HERE, {"Host": "elsewhere.example"}, 421),
        ("/api/casework/ops/outbox", {}, 404),
        ("/api/casework/health/ready", {}, 404),
        ("/api/casework/%2e%2e/x", {}, 400),
        ("/api/nowhere/x", {}, 404),
    ],
)
def test_who_is_known_is_refused_what_anybody_is_refused(
    app: Flask, adviser: Person, upstream: Upstream, path: str, headers: dict[str, str], status: int
) -> None:
    ask(app, adviser)
    before = len(upstream.asked)
    assert ask(app, adviser, path=path, headers=headers).status_code == status
    assert len(upstream.asked) == before


def test_signing_out_takes_effect_at_once(app: Flask, adviser: Person) -> None:
    assert [ask(app, adviser).status_code for _ in range(2)] == [200, 200]
    assert ask(app, adviser, "DELETE", "/api/sessions/current").status_code == 204
    assert ask(app, adviser).status_code == 401


def test_a_failure_of_a_service_is_told_once_and_asked_once(
    app: Flask, adviser: Person, upstream: Upstream
) -> None:
    ask(app, adviser)
    upstream.says("casework", "POST", "/broken", "a traceback", 200)
    upstream.answers[("casework", "POST", "/broken")] = _broken
    before = len(upstream.asked)
    answer = ask(app, adviser, "POST", "/api/casework/broken", json={})
    assert (answer.status_code, answer.json["code"]) == (502, "server-error")
    assert len(upstream.asked) == before + 1


def _broken(_: Any) -> Any:
    from werkzeug import Response

    return Response("a traceback", 500, mimetype="text/plain")


def test_a_session_shows_its_token_again_and_no_other_session_does(
    app: Flask, adviser: Person, context: ServiceContext, upstream: Upstream
) -> None:
    with context.database.transaction() as session:
        again = sessions.begin(session, adviser.account, adviser.account.organisations[0]).token
    other = Person(adviser.account, adviser.browser, again)
    seen: dict[str, set[str]] = {"one": set(), "other": set(), "elsewhere": set()}
    for name, person, path in (
        ("one", adviser, HERE),
        ("other", other, HERE),
        ("elsewhere", adviser, "/api/mi/overview"),
    ):
        ask(app, person, path=path)  # by the long way, for which a token is made each time
        for _ in range(2):
            ask(app, person, path=path)
            seen[name].add(token_of(upstream))
    assert [len(tokens) for tokens in seen.values()] == [1, 1, 1]
    assert len(app.extensions[EXTENSION].services.passes._kept) == 3


def test_a_role_that_is_gained_is_in_the_next_token(
    app: Flask, adviser: Person, context: ServiceContext, upstream: Upstream
) -> None:
    for _ in range(2):
        ask(app, adviser)
    with context.database.transaction() as session:
        account = accounts.by_id(session, adviser.account.id)
        assert account is not None
        where = account.organisations[0]
        account.join([Membership(new_id(), where, "team leader", account.memberships[0].since)])
    app.extensions[EXTENSION].known.clear()  # as after two seconds
    for _ in range(2):
        ask(app, adviser)
        assert upstream.last.actor is not None
        assert upstream.last.actor.roles == {"adviser", "team leader"}


def test_a_token_is_shared_only_where_all_that_it_says_is_the_same(
    app: Flask, context: ServiceContext
) -> None:
    from dataclasses import replace

    from chassis.testing import actors

    passes = Passes(ActorTokens.of(context), app.extensions[EXTENSION].services.passes._audience)
    actor, session = actors.adviser(), new_id()
    first = passes.token(actor, "casework", session)
    assert passes.token(replace(actor, correlation_id="other-1234"), "casework", session) == first
    others = [
        passes.token(replace(actor, acting_for=new_id()), "casework", session),
        passes.token(replace(actor, org=new_id()), "casework", session),
        passes.token(replace(actor, roles=frozenset()), "casework", session),
        passes.token(replace(actor, id=new_id()), "casework", session),
        passes.token(actor, "mi", session),
        passes.token(actor, "casework", new_id()),
    ]
    assert len(passes._kept) == 7
    assert len({first, *others}) >= 6, "two of one second say the same, and are the same to the letter"
