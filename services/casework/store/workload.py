"""How much there is to do: who was last heard of when, and how many people each adviser has."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, DateTime, Select, Subquery, Text, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from services.casework.domain.caseloads import CaseloadRules
from services.casework.store.participants import participant
from services.casework.store.staff import staff
from services.casework.store.standings import facts


def standings(seen: ColumnElement[bool], advisers: Collection[UUID], zone: str) -> Select[Any]:
    """The people whom these advisers look after, each with that from which alerts follow."""
    who = (participant.c[name] for name in ("id", "reference", "full_name", "called", "adviser_id"))
    known_since, last_contact_at, *days = facts()
    contacted = _day(last_contact_at, zone).label("last_contact_on")
    return select(*who, known_since, contacted, *days).where(participant.c.adviser_id.in_(advisers), seen)


def board(
    session: Session, everybody: Select[Any], rules: CaseloadRules, today: date, zone: str
) -> dict[UUID | None, Any]:
    """For each adviser, and for nobody, how many of these people there are and how many of each alert."""
    each = everybody.subquery("each")
    counts = (
        func.count().label("people"),
        func.count().filter(each.c.in_work).label("in_work"),
        func.coalesce(func.sum(each.c.barriers), 0).label("barriers"),
        *(_silent(each, today, days, zone) for days in rules.no_contact_days),
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


def _day(moment: ColumnElement[Any], zone: str) -> ColumnElement[Any]:
    return cast(func.timezone(zone, moment), Date)


def _silent(each: Subquery, today: date, days: int, zone: str) -> ColumnElement[Any]:
    """Compared with the end of a day, which is worked out once, and not the day of each contact."""
    day = today - timedelta(days=days)
    over = func.timezone(zone, cast(day + timedelta(days=1), DateTime))
    silent = func.coalesce(each.c.last_contact_at < over, each.c.known_since <= day)
    return func.count().filter(silent).label(f"silent_{days}")


def _passed(since: ColumnElement[Any], today: date, days: int, name: str) -> ColumnElement[Any]:
    return func.count().filter(since <= today - timedelta(days=days)).label(name)
