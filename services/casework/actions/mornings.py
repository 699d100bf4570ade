"""What waits for an adviser this morning: their own people, and those whom they cover."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.store import access
from services.casework import policy
from services.casework.actions import appointments, contacts, covers, transfers
from services.casework.actions.caseloads import rules_today, zone_of
from services.casework.domain import caseloads
from services.casework.domain.caseloads import Standing
from services.casework.domain.groups import GroupSession
from services.casework.store import appointments as kept_appointments
from services.casework.store import covers as kept_covers
from services.casework.store import groups as kept_groups
from services.casework.store import plans as kept_plans
from services.casework.store import transfers as kept_transfers
from services.casework.store import workload
from services.casework.store.appointments import appointment
from services.casework.store.groups import group_session
from services.casework.store.transfers import transfer

MOST_ALERTS = 50
"""On one morning's list: more than anybody sees to in a day."""
MOST_ACTIONS = 20
SOON = timedelta(days=7)
"""So long before its day an adviser is reminded of what they said they would do."""


def show_day(session: Session, actor: Actor) -> dict[str, Any]:
    """The morning list: who asks something, whom to meet, whom to ring, who needs to be looked at."""
    me, today = policy.account_of(actor), clock.today()
    held = kept_covers.on(session, policy.organisation_of(actor), today)
    covering = [one for one in held if one.covered_by == me]
    whose = {me, *(one.adviser_id for one in covering)}
    seen = policy.visible(actor, transfer.c.participant_id)
    found = _alerts(session, actor, whose)
    return {
        "day": today,
        "covering": covers.shown(session, covering),
        "transfers": transfers.shown(session, list(kept_transfers.waiting_for(session, seen, me))),
        "appointments": _meetings(session, actor, whose, today),
        "groups": _groups(session, actor, whose, today),
        "actions": _actions(session, actor, whose, today),
        "calls": contacts.calls_of(session, actor, whose),
        "alerts": found[:MOST_ALERTS],
        "alerts_count": len(found),
    }


def _meetings(session: Session, actor: Actor, advisers: Collection[UUID], day: date) -> list[dict[str, Any]]:
    seen = policy.visible(actor, appointment.c.participant_id)
    diary = kept_appointments.diary(seen, None, clock.at(day, 0), clock.at(day + timedelta(days=1), 0))
    theirs = diary.where(appointment.c.adviser_id.in_(advisers))
    found = session.scalars(theirs.order_by(appointment.c.starts_at, appointment.c.id)).all()
    access.list_read(session, actor, (one.participant_id for one in found))
    return appointments.shown(session, found)


def _groups(session: Session, actor: Actor, advisers: Collection[UUID], day: date) -> list[GroupSession]:
    """The sessions that they hold today."""
    since, until = clock.at(day, 0), clock.at(day + timedelta(days=1), 0)
    held = kept_groups.held_by(policy.organisation_of(actor), since, until, None)
    theirs = held.where(group_session.c.led_by.in_(advisers)).order_by(group_session.c.starts_at)
    return list(session.scalars(theirs))


def _actions(session: Session, actor: Actor, advisers: Collection[UUID], today: date) -> list[Any]:
    """What they said in plans that they would do themselves, a week before its day."""
    soon = kept_plans.advisers_to_do(policy.visible(actor), advisers, today + SOON)
    rows = list(session.execute(soon.limit(MOST_ACTIONS)))
    access.list_read(session, actor, {row.participant_id for row in rows})
    return rows


def _alerts(session: Session, actor: Actor, whose: set[UUID]) -> list[dict[str, Any]]:
    rows = session.execute(workload.standings(policy.visible(actor), whose, zone_of(session))).all()
    rules, today = rules_today(), clock.today()
    found: list[dict[str, Any]] = [
        {"person": row, "alert": alert}
        for row in rows
        for alert in caseloads.alerts(_standing(row), rules, today)
    ]
    found.sort(key=lambda one: (-one["alert"].pressing, -one["alert"].days))
    access.list_read(session, actor, {one["person"].id for one in found[:MOST_ALERTS]})
    return found


def _standing(row: Any) -> Standing:
    return Standing(
        last_contact_on=row.last_contact_on,
        known_since=row.known_since,
        plan_agreed_on=row.plan_agreed_on,
        claimable_since=row.claimable_since,
    )
