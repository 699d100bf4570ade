"""Actors for tests, ready made."""

from uuid import UUID

from chassis import actor
from chassis.actor import Actor
from chassis.ids import new_id


def person(*roles: str, org: UUID | None = None, person_id: UUID | None = None, name: str = "Sam") -> Actor:
    """Somebody signed in, with these roles in that organisation (or in one that nobody else is in)."""
    return Actor("person", new_id(), org or new_id(), frozenset(roles), person_id=person_id, name=name)


def client(*roles: str, org: UUID | None = None) -> Actor:
    """A program with credentials of its own."""
    return Actor("client", new_id(), org or new_id(), frozenset(roles), name="A program")


def anonymous() -> Actor:
    """Whoever has not signed in."""
    return actor.ANONYMOUS


def system() -> Actor:
    """Timers, listeners and the command line."""
    return actor.SYSTEM
