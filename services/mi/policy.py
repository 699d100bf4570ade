"""Who sees which figures. Nobody sees a person in them.

Analysts and commissioners see the whole instance; a commissioner's figures leave it, so they are protected.
Team leaders, organisation administrators and finance officers see their own organisation's.
"""

from uuid import UUID

from chassis.actor import Actor

WIDE = ("analyst", "commissioner")
OWN = ("team leader", "organisation administrator", "finance officer")
READERS = (*WIDE, *OWN)


def may_read(actor: Actor) -> bool:
    """Whether the actor sees figures at all."""
    return actor.has(*WIDE) or (actor.has(*OWN) and actor.org is not None)


def confined_to(actor: Actor) -> UUID | None:
    """The only organisation whose figures the actor sees, where a figure has organisations; None for all."""
    return None if actor.has(*WIDE) else actor.org


def is_protected(actor: Actor) -> bool:
    """Whether small numbers are hidden from the actor."""
    return not actor.has("analyst") and actor.has("commissioner")
