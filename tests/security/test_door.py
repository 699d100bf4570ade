"""At the door: forged writes, ways elsewhere, foreign names, and what a browser is told."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from at_the_door import Person
from flask import Flask
from upstream import Upstream

from chassis.context import ServiceContext
from chassis.ids import new_id
from gateway.domain.roles import ALL
from gateway.web.addresses import local
from gateway.web.api.app import make_api
from gateway.web.frame.admission import is_by_token_alone
from gateway.web.security.forgery import SAFE

ENDS_THE_SESSION = {"signing_in.sign_out", "my_account.sign_out_everywhere", "signing_in.sign_in"}
BY_TOKEN_ALONE = {"subscriptions.unsubscribe"}
"""Pages that bear a secret in their address, do nothing for whoever is signed in, and so take no token."""
ELSEWHERE = (
    "https://evil.example/", "http:evil.example", "//evil.example", "///evil.example", "\\\\evil.example",
    "/\\evil.example", "/\t/evil.example", "/\n/evil.example", "/\r\nLocation: https://evil.example",
    "https:/evil.example", "javascript:alert(1)", "data:text/html,x", "@evil.example",
    "https://127.0.0.1@evil.example/", "evil.example", "\u2215\u2215evil.example", "", " //evil.example",
)  # fmt: skip
REFUSED = re.compile(rb"open too long|another site")
"""What a page says of a forged write; one that is refused for another reason proves nothing."""
NAMES_OF_WAYS = (
    "to",
    "next",
    "url",
    "return",
    "return_to",
    "redirect",
    "redirect_uri",
    "continue",
    "goto",
    "back",
)


def addresses(app: Flask, *, unsafe: bool) -> Iterator[tuple[str, str, str]]:
    """Method, address and endpoint of every rule, with something in the place of each part."""
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<uuid:[^>]+>", str(new_id()), rule.rule)
        path = re.sub(r"<(?:\w+:)?[^>]+>", "something", path)
        for method in sorted(rule.methods or ()):
            if (method in SAFE) != unsafe and method not in ("HEAD", "OPTIONS"):
                yield method, path, rule.endpoint


@pytest.fixture
def everything(signed_in: Callable[..., Person]) -> Person:
    """Somebody who may open every page there is."""
    return signed_in(*ALL, person_id=new_id())


def test_every_form_of_every_page_needs_its_own_token(
    app: Flask, everything: Person, signed_in: Callable[..., Person], upstream: Upstream
) -> None:
    client = everything.browser.client
    own = everything.browser.page("/").form("/sign-out")["csrf_token"]
    other = signed_in("adviser").browser.page("/").form("/sign-out")["csrf_token"]
    tried = list(addresses(app, unsafe=True))
    assert len(tried) > 50
    upstream.asked.clear()
    let_in = []
    for method, path, endpoint in tried:
        if is_by_token_alone(app.view_functions[endpoint]):
            assert endpoint in BY_TOKEN_ALONE, endpoint
            continue
        for data, headers in (
            ({}, {}),
            ({"csrf_token": ""}, {}),
            ({"csrf_token": other}, {}),
            ({"csrf_token": own}, {"Sec-Fetch-Site": "cross-site"}),
            ({"csrf_token": own}, {"Origin": "https://evil.example"}),
            ({"csrf_token": own}, {"Origin": "null"}),
        ):
            answer = client.open(path, method=method, data=data, headers=headers)
            if answer.status_code != 403 or not REFUSED.search(answer.data):
                let_in.append((method, path, data, headers, answer.status_code))
    assert not let_in
    assert not [each for each in upstream.asked if each.method not in SAFE]


def test_every_write_to_the_api_with_a_cookie_needs_the_token(
    context: ServiceContext, app: Flask, everything: Person, upstream: Upstream
) -> None:
    client = everything.browser.client
    own = client.get("/api/me").json["csrf_token"]
    every = addresses(make_api(context), unsafe=True)
    tried = [each for each in every if each[1].startswith("/api/")]
    assert {"/api/something", "/api/me/organisation", "/api/invitations"} <= {path for _, path, _ in tried}
    upstream.asked.clear()
    let_in = []
    for method, path, _ in tried:
        for headers in (
            {},
            {"X-CSRF-Token": "x" * 64},
            {"X-CSRF-Token": own, "Sec-Fetch-Site": "cross-site"},
            {"X-CSRF-Token": own, "Origin": "https://evil.example"},
        ):
            answer = client.open(path, method=method, json={}, headers=headers)
            said = (answer.json or {}).get("code")
            if answer.status_code != 403 or said not in ("page-too-old", "cross-site"):
                let_in.append((method, path, headers, answer.status_code, said))
    assert not let_in
    assert not upstream.asked


def test_another_sites_form_cannot_pass_for_json(app: Flask, everything: Person, upstream: Upstream) -> None:
    """What a form can send without asking first: three kinds of content, and no header of its own."""
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = everything.browser.client.post(
            "/api/casework/participants", data='{"a": "b"}', content_type=kind
        )
        assert answer.status_code == 403
    assert not upstream.asked


def test_the_api_is_open_to_no_other_sites_scripts(app: Flask, everything: Person) -> None:
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for method in ("GET", "OPTIONS"):
        answer = everything.browser.client.open("/api/me", method=method, headers=headers)
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]


def test_no_page_leads_elsewhere(app: Flask, everything: Person) -> None:
    """Whatever it is asked by, and whatever the way back is called."""
    away = []
    for _, path, _ in addresses(app, unsafe=False):
        for evil in ELSEWHERE[:4:2]:
            query = "&".join(f"{name}={quote(evil)}" for name in NAMES_OF_WAYS)
            location = everything.browser.get(f"{path}?{query}").headers.get("Location")
            if location is not None and not is_here(location):
                away.append((path, location))
    assert not away


def is_here(location: str) -> bool:
    """Whether a browser stays on this host, as browsers read an address."""
    bare = re.sub(r"[\t\r\n]", "", location.strip()).replace("\\", "/")
    return bare.startswith("/") and not bare.startswith("//")


@pytest.mark.parametrize("evil", ELSEWHERE)
def test_an_address_elsewhere_is_not_followed(evil: str) -> None:
    assert local(evil, "/home") == "/home"


@pytest.mark.parametrize("good", ["/", "/a?b=c", "/a?to=//evil.example", "/a#b", "/a/b%2f"])
def test_an_address_here_is(good: str) -> None:
    assert local(good) == good
    assert is_here(good)


FOREIGN = {
    "Host": (
        "evil.example", "127.0.0.1.evil.example", "evil.example:80", "a@127.0.0.1", "127.0.0.1/evil",
        "127.0.0.1:x",
    ),
    "X-Forwarded-Host": ("evil.example",),
    "X-Host": ("evil.example",),
    "X-Forwarded-Server": ("evil.example",),
    "X-HTTP-Host-Override": ("evil.example",),
    "Forwarded": ("host=evil.example;proto=https",),
    "X-Forwarded-Proto": ("https",),
    "X-Forwarded-Prefix": ("/evil.example",),
    "X-Original-URL": ("/operations",),
    "X-Rewrite-URL": ("/operations",),
}  # fmt: skip


def test_a_foreign_name_is_neither_answered_nor_repeated(app: Flask, everything: Person) -> None:
    for name, values in FOREIGN.items():
        for value in values:
            answer = app.test_client().get("/sign-in", headers={name: value})
            assert answer.status_code == (421 if name == "Host" else 200), (name, value)
            assert b"evil" not in answer.data, (name, value)
            assert "evil" not in str(answer.headers), (name, value)


def test_a_header_is_no_way_past_an_address_or_a_method(app: Flask, everything: Person) -> None:
    client = app.test_client()
    for headers in (
        {"X-HTTP-Method-Override": "DELETE", "Authorization": everything.bearer["Authorization"]},
        {"X-Method-Override": "DELETE", "Authorization": everything.bearer["Authorization"]},
    ):
        assert client.get("/api/me", headers=headers).status_code == 200
    assert client.get("/api/me", headers=everything.bearer).status_code == 200


@pytest.mark.parametrize("path", ["/metrics", "/health/ready", "/metrics/"])
def test_measures_are_told_to_those_inside_alone(app: Flask, path: str) -> None:
    def status(address: str, **headers: str) -> int:
        environ = {"REMOTE_ADDR": address}
        return app.test_client().get(path, environ_overrides=environ, headers=headers).status_code

    assert status("9.9.9.9") == 404
    assert status("10.0.0.1", **{"X-Forwarded-For": "9.9.9.9"}) == 404
    assert status("172.18.0.5") in (200, 503)
    assert (
        app.test_client().get("/health/live", environ_overrides={"REMOTE_ADDR": "9.9.9.9"}).json["status"]
        == "live"
    )


def test_nothing_is_run_or_framed_or_loaded_from_elsewhere(app: Flask, everything: Person) -> None:
    """On every page, whoever opens it, also where it refuses."""
    for _, path, _ in addresses(app, unsafe=False):
        answer: Any = everything.browser.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src" not in policy, path
        for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"):
            assert part in policy, path
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "Server" not in answer.headers


HIDDEN_FIELDS = ("idempotency_key", "version")
ODD = ("a\r\nX-Evil: 1", "\u00e9\x00", "x" * 3000)


def test_no_hidden_field_of_a_form_becomes_another_header(
    app: Flask, everything: Person, upstream: Upstream
) -> None:
    """Nor does it break the page: what cannot be a key is refused in words."""
    client = everything.browser.client
    own = everything.browser.page("/").form("/sign-out")["csrf_token"]
    broken = []
    for method, path, endpoint in addresses(app, unsafe=True):
        if endpoint in ENDS_THE_SESSION:
            continue
        for odd in ODD:
            data = dict.fromkeys(HIDDEN_FIELDS, odd) | {"csrf_token": own}
            answer = client.open(path, method=method, data=data)
            if answer.status_code >= 500:
                broken.append((path, odd[:20], answer.status_code))
    assert not broken
    assert not [each for each in upstream.asked if "X-Evil" in each.headers]


ODD_SLUGS = (
    "x%3Flimit=200", "..", "%2e%2e", "x%23y", "..%5cmembers", "%252e%252e%252fmembers", "%0d%0aX: 1",
)  # fmt: skip


def test_no_part_of_an_address_becomes_another_question(
    app: Flask, everything: Person, upstream: Upstream
) -> None:
    """A slug is a slug: neither a query, nor a way up, nor an address of its own."""
    upstream.asked.clear()
    for odd in (
        "x%3Flimit=200",
        "..",
        "%2e%2e",
        "x%23y",
        "..%5cmembers",
        "%252e%252e%252fmembers",
        "%0d%0aX: 1",
    ):
        for path in (f"/community/spaces/{odd}", f"/figures/{odd}", f"/community/spaces/{odd}/ask"):
            assert everything.browser.get(path).status_code < 500, path
    known = re.compile(r"/[a-z-]+(/[A-Za-z0-9-]+)*/?")
    assert not [
        each.path for each in upstream.asked if not known.fullmatch(each.path) or "limit" in each.query
    ]
