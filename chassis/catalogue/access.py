"""Who may do what, as a page to read: every route, and which of the things there each role reaches."""

import inspect
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask

from chassis.http.access import Access, access_of
from chassis.reaching import Reaching, somebody

HEAD = """# Who may do what

*Generated from the code by `make docs`; do not edit.*

A row for each route of each service, a column for each role that gets in somewhere. An empty cell is a
refusal (403), as it is for every role without a column; whoever has not signed in is asked to (401). Where a
cell says more than *comes in*, the service's policy was asked for its words: which of the things there that
role reaches. What is not reached is *not there* (404), in a list as by its id.

`tests/api/test_access.py` asks a running suite for every refusal of every service, and for every cell of
casework: as the role itself, as strangers of each kind, and for what does not exist.
"""

EVERYBODY = "everybody"
COMES_IN = "comes in"
NEVER_ALONE = frozenset({"HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Route:
    """A method at an address, who may come in there, and what for."""

    method: str
    rule: str
    """The address as it is declared: `/shelves/<uuid:shelf_id>`."""
    access: Access
    about: str
    resource: str
    described: str

    @property
    def path(self) -> str:
        """The address with a star for each of its parameters: `/shelves/*`."""
        return re.sub(r"<[^>]+>", "*", self.rule)

    @property
    def is_of_one(self) -> bool:
        """Whether its address names one thing."""
        return "*" in self.path

    @property
    def shown(self) -> str:
        """The address as the API's own document has it: `/shelves/{shelf_id}`."""
        return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", self.rule)


def routes_of(service: Any) -> list[Route]:
    """Every route that a service class serves by its blueprints, in their order."""
    app = Flask(__name__, static_folder=None)
    described = {each.name: each.description for each in getattr(service, "blueprints", ())}
    for blueprint in getattr(service, "blueprints", ()):
        app.register_blueprint(blueprint)
    found = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        resource = rule.endpoint.split(".")[0]
        about = (inspect.getdoc(view) or "").splitlines()[0]
        access = access_of(view)
        assert access is not None, rule.rule
        found += [
            Route(method, rule.rule, access, about, resource, described[resource])
            for method in sorted((rule.methods or set()) - NEVER_ALONE)
        ]
    return found


def reached(service: Any, route: Route, role: str) -> str:
    """What somebody with this role, and no other, reaches by a route; nothing is an empty word."""
    if route.access.is_public:
        return EVERYBODY
    if route.access.roles and role not in route.access.roles:
        return ""
    reaching: Reaching | None = getattr(service, "reaching", None)
    if reaching is None:
        return COMES_IN
    return reaching.word(route.method, route.path, somebody(role, themself=role == reaching.themself))


def roles_of(routes: Iterable[Route]) -> list[str]:
    """The roles that get in somewhere, the one that gets in by most routes first."""
    often = Counter(role for route in routes for role in sorted(route.access.roles))
    return [role for role, _times in sorted(often.items(), key=lambda each: (-each[1], each[0]))]


def access_table(services: Iterable[Any]) -> str:
    """Markdown: a section for each service that serves anything, a table for each of its resources."""
    parts = [HEAD]
    for service in services:
        if routes := routes_of(service):
            parts += _section(service, routes)
    return "\n".join(parts).rstrip() + "\n"


def _section(service: Any, routes: list[Route]) -> Iterator[str]:
    yield f"## {service.name}\n"
    reaching: Reaching | None = getattr(service, "reaching", None)
    if reaching is not None:
        yield "\n".join(f"- **{word}**: {means}" for word, means in reaching.words.items()) + "\n"
    roles = roles_of(routes)
    for resource in dict.fromkeys(route.resource for route in routes):
        yield from _table(service, [route for route in routes if route.resource == resource], roles)


def _table(service: Any, routes: list[Route], roles: list[str]) -> Iterator[str]:
    yield f"### {routes[0].resource}\n\n{routes[0].described}\n"
    guarded = [route for route in routes if not route.access.is_public]
    here = [role for role in roles if any(reached(service, route, role) for route in guarded)]
    heads = here or ["who"]
    yield f"| route | what for | {' | '.join(heads)} |"
    yield "|---|---|" + "---|" * len(heads)
    for route in routes:
        cells = [reached(service, route, role) for role in heads]
        yield f"| `{route.method} {route.shown}` | {route.about} | {' | '.join(cells)} |"
    yield ""
