"""Whose record an actor may see, in a list as for one: a single rule. And whose word a step is."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, false, or_, true

from chassis import clock
from chassis.actor import Actor
from services.casework.domain.by import By
from services.casework.domain.participants import PROVIDER
from services.casework.policy.standing import account_of
from services.casework.store.participants import participant, served_by

STAFF_WITH_RECORDS = ("adviser", "team leader", "data-protection officer")
"""The roles that see the records of those for whom their organisation provides. An operator sees none."""

OWN_TO_CHANGE = frozenset({"called", "card", "accessibility_needs"})


def visible(actor: Actor, person: ColumnElement[object] = participant.c.id) -> ColumnElement[bool]:
    """The filter of every query about people: `person` is the column that names whom a row is about."""
    if actor.kind == "system":
        return true()
    themself = person == actor.person_id if _is_participant(actor) else false()
    return or_(themself, _served(actor, person))


def by(actor: Actor, person_id: object) -> By:
    """Whose word it is when this actor does something to that person's record."""
    account_id = account_of(actor)
    if _is_participant(actor) and actor.person_id == person_id:
        return By("participant", account_id)
    if actor.acting_for is not None and actor.acting_for == person_id:
        return By("participant", account_id, assisted=True)
    return By("adviser", account_id)


def may_amend(by: By, changes: Collection[str]) -> bool:
    """A person changes how they are called and reached; who they are, an adviser corrects with them."""
    return by.party == "adviser" or by.assisted or OWN_TO_CHANGE.issuperset(changes)


def may_see_access(actor: Actor, person_id: object) -> bool:
    """Who has read a record is for the person and for the data-protection officer to know."""
    return by(actor, person_id).party == "participant" or actor.has("data-protection officer")


def _is_participant(actor: Actor) -> bool:
    return actor.has("participant") and actor.person_id is not None


def _served(actor: Actor, person: ColumnElement[object]) -> ColumnElement[bool]:
    if actor.org is None or not actor.has(*STAFF_WITH_RECORDS):
        return false()
    served = person.in_(served_by(actor.org, PROVIDER, clock.today()))
    return served if actor.acting_for is None else and_(served, person == actor.acting_for)
