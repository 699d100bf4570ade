"""Action plans with their actions and steps."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    Select,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    select,
    text,
    true,
)
from sqlalchemy.orm import Session, relationship

from chassis.store.base import utc
from services.casework.domain.plan_actions import LONGEST_REMINDER, ActionStep, PlanAction
from services.casework.domain.plan_steps import UNSETTLED, PlanReview, PlanStep
from services.casework.domain.plans import Plan
from services.casework.store.base import history, mapper, metadata, one
from services.casework.store.columns import secret
from services.casework.store.participants import participant

plan = Table(
    "plan",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("aim", secret),
    Column("review_on", Date),
    UniqueConstraint("participant_id", "version"),
)

plan_action = Table(
    "plan_action",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("plan_id", Uuid, ForeignKey("plan.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("title", secret, nullable=False),
    Column("towards_kind", Text, nullable=False),
    Column("towards", secret, nullable=False),
    Column("owner", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("completed_on", Date),
    Column("completed_by", Uuid),
    Column("completed_assisted", Boolean, nullable=False),
    Column("completion_note", secret),
    Column("continues", Uuid),
    Column("remind_days", Integer),
    Column("reminded_on", Date),
    Column("added_on", Date),
    Index(
        "ix_plan_action_to_remind",
        "due_on",
        postgresql_where=text("remind_days is not null and reminded_on is null and completed_on is null"),
    ),
)

plan_action_step = Table(
    "plan_action_step",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("action_id", Uuid, ForeignKey("plan_action.id"), nullable=False, index=True),
    Column("plan_id", Uuid, ForeignKey("plan.id"), nullable=False, index=True),
    Column("what", Text, nullable=False),
    Column("words", secret),
    Column("occurred_on", Date, nullable=False),
    Column("recorded_at", utc, nullable=False),
    Column("recorded_by", Uuid, nullable=False),
    Column("party", Text, nullable=False),
    Column("assisted", Boolean, nullable=False),
    Column("helper", secret),
    Column("document_id", Uuid),
)

plan_step = Table(
    "plan_step",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("plan_id", Uuid, ForeignKey("plan.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("step", Text, nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column("recorded_at", utc, nullable=False),
    Column("recorded_by", Uuid, nullable=False),
    Column("party", Text, nullable=False),
    Column("assisted", Boolean, nullable=False),
    Column("reason", secret),
    Column("helper", secret),
    UniqueConstraint("plan_id", "number"),
)

plan_review = Table(
    "plan_review",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("plan_id", Uuid, ForeignKey("plan.id"), nullable=False, index=True),
    Column("note", secret, nullable=False),
    Column("next_on", Date),
    Column("occurred_on", Date, nullable=False),
    Column("recorded_at", utc, nullable=False),
    Column("recorded_by", Uuid, nullable=False),
    Column("party", Text, nullable=False),
    Column("assisted", Boolean, nullable=False),
    Column("helper", secret),
)

mapper.map_imperatively(ActionStep, plan_action_step)
mapper.map_imperatively(
    PlanAction,
    plan_action,
    properties={
        "progress": history(ActionStep, plan_action_step.c.recorded_at),
    },
)
mapper.map_imperatively(PlanStep, plan_step)
mapper.map_imperatively(PlanReview, plan_review)
mapper.map_imperatively(
    Plan,
    plan,
    properties={
        "actions": relationship(
            PlanAction, order_by=plan_action.c.position, lazy="selectin", cascade="all, delete-orphan"
        ),
        "steps": history(PlanStep, plan_step.c.number),
        "reviews": history(PlanReview, plan_review.c.recorded_at),
    },
)


def find(
    session: Session, seen: ColumnElement[bool], plan_id: UUID, *, for_update: bool = False
) -> Plan | None:
    """One version of the plan of somebody who may be seen."""
    query = select(Plan).where(plan.c.id == plan_id, seen)
    return one(session, query, plan, for_update=for_update)


def of(participant_id: UUID) -> Select[Plan]:
    """All versions of a person's plan."""
    return select(Plan).where(plan.c.participant_id == participant_id)


def next_version(session: Session, participant_id: UUID) -> int:
    """The number of the version that would be drafted now."""
    latest = select(func.max(plan.c.version)).where(plan.c.participant_id == participant_id)
    return (session.scalar(latest) or 0) + 1


def unsettled(session: Session, participant_id: UUID) -> Plan | None:
    """The version that is being worked on, if there is one."""
    latest = session.scalar(of(participant_id).order_by(plan.c.version.desc()).limit(1))
    return latest if latest is not None and latest.status in UNSETTLED else None


def agreed(session: Session, participant_id: UUID) -> Plan | None:
    """The version that holds: both parties stand by it."""
    versions = session.scalars(of(participant_id).order_by(plan.c.version.desc()))
    return next((version for version in versions if version.status == "agreed"), None)


def of_version(session: Session, participant_id: UUID, version: int) -> Plan | None:
    """One version by its number."""
    return session.scalar(of(participant_id).where(plan.c.version == version))


def with_actions_to_remind(session: Session, today: date, limit: int) -> list[Plan]:
    """Some plans, held for update, with something that may have to be reminded of today."""
    soon = plan_action.c.due_on.between(today, today + timedelta(days=LONGEST_REMINDER))
    reached = plan_action.c.due_on - plan_action.c.remind_days <= today
    waiting = plan_action.c.reminded_on.is_(None) & plan_action.c.completed_on.is_(None)
    due = select(plan_action.c.plan_id).where(soon, reached, waiting, _holds(), _not_given_up())
    query = select(Plan).where(plan.c.id.in_(due)).order_by(plan.c.id).limit(limit)
    return list(session.scalars(query.with_for_update(of=plan)))


def advisers_to_do(seen: ColumnElement[bool], advisers: Collection[UUID], until: date) -> Select[Any]:
    """What these advisers are to do in plans that hold, of people they look after, up to a day."""
    person = (participant.c.id.label("participant_id"), participant.c.called)
    looked_after = select(plan.c.id, *person).join(participant, participant.c.id == plan.c.participant_id)
    theirs = looked_after.where(participant.c.adviser_id.in_(advisers), seen).subquery("theirs")
    columns = (plan_action.c.id, plan_action.c.plan_id, plan_action.c.title, plan_action.c.due_on)
    left = (plan_action.c.completed_on.is_(None), plan_action.c.due_on <= until)
    to_do = select(*columns).where(
        plan_action.c.plan_id == theirs.c.id, plan_action.c.owner == "adviser", *left
    )
    # Plan by plan: the planner else begins with everybody's actions, of which few are an adviser's.
    each = to_do.where(_holds(), _not_given_up()).offset(0).lateral("each")
    query = select(*each.c, theirs.c.participant_id, theirs.c.called).select_from(theirs.join(each, true()))
    return query.order_by(each.c.due_on, each.c.id)


def _holds() -> ColumnElement[bool]:
    """Of plans that are agreed and not replaced."""
    agreed_ones = select(plan_step.c.plan_id).where(plan_step.c.step == "agreed")
    replaced = select(plan_step.c.plan_id).where(plan_step.c.step == "superseded")
    return plan_action.c.plan_id.in_(agreed_ones) & plan_action.c.plan_id.not_in(replaced)


def _not_given_up() -> ColumnElement[bool]:
    given_up = plan_action_step.c.what.in_(("not-done", "cancelled"))
    return plan_action.c.id.not_in(select(plan_action_step.c.action_id).where(given_up))
