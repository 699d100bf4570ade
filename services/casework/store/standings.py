"""From what the alerts about each person follow: kept, so that a team board need not look at every contact.

Triggers of the database mark whoever is touched by a change, in the same transaction, and nobody waits for
anybody else's mark. Who is marked is worked out by whoever asks, as if nothing were kept, until a timer has
worked it out anew: what is shown is true at every moment.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Identity,
    Integer,
    Label,
    Select,
    Table,
    Uuid,
    and_,
    any_,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.spells import WORK
from services.casework.store.base import metadata
from services.casework.store.caseload import last_contact
from services.casework.store.circumstances import barrier
from services.casework.store.claims import claim
from services.casework.store.participants import participant
from services.casework.store.plans import plan, plan_step
from services.casework.store.spells import spell

standing = Table(
    "standing",
    metadata,
    Column("participant_id", Uuid, ForeignKey("participant.id"), primary_key=True),
    Column("organisation_id", Uuid, nullable=False, comment="That answers for the record."),
    Column("adviser_id", Uuid),
    Column("known_since", Date, nullable=False),
    Column("last_contact_at", utc),
    Column("plan_agreed_on", Date),
    Column("claimable_since", Date),
    Column("in_work", Boolean, nullable=False),
    Column("barriers", Integer, nullable=False),
)

standing_mark = Table(
    "standing_mark",
    metadata,
    Column("seq", BigInteger, Identity(always=True), primary_key=True),
    Column("participant_id", Uuid, nullable=False),
    comment="Whose standing is to be worked out anew: ids alone, and gone within seconds.",
)

MARKED = select(standing_mark.c.participant_id)
KEPT = tuple(column.name for column in standing.c)


def facts() -> tuple[Label[Any], ...]:
    """What alerts about one person of a query follow from."""
    known = func.greatest(participant.c.registered_on, participant.c.allocated_on)
    return (
        known.label("known_since"),
        last_contact().label("last_contact_at"),
        _plan_agreed_on().label("plan_agreed_on"),
        _claimable_since().label("claimable_since"),
    )


def everybody(kept_seen: ColumnElement[bool], seen: ColumnElement[bool]) -> Select[Any]:
    """Everybody who may be seen: as is kept, and whoever is marked as it is now."""
    kept = select(*standing.c).where(kept_seen, standing.c.participant_id.not_in(MARKED))
    marked = _counted().where(seen, participant.c.id.in_(MARKED))
    return select(union_all(kept, marked).subquery())


def take_marked(session: Session, limit: int) -> list[UUID]:
    """Some who are marked; their marks are gone with this transaction."""
    some = select(standing_mark.c.seq).order_by(standing_mark.c.seq).limit(limit)
    gone = delete(standing_mark).where(standing_mark.c.seq.in_(some.with_for_update(skip_locked=True)))
    return list(set(session.scalars(gone.returning(standing_mark.c.participant_id))))


def keep(session: Session, ids: Collection[UUID]) -> None:
    """Work out anew how these people stand. Their marks were taken before, so nothing since is missed."""
    counted = _counted().where(participant.c.id == any_(literal(list(ids), ARRAY(Uuid))))
    added = insert(standing).from_select(KEPT, counted.order_by(participant.c.id))
    values = {name: added.excluded[name] for name in KEPT[1:]}
    session.execute(added.on_conflict_do_update(index_elements=["participant_id"], set_=values))


def next_ids(session: Session, after: UUID | None, limit: int) -> list[UUID]:
    """The next so many people, in the order of their ids."""
    query = select(participant.c.id).order_by(participant.c.id).limit(limit)
    return list(session.scalars(query if after is None else query.where(participant.c.id > after)))


def mark_wrong(session: Session, ids: Collection[UUID]) -> list[UUID]:
    """Those of these people who are not marked, and do not stand as is kept, are marked."""
    theirs = (participant.c.id == any_(literal(list(ids), ARRAY(Uuid))), participant.c.id.not_in(MARKED))
    counted = _counted().where(*theirs).cte("counted")
    same = and_(*(standing.c[name].is_not_distinct_from(counted.c[name]) for name in KEPT))
    wrong = select(counted.c.participant_id).where(~exists().where(same))
    marks = insert(standing_mark).from_select(["participant_id"], wrong)
    return list(session.scalars(marks.returning(standing_mark.c.participant_id)))


def _counted() -> Select[Any]:
    """The same columns as are kept, worked out from everything that is known of a person."""
    who = (participant.c.id.label("participant_id"), participant.c.organisation_id, participant.c.adviser_id)
    return select(*who, *facts(), _in_work().label("in_work"), _barriers().label("barriers"))


def _plan_agreed_on() -> ColumnElement[Any]:
    agreed = and_(plan_step.c.plan_id == plan.c.id, plan_step.c.step == "agreed")
    latest = select(func.max(plan_step.c.occurred_on)).select_from(plan).join(plan_step, agreed)
    return latest.where(plan.c.participant_id == participant.c.id).scalar_subquery()


def _claimable_since() -> ColumnElement[Any]:
    settled = (claim.c.validated_on, claim.c.rejected_on, claim.c.reversed_on)
    unsettled = (day.is_(None) for day in settled)
    earliest = select(func.min(claim.c.claimable_on)).where(*unsettled)
    return earliest.where(claim.c.participant_id == participant.c.id).scalar_subquery()


def _in_work() -> ColumnElement[bool]:
    work = or_(*(spell.c.kind == kind for kind in WORK))
    return exists().where(
        spell.c.participant_id == participant.c.id, work, ~spell.c.voided, spell.c.ended_on.is_(None)
    )


def _barriers() -> ColumnElement[Any]:
    theirs = (barrier.c.participant_id == participant.c.id, barrier.c.until_on.is_(None))
    return select(func.count()).select_from(barrier).where(*theirs).scalar_subquery()
