"""The home page: a few first facts, and the places to go, for each role."""

from typing import Any

from flask import current_app, url_for
from flask.typing import ResponseReturnValue

from gateway.web.frame import AWAY, PUBLIC, Area, ask_together, show, visitor
from gateway.web.frame.area import Fact, areas_of
from gateway.web.page_context import links_for

area = Area("home", __name__)

AT_MOST = 6
"""So many facts: a home page is for a first look."""


@area.page("/", roles=PUBLIC)
def home() -> ResponseReturnValue:
    """Home: for visitors what this is, for whoever is signed in what there is to do."""
    if not visitor().signed_in:
        return show("home/welcome.html", places=_places())
    facts = _facts()
    asked = {
        f"{place}.{part}": question
        for place, fact in enumerate(facts)
        for part, question in enumerate(fact.asks())
    }
    answers = ask_together(asked)
    is_away = any(answer is AWAY for answer in answers.values())
    return show("home/home.html", figures=_figures(facts, answers), places=_places(), is_away=is_away)


def _facts() -> list[Fact]:
    roles = visitor().roles
    facts = [fact for each in areas_of(current_app) for fact in each.facts if fact.admits.admits(roles)]
    return sorted(facts, key=lambda fact: (fact.order, str(fact.label)))[:AT_MOST]


def _figures(facts: list[Fact], answers: dict[str, Any]) -> list[tuple[Any, Any, str]]:
    shown = []
    for place, fact in enumerate(facts):
        bodies = [answer for name, answer in answers.items() if name.startswith(f"{place}.")]
        is_whole = all(body is not AWAY and body is not None for body in bodies)
        value = fact.read(*bodies) if is_whole else None
        if value is not None:
            shown.append((fact.label, value, url_for(fact.endpoint)))
    return shown


def _places() -> list[tuple[Any, str, Any]]:
    return [(link.label, url_for(link.endpoint), link.about) for link in links_for(visitor().roles)]
