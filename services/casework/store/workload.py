"""How much there is to do: who was last heard of when, and how many people each adviser has."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Subquery, Table, Text, and_, cast, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from services.casework.domain.caseloads import CaseloadRules
from services.casework.domain.spells import WORK
from services.casework.store.caseload import last_contact
from services.casework.store.circumstances import barrier
from services.casework.store.claims import claim
from services.casework.store.participants import participant
from services.casework.store.plans import plan, plan_step
from services.casework.store.spells import spell
from services.casework.store.staff import staff


def standings(seen: ColumnElement[bool], advisers: Collection[UUID], zone: str) -> Select[Any]:
    """The people whom these advisers look after, each with that from which alerts follow."""
    who = (participant.c[name] for name in ("id", "reference", "full_name", "called", "adviser_id"))
    return select(*who, *_facts(zone)).where(participant.c.adviser_id.in_(advisers), seen)


def board(
    session: Session, seen: ColumnElement[bool], rules: CaseloadRules, today: date, zone: str
) -> dict[UUID | None, Any]:
    """For each adviser, and for nobody, how many people there are and how many of each alert."""
    # Worked out once: else the planner works out a day anew for each count that looks at it.
    each = _everybody(seen, zone).cte("each").prefix_with("materialized")
    counts = (
        func.count().label("people"),
        func.count().filter(each.c.in_work).label("in_work"),
        func.coalesce(func.sum(each.c.barriers), 0).label("barriers"),
        *(
            _passed(func.coalesce(each.c.last_contact_on, each.c.known_since), today, days, f"silent_{days}")
            for days in rules.no_contact_days
        ),
        _passed(each.c.plan_agreed_on, today, rules.plan_review_days, "plan_review"),
        _passed(each.c.claimable_since, today, rules.unclaimed_days, "outcome_unclaimed"),
    )
    rows = session.execute(select(each.c.adviser_id, *counts).group_by(each.c.adviser_id))
    return {row.adviser_id: row for row in rows}


def advisers_of(session: Session, organisation_id: UUID) -> dict[UUID, str | None]:
    """The advisers of an organisation of whom we have heard, with their names."""
    here = (
        staff.c.organisation_id == organisation_id,
        staff.c.roles.op("&&")(cast(["adviser"], ARRAY(Text))),
    )
    return {row.account_id: row.name for row in session.execute(select(staff).where(*here))}


def _everybody(seen: ColumnElement[bool], zone: str) -> Select[Any]:
    """Each person with what is counted. Every table is read once, which for thousands costs far less than
    a look into each for everybody.
    """
    agreed, claimable = _by_person(_plan_agreed(), plan), _by_person(_claimable(), claim)
    working, stands = _by_person(_working(), spell), _by_person(_barriers(), barrier)
    told = (
        participant.c.adviser_id,
        *_contacted(zone),
        agreed.c.found.label("plan_agreed_on"),
        claimable.c.found.label("claimable_since"),
        working.c.found.is_not(None).label("in_work"),
        func.coalesce(stands.c.found, 0).label("barriers"),
    )
    query = select(*told).select_from(participant).where(seen)
    for one in (agreed, claimable, working, stands):
        query = query.outerjoin(one, one.c.participant_id == participant.c.id)
    return query


def _facts(zone: str) -> tuple[ColumnElement[Any], ...]:
    agreed, claimable = _of_one(_plan_agreed(), plan), _of_one(_claimable(), claim)
    return *_contacted(zone), agreed.label("plan_agreed_on"), claimable.label("claimable_since")


def _by_person(found: Select[Any], table: Table) -> Subquery:
    whose = table.c.participant_id
    return found.add_columns(whose).group_by(whose).subquery()


def _of_one(found: Select[Any], table: Table) -> ColumnElement[Any]:
    return found.where(table.c.participant_id == participant.c.id).scalar_subquery()


def _contacted(zone: str) -> tuple[ColumnElement[Any], ...]:
    contacted = cast(func.timezone(zone, last_contact()), Date).label("last_contact_on")
    known = func.greatest(participant.c.registered_on, participant.c.allocated_on).label("known_since")
    return contacted, known


def _plan_agreed() -> Select[Any]:
    agreed = and_(plan_step.c.plan_id == plan.c.id, plan_step.c.step == "agreed")
    latest = func.max(plan_step.c.occurred_on).label("found")
    return select(latest).select_from(plan).join(plan_step, agreed)


def _claimable() -> Select[Any]:
    settled = (claim.c.validated_on, claim.c.rejected_on, claim.c.reversed_on)
    unsettled = (day.is_(None) for day in settled)
    return select(func.min(claim.c.claimable_on).label("found")).where(*unsettled)


def _working() -> Select[Any]:
    work = or_(*(spell.c.kind == kind for kind in WORK))
    now = (work, ~spell.c.voided, spell.c.ended_on.is_(None))
    return select(func.count().label("found")).select_from(spell).where(*now)


def _barriers() -> Select[Any]:
    return select(func.count().label("found")).select_from(barrier).where(barrier.c.until_on.is_(None))


def _passed(since: ColumnElement[Any], today: date, days: int, name: str) -> ColumnElement[Any]:
    return func.count().filter(since <= today - timedelta(days=days)).label(name)
