"""Actors for tests, ready made.

Roles are the services' words and not the chassis's, so a role's factory is found by its name:
`actors.team_leader(org=…)` is somebody signed in as a "team leader".
"""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from chassis.actor import ANONYMOUS, SYSTEM, Actor
from chassis.ids import new_id


def person(
    *roles: str,
    org: UUID | None = None,
    person_id: UUID | None = None,
    acting_for: UUID | None = None,
    name: str = "Sam",
    id: UUID | None = None,
) -> Actor:
    """Somebody signed in, with these roles in that org (or in one that nobody else is in)."""
    return Actor(
        "person",
        id or new_id(),
        org or new_id(),
        frozenset(roles),
        person_id,
        acting_for=acting_for,
        name=name,
    )


def client(*roles: str, org: UUID | None = None) -> Actor:
    """A program with credentials of its own."""
    return Actor("client", new_id(), org or new_id(), frozenset(roles), name="A program")


def anonymous() -> Actor:
    """Whoever has not signed in."""
    return ANONYMOUS


def system() -> Actor:
    """Timers, listeners and the command line."""
    return SYSTEM


def __getattr__(name: str) -> Callable[..., Actor]:
    """The factory of persons who hold the role of that name."""
    if name.startswith("_"):
        raise AttributeError(name)
    return partial(person, name.replace("_", " "))
