"""Action plans with their actions and steps."""

from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Integer,
    Select,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    select,
)
from sqlalchemy.orm import Session, relationship

from chassis.store.base import utc
from services.casework.domain.plans import UNSETTLED, Plan, PlanAction, PlanStep
from services.casework.store.base import mapper, metadata
from services.casework.store.columns import secret

plan = Table(
    "plan",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("aim", secret),
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

mapper.map_imperatively(PlanAction, plan_action)
mapper.map_imperatively(PlanStep, plan_step)
mapper.map_imperatively(
    Plan,
    plan,
    properties={
        "actions": relationship(
            PlanAction, order_by=plan_action.c.position, lazy="selectin", cascade="all, delete-orphan"
        ),
        "steps": relationship(
            PlanStep, order_by=plan_step.c.number, lazy="selectin", cascade="save-update, merge"
        ),
    },
)


def find(
    session: Session, seen: ColumnElement[bool], plan_id: UUID, *, for_update: bool = False
) -> Plan | None:
    """One version of the plan of somebody who may be seen."""
    query = select(Plan).where(plan.c.id == plan_id, seen)
    if for_update:
        query = query.with_for_update(of=plan).execution_options(populate_existing=True)
    return session.scalar(query)


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
