"""Cover for leave: a colleague sees to somebody's people for some days."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis import clock
from chassis.actor import Actor
from chassis.ids import new_id
from chassis.store.paging import Page, page
from services.casework import policy
from services.casework.actions.colleagues import require_colleague
from services.casework.domain.covers import Cover
from services.casework.store import covers, staff
from services.casework.store.covers import cover as table

NOT_YOURS = "Only a team leader arranges cover for somebody else."


def arrange_cover(
    session: Session,
    actor: Actor,
    *,
    adviser_id: UUID | None,
    covered_by: UUID,
    from_on: date,
    until_on: date,
    note: str | None,
) -> dict[str, Any]:
    """A colleague stands in for an adviser (for the actor, if nobody is named) on these days."""
    organisation_id, away = policy.organisation_of(actor), adviser_id or policy.account_of(actor)
    policy.require(policy.may_arrange_for(actor, away), NOT_YOURS)
    require_colleague(session, actor, away)
    require_colleague(session, actor, covered_by, "covered_by")
    covers.hold(session, organisation_id)
    arranged = Cover(
        id=new_id(),
        organisation_id=organisation_id,
        adviser_id=away,
        covered_by=covered_by,
        from_on=from_on,
        until_on=until_on,
        note=note,
        recorded_by=policy.account_of(actor),
        recorded_at=clock.now(),
    )
    arranged.arrange(clock.today(), session.scalars(covers.of_organisation(organisation_id, from_on)))
    session.add(arranged)
    session.flush()
    return shown(session, [arranged])[0]


def end_cover(session: Session, actor: Actor, cover_id: UUID) -> dict[str, Any]:
    """The adviser is back before the last day, or stays after all."""
    organisation_id = policy.organisation_of(actor)
    covers.hold(session, organisation_id)
    arranged = policy.found(covers.find(session, organisation_id, cover_id), "There is no such cover.")
    policy.require(policy.may_arrange_for(actor, arranged.adviser_id), NOT_YOURS)
    arranged.end(clock.today())
    session.flush()
    return shown(session, [arranged])[0]


def list_covers(session: Session, actor: Actor, *, cursor: str | None, limit: int) -> Page[dict[str, Any]]:
    """The organisation's covers of today and of days to come, the next first."""
    standing = covers.of_organisation(policy.organisation_of(actor), clock.today())
    found = page(session, standing, keys=(table.c.from_on, table.c.id), cursor=cursor, limit=limit)
    return Page(shown(session, found.items), found.next)


def shown(session: Session, some: list[Cover]) -> list[dict[str, Any]]:
    """Covers with names."""
    names = staff.names(session, {id for one in some for id in (one.adviser_id, one.covered_by)})
    return [
        {
            "cover": one,
            "adviser_name": names.get(one.adviser_id),
            "covered_by_name": names.get(one.covered_by),
        }
        for one in some
    ]
