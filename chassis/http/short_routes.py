"""Which addresses can be served in the short way, and how each is known again at a glance."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Flask
from werkzeug.routing import Rule

from chassis.http.access import Access, access_of
from chassis.http.steps import Steps, steps_of

READS, WRITES = "GET", "POST"
STATUSES = (200, 201)
_ID = re.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
"""An id as routes take it."""
_VARIABLE = re.compile(r"<uuid:(\w+)>")
_ANY = "*"
_NOBODY = str(UUID(int=0))


@dataclass(frozen=True)
class Route:
    """A route of the short way."""

    rule: str
    names: tuple[str, ...]
    """Of the ids in its address."""
    access: Access
    steps: Steps
    has_own_words: bool
    """Whether its blueprint has answers of its own to what goes wrong."""


class Routes:
    """The routes of an app whose views do nothing but what is known of them (`steps`)."""

    def __init__(self, app: Flask) -> None:
        self._routes = _routes(app)

    def find(self, method: str, path: str) -> tuple[Route, dict[str, UUID]] | None:
        """The route of an address, with its ids; None for what only Flask can find."""
        route = self._routes.get((method, _ID.sub(_ANY, path)))
        if route is None:
            return None
        found = _ID.findall(path)
        # An asterisk that was in the address itself is nobody's id.
        return (route, dict(zip(route.names, map(UUID, found), strict=True))) if _fits(route, found) else None

    def leave(self, route: Route) -> None:
        """Leave a route to Flask from now on."""
        self._routes = {place: other for place, other in self._routes.items() if other is not route}


def _fits(route: Route, found: list[str]) -> bool:
    return len(found) == len(route.names)


def _routes(app: Flask) -> Mapping[tuple[str, str], Route]:
    routes = {}
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        steps, access, form = steps_of(view), access_of(view), _VARIABLE.sub(_ANY, rule.rule)
        if steps is None or access is None or "<" in form or steps.status not in STATUSES:
            continue
        blueprint = rule.endpoint.partition(".")[0]
        if _has_hooks(app, blueprint):
            continue
        for method in _methods(rule, steps):
            if _leads_to(app, rule, method):
                names = tuple(_VARIABLE.findall(rule.rule))
                routes[method, form] = Route(rule.rule, names, access, steps, _has_own_words(app, blueprint))
    return routes


def _has_hooks(app: Flask, blueprint: str) -> bool:
    """Whether anything is done before or after each of its requests."""
    hooks = (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs)
    return any(hook.get(blueprint) for hook in hooks)


def _has_own_words(app: Flask, blueprint: str) -> bool:
    return any(app.error_handler_spec.get(blueprint, {}).values())


def _methods(rule: Rule, steps: Steps) -> list[str]:
    """What is tagged is compared before it is changed, which Flask's way alone can do."""
    able = [READS] if steps.body is None else []
    able += [] if steps.is_tagged else [WRITES]
    return [method for method in able if method in (rule.methods or ())]


def _leads_to(app: Flask, rule: Rule, method: str) -> bool:
    """Whether Flask, too, would choose this rule and no other."""
    example = _VARIABLE.sub(_NOBODY, rule.rule)
    found, _ = app.url_map.bind("").match(example, method)
    return bool(found == rule.endpoint)
