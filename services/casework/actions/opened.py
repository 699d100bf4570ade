"""The one way into a person's job search: what they keep, and what they have opened to whoever asks."""

from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import Session

from chassis.actor import Actor
from chassis.store import access
from chassis.store.paging import page
from services.casework import policy
from services.casework.actions.records import record_of
from services.casework.domain.by import By
from services.casework.store import grants

NAMED = {"applications": "applications", "papers": "CVs and letters", "diary": "diary of the job search"}
"""As what a reading of each part stands in the log."""


class Kept(Protocol):
    """A thing of somebody's job search."""

    participant_id: UUID


Thing = TypeVar("Thing", bound=Kept)


def is_opened(session: Session, actor: Actor, participant_id: UUID, part: str) -> bool:
    """Whether this actor may see that part of a person's job search now."""
    granted = actor.id is not None and grants.holds(session, participant_id, actor.id, part)
    return policy.may_read_applications(policy.by(actor, participant_id), granted)


def writes(session: Session, actor: Actor, participant_id: UUID) -> By:
    """Whose word it is; only theirs counts here, spoken by themselves or through an adviser's hands."""
    record_of(session, actor, participant_id)
    return _theirs(policy.by(actor, participant_id))


def changes(session: Session, actor: Actor, found: Thing | None, part: str) -> tuple[Thing, By]:
    """The thing that is about to change; whoever may not see it does not learn that it is there."""
    thing = policy.found(found)
    opened = is_opened(session, actor, thing.participant_id, part)
    policy.found(thing if opened else None)
    return thing, _theirs(policy.by(actor, thing.participant_id))


def reads(session: Session, actor: Actor, found: Thing | None, part: str) -> Thing:
    """The thing that is about to be shown. That it was read is written down."""
    thing = policy.found(found)
    policy.found(thing if is_opened(session, actor, thing.participant_id, part) else None)
    access.record_read(session, actor, thing.participant_id, NAMED[part])
    return thing


def listed(
    session: Session,
    actor: Actor,
    participant_id: UUID,
    part: str,
    things: Select[Any],
    *,
    keys: tuple[ColumnElement[Any], ...],
    cursor: str | None,
    limit: int,
) -> dict[str, Any]:
    """A list of that part, the latest first; empty, and `granted` false, for whoever may not see it."""
    record_of(session, actor, participant_id)
    if not is_opened(session, actor, participant_id, part):
        return {"items": [], "next": None, "granted": False}
    access.record_read(session, actor, participant_id, NAMED[part])
    found = page(session, things, keys=keys, cursor=cursor, limit=limit, descending=True)
    return {"items": found.items, "next": found.next, "granted": True}


def _theirs(by: By) -> By:
    policy.require(policy.may_write_applications(by), "Only they write in their job search.")
    return by
