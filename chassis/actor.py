"""Who asks: each request, event and timer is done by an actor, and each rule is about one."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

Kind = Literal["person", "client", "anonymous", "system"]


@dataclass(frozen=True)
class Actor:
    """Somebody or something that acts, for one org at a time, with the roles that it holds there."""

    kind: Kind
    id: UUID | None = None
    """The account or the client; none for the anonymous and for the system itself."""
    org: UUID | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    person_id: UUID | None = None
    """The person's record that this account belongs to, when one signs in for themselves."""
    acting_for: UUID | None = None
    """The person whom somebody else assists at this moment; the records say so."""
    name: str | None = None
    correlation_id: str | None = None

    def has(self, *roles: str) -> bool:
        """Whether any of these roles is held."""
        return not self.roles.isdisjoint(roles)


SYSTEM = Actor("system", name="Workstead")
"""Timers, listeners and the command line."""

ANONYMOUS = Actor("anonymous")
"""Whoever has not signed in."""
