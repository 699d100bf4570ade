"""In whose name somebody acts: with which account, and for which organisation."""

from uuid import UUID

from chassis.actor import Actor
from chassis.problems import Forbidden


def account_of(actor: Actor) -> UUID:
    """The account of whoever is signed in; nobody else leaves their name on a record."""
    if actor.id is None:
        raise Forbidden("Only somebody who is signed in can do this.")
    return actor.id


def organisation_of(actor: Actor) -> UUID:
    """The organisation for which somebody acts."""
    if actor.org is None:
        raise Forbidden("Choose the organisation for which you do this.")
    return actor.org
