"""Whom a service is told it deals with. The community learns of nobody who they are: it gets a subject made
for it alone, so that what a person writes under a pseudonym there leads to no record anywhere else.
"""

import hashlib
import hmac
from dataclasses import dataclass, replace
from uuid import UUID

from chassis.actor import Actor

PSEUDONYMOUS = frozenset(("community",))
"""Services that know people by a name of their own alone."""


@dataclass(frozen=True)
class Audience:
    """Makes an actor fit for a service's ears."""

    key: bytes

    def actor_for(self, actor: Actor, service: str) -> Actor:
        """The same actor, without what that service has no business to know."""
        if service not in PSEUDONYMOUS or actor.id is None:
            return actor
        return replace(actor, id=self.subject(actor.id, service), person_id=None, acting_for=None, name=None)

    def subject(self, account_id: UUID, service: str) -> UUID:
        """The id by which that service alone knows an account. It cannot be reckoned without the key."""
        made = hmac.new(self.key, f"{service}:{account_id}".encode(), hashlib.sha256).digest()
        return UUID(bytes=made[:16], version=5)
