"""Breaches: written down, weighed, reported in time, closed; each step a line of the log."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.store.paging import Page, page
from services.casework import policy
from services.casework.domain.breaches import Breach, BreachNote
from services.casework.store import breaches
from services.casework.store.breaches import breach


def record_breach(
    session: Session,
    actor: Actor,
    *,
    noticed_at: datetime,
    what: str,
    people: int | None,
    risk: str,
) -> Breach:
    """Something happened to people's data. The clock has run since it was noticed."""
    now = clock.now()
    new = Breach(
        id=new_id(),
        organisation_id=policy.organisation_of(actor),
        noticed_at=noticed_at,
        what=what,
        people=people,
        risk=risk,
        recorded_by=policy.account_of(actor),
        recorded_by_name=actor.name,
        recorded_at=now,
    )
    new.begin(now)
    session.add(new)
    return _noted(session, actor, new, "recorded", None)


def note(session: Session, actor: Actor, breach_id: UUID, words: str, risk: str | None) -> Breach:
    """Something was found or done; perhaps the risk is seen differently now."""
    found = _found(session, actor, breach_id)
    if risk is not None and risk != found.risk:
        found.weigh(risk)
        return _noted(session, actor, found, "risk-changed", words)
    return _noted(session, actor, found, "noted", words)


def report(
    session: Session,
    actor: Actor,
    breach_id: UUID,
    *,
    at: datetime | None,
    reference: str | None,
    late_reason: str | None,
) -> Breach:
    """The Information Commissioner was told."""
    found = _found(session, actor, breach_id)
    found.report(at or clock.now(), reference, late_reason, clock.now())
    return _noted(session, actor, found, "reported", late_reason)


def tell_people(session: Session, actor: Actor, breach_id: UUID, at: datetime | None, how: str) -> Breach:
    """The people whose data it was have been told, and how."""
    found = _found(session, actor, breach_id)
    found.tell_people(at or clock.now(), clock.now())
    return _noted(session, actor, found, "people-told", how)


def close(session: Session, actor: Actor, breach_id: UUID, reason: str) -> Breach:
    """Nothing is left to do; why it was handled so is in the log (Article 33(5))."""
    found = _found(session, actor, breach_id)
    found.close(reason, clock.now())
    return _noted(session, actor, found, "closed", reason)


def show(session: Session, actor: Actor, breach_id: UUID) -> Breach:
    """One breach with its log."""
    return policy.found(breaches.find(session, policy.organisation_of(actor), breach_id))


def list_breaches(session: Session, actor: Actor, *, cursor: str | None, limit: int) -> Page[Breach]:
    """The organisation's breaches, the latest first."""
    return page(
        session,
        breaches.of(policy.organisation_of(actor)),
        keys=(breach.c.noticed_at, breach.c.id),
        cursor=cursor,
        limit=limit,
        descending=True,
    )


def _found(session: Session, actor: Actor, breach_id: UUID) -> Breach:
    organisation_id = policy.organisation_of(actor)
    return policy.found(breaches.find(session, organisation_id, breach_id, for_update=True))


def _noted(session: Session, actor: Actor, of: Breach, step: str, words: str | None) -> Breach:
    line = BreachNote(
        id=new_id(),
        breach_id=of.id,
        step=step,
        words=words,
        noted_by=policy.account_of(actor),
        noted_by_name=actor.name,
        noted_at=clock.now(),
    )
    of.notes.append(line)
    session.flush()
    return of
