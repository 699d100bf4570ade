"""Advisers offer their time; participants see what is free."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.store.paging import Page, page
from services.casework import policy
from services.casework.actions import passing_on
from services.casework.actions.records import record_of
from services.casework.domain.availability import Availability, Slot
from services.casework.store import availability
from services.casework.store.availability import availability as table
from services.casework.store.availability import slot


def offer_time(
    session: Session,
    actor: Actor,
    *,
    starts_at: datetime,
    ends_at: datetime,
    minutes: int,
    channels: Sequence[str],
    place: str | None,
) -> Availability:
    """An adviser offers some of their own time, cut into slots."""
    offered = Availability(
        new_id(),
        policy.account_of(actor),
        policy.organisation_of(actor),
        starts_at,
        ends_at,
        minutes,
        list(channels),
        place,
    )
    offered.offer(clock.now(), new_id)
    availability.add(session, offered)
    passing_on.opened(session, offered)
    return offered


def withdraw_time(session: Session, actor: Actor, availability_id: UUID) -> Availability:
    """An adviser takes time back; what has been booked in it stays booked."""
    offered = policy.found(availability.get(session, availability_id))
    policy.found(offered if offered.adviser_id == actor.id else None)
    offered.withdraw(clock.now())
    return offered


def list_time(session: Session, actor: Actor, *, cursor: str | None, limit: int) -> Page[Availability]:
    """The time that the actor offers from now on."""
    offered = availability.offered_by(policy.account_of(actor), clock.now())
    return page(session, offered, keys=(table.c.starts_at, table.c.id), cursor=cursor, limit=limit)


def list_slots(
    session: Session, actor: Actor, participant_id: UUID, *, cursor: str | None, limit: int
) -> Page[Slot]:
    """The free slots of the person's adviser; of all advisers of the organisation if they have none."""
    person = record_of(session, actor, participant_id)
    advisers = None if person.adviser_id is None else {person.adviser_id}
    slots = availability.free(person.organisation_id, advisers, clock.now())
    return page(session, slots, keys=(slot.c.starts_at, slot.c.id), cursor=cursor, limit=limit)
