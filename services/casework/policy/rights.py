"""Who may ask for what concerns a person's rights, and who may decide it."""

from typing import Any

from sqlalchemy import ColumnElement, false, select, true

from chassis.actor import Actor
from services.casework.domain.access_requests import AccessRequest
from services.casework.domain.by import By
from services.casework.policy.people import OFFICER
from services.casework.store.participants import participant


def may_take_copy(actor: Actor, by: By, request: AccessRequest) -> bool:
    """The data-protection officer looks at the copy; the person has it once it is released. Nobody else does,
    nor whoever lends them a hand: staff's own notes are in it.
    """
    if actor.has(OFFICER):
        return True
    return by.party == "participant" and not by.assisted and not request.is_open


def may_redact(actor: Actor) -> bool:
    """What is left out of a copy is for the data-protection officer to say, and to see."""
    return actor.has(OFFICER)


def controlled(actor: Actor, person: ColumnElement[Any] = participant.c.id) -> ColumnElement[bool]:
    """Those for whose records the actor's organisation answers; what was done to the erased stays known."""
    if actor.kind == "system":
        return true()
    if actor.org is None or not actor.has(OFFICER, "team leader"):
        return false()
    return person.in_(select(participant.c.id).where(participant.c.organisation_id == actor.org))


def may_see_why(actor: Actor) -> bool:
    """Why a record is restricted or held is for the data-protection officer to know."""
    return actor.has(OFFICER)
