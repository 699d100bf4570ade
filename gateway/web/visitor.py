"""Who stands at the door: their account, the organisation for which they act now, and their roles there."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from flask import g

from chassis.actor import ANONYMOUS, Actor
from gateway.domain.accounts import Known


@dataclass(frozen=True)
class Visitor:
    """The one who makes this request."""

    actor: Actor = ANONYMOUS
    known: Known | None = None
    """What the gateway knows of whoever is signed in."""
    by_cookie: bool = False
    """Whether a browser sends the session by itself, so that each write needs a token against forgery."""

    @property
    def signed_in(self) -> bool:
        """Whether somebody is signed in."""
        return self.known is not None

    @property
    def roles(self) -> frozenset[str] | None:
        """The roles held in the organisation chosen; None if nobody is signed in."""
        return None if self.known is None else self.actor.roles

    def has(self, *roles: str) -> bool:
        """Whether any of these roles is held."""
        return self.actor.has(*roles)

    @property
    def person_id(self) -> UUID | None:
        """The participant whose account this is."""
        return self.actor.person_id


NOBODY = Visitor()


def visitor() -> Visitor:
    """The visitor of this request."""
    return cast(Visitor, g.get("visitor", NOBODY))


def welcome(who: Visitor) -> None:
    """Say who the visitor of this request is."""
    g.visitor = who
