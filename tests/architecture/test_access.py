"""What the table of roles says is worked out from the policy, and for every route there is."""

from typing import Any

import pytest
from sqlalchemy import column, false, or_, true
from suite import service_classes

from chassis.catalogue.access import EVERYBODY, reached, routes_of
from chassis.reaching import NoRule, Reaching, own_ids_in, somebody

REACHING = {service.name: service for service in service_classes() if hasattr(service, "reaching")}
CASEWORK = REACHING["casework"]
ROUTES = {f"{route.method} {route.path}": route for route in routes_of(CASEWORK)}


@pytest.mark.parametrize("service", REACHING.values(), ids=lambda service: service.name)
def test_every_route_goes_by_a_rule_and_every_rule_has_a_route(service: Any) -> None:
    routes = routes_of(service)
    used = {service.reaching.key_of(route.method, route.path) for route in routes}
    assert not set(service.reaching.rules) - used
    words = {reached(service, route, role) for route in routes for role in route.access.roles}
    assert words <= {*service.reaching.words, ""}


@pytest.mark.parametrize(
    ("route", "role", "word"),
    [
        ("GET /participants/*", "participant", "own"),
        ("GET /participants/*", "adviser", "organisation’s"),
        ("GET /participants/*", "data-protection officer", "organisation’s, restricted too"),
        ("GET /participants/*", "operator", ""),
        ("GET /participants/*/access", "adviser", "acting for them"),
        ("GET /participants/*/applications", "adviser", "with leave"),
        ("POST /participants/*/applications", "participant", "own"),
        ("POST /participants/*/grants", "adviser", ""),
        ("POST /emergency-readings", "adviser", "with a reason"),
        ("GET /claims/*", "finance officer", "organisation’s"),
        ("GET /erasures/*", "team leader", "organisation’s"),
        ("POST /covers", "adviser", "own"),
        ("POST /covers", "team leader", "organisation’s"),
        ("POST /joining", "adviser", EVERYBODY),
    ],
)
def test_what_the_policy_says_is_what_the_table_says(route: str, role: str, word: str) -> None:
    assert reached(CASEWORK, ROUTES[route], role) == word


@pytest.mark.parametrize(
    ("service", "route", "words"),
    [
        ("marketplace", "GET /referrals/*", {"adviser": "sent", "provider staff": "received"}),
        ("marketplace", "GET /referrals", {"team leader": "sent and received", "analyst": ""}),
        ("marketplace", "POST /referrals/*/start", {"adviser": "", "team leader": "received"}),
        ("marketplace", "POST /referrals/*/withdrawal", {"adviser": "sent", "provider staff": ""}),
        ("marketplace", "PATCH /organisations/*", {"operator": "all", "adviser": ""}),
        ("notify", "GET /messages/*", {"participant": "own", "adviser": "organisation’s", "analyst": ""}),
        ("notify", "GET /messages", {"operator": "all, but neither to whom nor what it says"}),
        ("mi", "GET /figures", {"analyst": "all", "commissioner": "all, small numbers hidden"}),
        ("mi", "GET /overview", {"finance officer": "organisation’s", "adviser": ""}),
    ],
)
def test_the_other_services_are_asked_as_well(service: str, route: str, words: dict[str, str]) -> None:
    asked = REACHING[service]
    found = next(one for one in routes_of(asked) if f"{one.method} {one.path}" == route)
    assert {role: reached(asked, found, role) for role in words} == words


def test_a_route_without_a_rule_is_named() -> None:
    rules = Reaching({"/shelves": lambda actor: "all", "POST /shelves/*": lambda actor: "own"}, {}, "reader")
    reader = somebody("reader", themself=True)
    assert [rules.word(method, "/shelves/*/books", reader) for method in ("GET", "POST")] == ["all", "own"]
    with pytest.raises(NoRule, match="GET /chairs"):
        rules.word("GET", "/chairs", reader)


def test_a_filter_tells_by_what_it_compares() -> None:
    reader = somebody("reader", themself=True)
    assert own_ids_in(true(), reader) is None
    assert own_ids_in(or_(column("a") == reader.org, column("b") == reader.id), reader) == {"org", "id"}
    for never in (false(), or_(false(), false())):
        with pytest.raises(LookupError):
            own_ids_in(never, reader)
