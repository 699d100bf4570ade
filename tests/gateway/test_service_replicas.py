"""A service at several addresses: they are asked in turn, and who is away is passed over."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from upstream import Upstream, serving

from chassis.context import ServiceContext
from chassis.http import ActorTokens
from chassis.testing.http import app_of
from gateway.web.replicas import Replicas
from gateway.web.service import Web

HERE = "/api/casework/participants"
NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def second() -> Iterator[Upstream]:
    """Another replica of everything."""
    with serving() as stand_in, stand_in.acting() as services:
        yield services


@pytest.fixture
def door_to(service_context: Callable[..., ServiceContext], upstream: Upstream) -> Callable[..., Flask]:
    """`door_to(address, …)` is a door for which casework is at these addresses."""

    def make(*addresses: str) -> Flask:
        urls = upstream.urls | {"casework": ",".join(addresses)}
        context = service_context(Web, service_urls=urls)
        upstream.tokens = ActorTokens.of(context)
        return app_of(context, Web)

    return make


@contextmanager
def rude() -> Iterator[str]:
    """The address of somebody who hangs up on whatever is asked."""

    def hang_up(server: socket.socket) -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            connection.recv(1000)
            connection.close()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=hang_up, args=(server,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def asked(*of: Upstream) -> list[int]:
    """How often each replica of casework was asked."""
    return [len([a for a in one.asked if a.service == "casework"]) for one in of]


def statuses(app: Flask, times: int, method: str = "GET", **rest: Any) -> set[int]:
    client = app.test_client()
    return {client.open(HERE, method=method, **rest).status_code for _ in range(times)}


def test_replicas_are_asked_in_turn(
    door_to: Callable[..., Flask], upstream: Upstream, second: Upstream
) -> None:
    app = door_to(upstream.urls["casework"], second.urls["casework"])
    for one in (upstream, second):
        one.says("casework", "GET", "/participants", {"items": []})
    assert statuses(app, 10) == {200}
    assert asked(upstream, second) == [5, 5]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_one_that_is_not_running_is_passed_over(
    door_to: Callable[..., Flask], upstream: Upstream, method: str
) -> None:
    """Nothing has been asked where there was no connection, so that a deed too may be asked of the next."""
    app = door_to(NOBODY, upstream.urls["casework"])
    upstream.says("casework", method, "/participants", {}, status=200)
    assert statuses(app, 6, method) == {200}
    assert asked(upstream) == [6]


def test_a_question_is_asked_again_elsewhere_when_one_breaks_off(
    door_to: Callable[..., Flask], upstream: Upstream
) -> None:
    upstream.says("casework", "GET", "/participants", {"items": []})
    with rude() as address:
        assert statuses(door_to(address, upstream.urls["casework"]), 6) == {200}


def test_a_deed_is_asked_again_only_if_its_key_lets_it_happen_once(
    door_to: Callable[..., Flask], upstream: Upstream
) -> None:
    upstream.says("casework", "POST", "/participants", {}, status=201)
    with rude() as address:
        app = door_to(address, upstream.urls["casework"])
        assert statuses(app, 6, "POST", headers={"Idempotency-Key": "one"}) == {201}
        assert asked(upstream) == [6]
        assert statuses(app, 6, "POST") == {201, 502}
        assert asked(upstream) == [9]


def test_all_away_is_a_503(door_to: Callable[..., Flask]) -> None:
    assert statuses(door_to(NOBODY, "http://127.0.0.1:7"), 3) == {503}


def test_one_that_did_not_answer_comes_last_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    from gateway.web import replicas

    both = Replicas("http://a,http://b/")
    assert [both.in_turn()[0] for _ in range(4)] == ["http://a", "http://b"] * 2
    both.missed("http://a")
    assert {tuple(both.in_turn()) for _ in range(4)} == {("http://b", "http://a")}
    monkeypatch.setattr(replicas, "REST_SECONDS", -1.0)
    both.missed("http://a")
    assert [both.in_turn()[0] for _ in range(4)] == ["http://a", "http://b"] * 2
