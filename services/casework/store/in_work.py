"""How we keep in touch with people in work; what they say, and whom one may ask about them, is encrypted."""

from collections.abc import Collection, Sequence
from datetime import date
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
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.in_work import InWorkCheck, InWorkPlan
from services.casework.store.base import held, history, mapper, metadata
from services.casework.store.columns import secret
from services.casework.store.participants import participant
from services.casework.store.spells import spell

in_work_plan = Table(
    "in_work_plan",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("spell_id", Uuid, ForeignKey("spell.id"), nullable=False, unique=True),
    Column("started_on", Date, nullable=False),
    Column("opened_by", Uuid, nullable=False),
    Column("opened_at", utc, nullable=False),
    Column("state", Text, nullable=False),
    Column("rank", SmallInteger, nullable=False),
    Column("next_on", Date),
    Column("look_on", Date),
    Column("stopped_on", Date),
    Index("ix_in_work_plan_look_on", "look_on", postgresql_where="look_on is not null"),
)

in_work_check = Table(
    "in_work_check",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("plan_id", Uuid, ForeignKey("in_work_plan.id"), nullable=False),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("asked_on", Date, nullable=False),
    Column("answer", Text),
    Column("answered_on", Date),
    Column("note", secret),
    Column("recorded_by", Uuid),
    Column("recorded_at", utc),
    UniqueConstraint("plan_id", "number"),
)

employer_contact = Table(
    "employer_contact",
    metadata,
    Column("spell_id", Uuid, ForeignKey("spell.id"), primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("may_contact", Boolean, nullable=False),
    Column("name", secret),
    Column("phone", secret),
    Column("recorded_by", Uuid, nullable=False),
    Column("recorded_at", utc, nullable=False),
)

spell_evidence = Table(
    "spell_evidence",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("spell_id", Uuid, ForeignKey("spell.id"), nullable=False, index=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("seen_on", Date, nullable=False),
    Column("note", secret),
    Column("recorded_by", Uuid, nullable=False),
    Column("recorded_at", utc, nullable=False),
)

mapper.map_imperatively(InWorkCheck, in_work_check)
mapper.map_imperatively(
    InWorkPlan,
    in_work_plan,
    properties={"checks": history(InWorkCheck, in_work_check.c.number)},
)


def find(session: Session, seen: ColumnElement[bool], plan_id: UUID) -> InWorkPlan | None:
    """One plan of somebody who may be seen, held for update."""
    return session.scalar(_held(select(InWorkPlan).where(in_work_plan.c.id == plan_id, seen)))


def of_check(session: Session, seen: ColumnElement[bool], check_id: UUID) -> InWorkPlan | None:
    """The plan to which a question belongs, held for update."""
    asked = select(in_work_check.c.plan_id).where(in_work_check.c.id == check_id)
    return session.scalar(_held(select(InWorkPlan).where(in_work_plan.c.id.in_(asked), seen)))


def of(session: Session, participant_id: UUID) -> list[InWorkPlan]:
    """A person's plans, the latest first."""
    theirs = select(InWorkPlan).where(in_work_plan.c.participant_id == participant_id)
    return list(session.scalars(theirs.order_by(in_work_plan.c.id.desc())))


def for_spell(session: Session, spell_id: UUID) -> InWorkPlan | None:
    """The plan for one job."""
    return session.scalar(select(InWorkPlan).where(in_work_plan.c.spell_id == spell_id))


def due(session: Session, today: date, limit: int) -> list[InWorkPlan]:
    """The plans at which somebody has to look today; others look after those that are held already."""
    query = select(InWorkPlan).where(in_work_plan.c.look_on <= today).order_by(in_work_plan.c.look_on)
    return list(session.scalars(query.limit(limit).with_for_update(of=in_work_plan, skip_locked=True)))


def board(seen: ColumnElement[bool]) -> Select[Any]:
    """Everybody with whom we keep in touch, each with the job."""
    return (
        select(InWorkPlan, participant.c.full_name, participant.c.called, spell.c.employer, spell.c.ended_on)
        .join(participant, participant.c.id == in_work_plan.c.participant_id)
        .join(spell, spell.c.id == in_work_plan.c.spell_id)
        .where(in_work_plan.c.stopped_on.is_(None), seen)
    )


def waiting(session: Session, abouts: Collection[UUID]) -> dict[UUID, UUID]:
    """For what calls are about (a question, or the plan that it belongs to): the question asked last, if it
    has no answer yet.
    """
    asked = or_(in_work_check.c.id.in_(abouts), in_work_check.c.plan_id.in_(abouts))
    rows = session.execute(select(in_work_check).where(asked).order_by(in_work_check.c.number)).all()
    last = {about: row for row in rows for about in (row.id, row.plan_id)}
    return {about: row.id for about, row in last.items() if row.answer is None}


def unanswered(session: Session, seen: ColumnElement[bool]) -> Sequence[Any]:
    """Questions to those who may be seen that nobody has answered, the latest first, each with the card."""
    query = (
        select(in_work_check.c.id, participant.c.card)
        .join(participant, participant.c.id == in_work_check.c.participant_id)
        .where(in_work_check.c.answer.is_(None), seen)
        .order_by(in_work_check.c.asked_on.desc(), in_work_check.c.id)
    )
    return session.execute(query).all()


def keep_contact(session: Session, **values: Any) -> None:
    """Whom at the employer's one may ask, as it was said last."""
    said = insert(employer_contact).values(values)
    session.execute(said.on_conflict_do_update(index_elements=["spell_id"], set_=values))


def contacts_of(session: Session, participant_id: UUID) -> Sequence[Any]:
    """Whom one may ask, for each job of a person."""
    return session.execute(
        select(employer_contact).where(employer_contact.c.participant_id == participant_id)
    ).all()


def keep_evidence(session: Session, **values: Any) -> None:
    """Something that shows that somebody is in work was seen."""
    session.execute(insert(spell_evidence).values(values))


def evidence_of(session: Session, participant_id: UUID) -> Sequence[Any]:
    """What was seen, the latest first."""
    theirs = select(spell_evidence).where(spell_evidence.c.participant_id == participant_id)
    return session.execute(theirs.order_by(spell_evidence.c.seen_on.desc(), spell_evidence.c.id)).all()


def _held(query: Select[InWorkPlan]) -> Select[InWorkPlan]:
    return held(query, in_work_plan)
