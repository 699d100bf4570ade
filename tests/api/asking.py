"""Asks a service for what the rounds have left behind, in the words in which it was done then."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import requests
from callers import Callers
from inside import Inside
from rounds import NOTHING, Rounds, known_as

from chassis.actor import Actor
from chassis.catalogue.access import Route
from chassis.ids import new_id

OTHERWISE_CALLED = {"/joining-requests": "asking", "/in-work-plans": "touch", "/import-examples": "example"}
"""What is not known by the name of its path parameter."""
WORDS: dict[str, Any] = {
    "/follow-ups/*/closure": {"outcome": "spoke"},
    "/group-places/*/correction": {"attendance": "late", "because": "mistyped"},
    "/groups/*/register": {"entries": [{"participant_id": NOTHING, "attendance": "attended"}]},
    "/in-work-checks/*/answer": {"answer": "well"},
}
"""How what the rounds cannot do, for its day has not come, would be said."""


@dataclass
class Asking:
    """Asks as anybody, of what is known by name."""

    inside: Inside
    callers: Callers
    rounds: Rounds
    service: str = "casework"

    def somebody(self, *roles: str, org: str = "northbridge", whose: str | None = None) -> Actor:
        """Somebody with these roles there, who has that person's record for their own."""
        person = UUID(self.callers.ids[whose]) if whose else None
        return Actor("person", new_id(), UUID(self.callers.ids[org]), frozenset(roles), person, name="Sam")

    def answer(self, actor: Actor, route: Route, *, nothing: bool = False) -> requests.Response:
        """What this actor is told by a route about one of the things of the rounds, or about nothing."""
        label = f"{route.method} /api/{self.service}{route.shown}"
        deed = self.rounds.deeds.get(label)
        ids = deed.parameters if deed else self._known(route)
        if nothing:
            ids = {name: NOTHING if name.endswith("_id") else value for name, value in ids.items()}
        body = deed.body if deed else WORDS.get(route.path)
        return self.inside.ask(self.service, actor, route.method, route.shown.format_map(ids), body)

    def status(self, actor: Actor, route: Route, *, nothing: bool = False) -> int:
        """The status of that."""
        return self.answer(actor, route, nothing=nothing).status_code

    def _known(self, route: Route) -> dict[str, str]:
        names = re.findall(r"{(\w+)}", route.shown)
        for start, called in OTHERWISE_CALLED.items():
            if route.path.startswith(start):
                return dict.fromkeys(names, self.callers.ids[called])
        return {name: known_as(name, self.callers.ids) for name in names}
