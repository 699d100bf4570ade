"""The table of docs/access.md, asked of the running services cell by cell, after everything was done once.

Whose things they are is the journey's: Northbridge's advisers help Amina. Calder has nothing to do with her;
Walter is helped by the same advisers as she is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from asking import Asking
from callers import Callers
from inside import Inside
from page_visits import Pages, pages_of_one
from rounds import Rounds

from chassis.actor import ANONYMOUS, Actor
from chassis.catalogue.access import Route, reached, routes_of
from gateway.domain.roles import ADVISER, ALL, PARTICIPANT
from services.casework.policy import reach
from services.casework.service import Casework
from services.community.service import Community
from services.marketplace.service import Marketplace
from services.mi.service import ManagementInformation
from services.notify.service import Notify

pytestmark = pytest.mark.slow

Told = tuple[Route, str, int, int]
"""A route, who asked, the status that came back, and the one that the table says."""

SERVICES = [Casework, Community, ManagementInformation, Marketplace, Notify]
GUARDED = [route for route in routes_of(Casework) if not route.access.is_public]
FOR_ALL = {"/import-examples/*"}
"""What is the same for everybody, and tells of nobody."""
OF_ONE = [route for route in GUARDED if route.is_of_one and route.path not in FOR_ALL]
QUESTIONS = [route for route in GUARDED if route.method == "GET"]
LISTS = [route for route in QUESTIONS if not route.is_of_one]
ITEMS = {route.path.removesuffix("/*"): route for route in QUESTIONS if route.path.count("*") == 1}
ROLES = sorted({role for route in GUARDED for role in route.access.roles})
REACHED = (reach.OWN, reach.OURS, reach.RESTRICTED_TOO, reach.EVERYTHING)
WITHOUT_LEAVE = {"/participants/*/search-summary": 403, "/papers/*": 404}
"""What else than an empty list is said to whoever has no leave."""
GONE = {
    "/recommendation-checks/*": "no month is over",
    "/duplicates/*": "one of the two was erased",
    "/plans/*/comparison": "there is no other version",
    "/search-evidence/*": "it was taken back",
    "/bulk-exports/*/file": "only whoever asked fetches it",
}
"""What is not there for the askers here, when everything was done once."""
SOMEBODY_ELSES = {"/spells/*": "olive"}
"""What is not Amina's."""
LOOKED_AT = 5
"""Things of each list."""


@pytest.fixture(scope="module")
def asking(callers: Callers, rounds: Rounds, inside: Inside) -> Asking:
    """After everything was done once."""
    return Asking(inside, callers, rounds)


@pytest.fixture(scope="module")
def gethin(callers: Callers) -> Pages:
    """Somebody else who is helped, at the pages."""
    return Pages(callers.stage.base, callers.stage["gethin"])


def wrong(told: Iterable[Told]) -> list[str]:
    """Each answer that is another than the table says."""
    return [f"{r.method} {r.shown} as {who}: {got}, not {want}" for r, who, got, want in told if got != want]


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_whoever_has_not_signed_in_or_has_every_other_role_is_refused(asking: Asking, service: Any) -> None:
    there = replace(asking, service=service.name)

    def told() -> Iterator[Told]:
        for route in (route for route in routes_of(service) if not route.access.is_public):
            yield route, "nobody", there.status(ANONYMOUS, route), 401
            if route.access.roles:
                others = there.somebody(*set(ALL) - route.access.roles, whose="amina")
                yield route, "whoever has every other role", there.status(others, route), 403

    assert not wrong(told())


def test_what_is_not_there_is_not_there_for_anybody(asking: Asking) -> None:
    everybody = asking.somebody(*ALL, whose="walter")
    assert not wrong((r, "all roles", asking.status(everybody, r, nothing=True), 404) for r in OF_ONE)


def test_another_organisation_reaches_nothing_here(asking: Asking) -> None:
    elsewhere = asking.somebody(*set(ALL) - {PARTICIPANT}, org="calder")
    routes = [route for route in OF_ONE if route.access.roles != {PARTICIPANT}]
    assert not wrong((route, "elsewhere", asking.status(elsewhere, route), 404) for route in routes)


def test_a_participant_reaches_nothing_of_anybody_else(asking: Asking) -> None:
    walter = asking.somebody(PARTICIPANT, whose="walter")
    routes = [route for route in OF_ONE if PARTICIPANT in route.access.roles]
    assert len(routes) > 60
    assert not wrong((route, "walter", asking.status(walter, route), 404) for route in routes)


@pytest.mark.parametrize("role", ROLES)
def test_a_question_is_answered_as_far_as_the_table_says(asking: Asking, role: str) -> None:
    def told() -> Iterator[Told]:
        for route in QUESTIONS:
            if role in route.access.roles and route.path not in GONE:
                answer = asking.answer(_of(asking, role, route), route)
                yield route, role, answer.status_code, _expected(route, role)
                if answer.status_code == 200 and reached(Casework, route, role) == reach.LEAVE:
                    assert (answer.json()["items"], answer.json()["granted"]) == ([], False), route.shown

    assert not wrong(told())


def _of(asking: Asking, role: str, route: Route) -> Actor:
    whose = SOMEBODY_ELSES.get(route.path, "amina") if role == PARTICIPANT else None
    return asking.somebody(role, whose=whose)


def _expected(route: Route, role: str) -> int:
    word = reached(Casework, route, role)
    if word == reach.LEAVE:
        return WITHOUT_LEAVE.get(route.path, 200)
    return 200 if word in REACHED else 403


def test_a_step_that_only_the_person_takes_is_refused_to_whoever_does_not_act_for_them(
    asking: Asking,
) -> None:
    refused = [
        (route, role, asking.status(asking.somebody(role), route))
        for route in GUARDED
        for role in route.access.roles - {PARTICIPANT}
        if reached(Casework, route, role) in ("", reach.ACTING, reach.ACTING_WITH_LEAVE)
    ]
    assert len(refused) > 20
    # Without leave a thing of the job search is not there; else they are told that it is not theirs to do.
    assert not wrong((route, role, got, 403) for route, role, got in refused if got != 404)


def test_no_page_shows_a_participant_anything_of_anybody_else(asking: Asking, gethin: Pages) -> None:
    opened = {rule: gethin.open(address) for rule, address in pages_of_one(asking.callers.ids, PARTICIPANT)}
    assert len(opened) > 25
    shown = {rule for rule, answer in opened.items() if answer.status_code not in (403, 404)}
    # Empty forms, which the service refuses when they come back; and what is everybody's.
    assert not [rule for rule in shown if not rule.startswith(("/my/", "/community/"))]
    amina = asking.callers.stage.ids["amina"]
    for rule in shown:
        assert opened[rule].status_code == 200
        assert not [word for word in ("Amina", "amina@", amina) if word in opened[rule].text], rule


def test_an_adviser_who_acts_for_somebody_is_heard(asking: Asking) -> None:
    route = next(route for route in QUESTIONS if route.path == "/participants/*/access")
    adviser = asking.somebody(ADVISER)
    assert asking.status(adviser, route) == 403
    for whose, status in (("amina", 200), ("walter", 404)):
        acting = replace(adviser, acting_for=UUID(asking.callers.ids[whose]))
        assert asking.status(acting, route) == status


def test_the_lists_of_others_have_nothing_of_ours(asking: Asking) -> None:
    everybody_here = asking.somebody(*set(ALL) - {PARTICIPANT})
    ours = {id for route in LISTS for id in _ids(asking.answer(everybody_here, route))}
    assert len(ours) > 20
    for stranger in (
        asking.somebody(*set(ALL) - {PARTICIPANT}, org="calder"),
        asking.somebody(PARTICIPANT, whose="walter"),
    ):
        for route in LISTS:
            seen = asking.answer(stranger, route)
            known = ours & _ids(seen) - {asking.callers.ids["walter"]}
            assert not known, f"{route.shown} shows {known}"


@pytest.mark.parametrize("role", ROLES)
def test_what_a_list_shows_is_shown_by_itself(asking: Asking, role: str) -> None:
    for route in QUESTIONS:
        item = ITEMS.get("/" + route.path.split("/")[-1])
        if item is None or role not in route.access.roles & item.access.roles:
            continue
        actor = _of(asking, role, route)
        for id in sorted(_ids(asking.answer(actor, route)))[:LOOKED_AT]:
            alone = asking.inside.ask("casework", actor, "GET", item.path.replace("*", id))
            assert alone.status_code == 200, f"{item.path} {id}, which {route.path} shows"


def _ids(answer: Any) -> set[str]:
    """The ids of the things of a list; of none, where somebody is refused or is answered otherwise."""
    if answer.status_code != 200 or not answer.headers["content-type"].startswith("application/json"):
        return set()
    items = answer.json().get("items", ())
    return {str(each["id"]) for each in items if isinstance(each, dict) and "id" in each}
