"""Erasures with their forecasts, what keeps a record from them, and who has confirmed."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Select,
    Table,
    Text,
    Uuid,
    and_,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.erasures import CONFIRMING, Erasure, ErasureAnswer, LegalHold
from services.casework.store.base import held, mapper, metadata
from services.casework.store.columns import placed, secret, secret_json

legal_hold = Table("legal_hold", metadata, *placed())

erasure = Table(
    "erasure",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("reason", secret, nullable=False),
    Column("prepared_at", utc, nullable=False),
    Column("prepared_by", Uuid),
    Column("prepared_by_name", secret),
    Column("forecast", secret_json, nullable=False),
    Column("done_on", Date),
    Column("done_by", Uuid),
    Column("done_by_name", secret),
    Column("dropped_on", Date),
    Column("rest_due_on", Date, index=True),
    Column("untouched_since", Date),
    Column("kinds", ARRAY(Text)),
    Index(
        "uq_erasure_waiting",
        "participant_id",
        unique=True,
        postgresql_where=text("done_on is null and dropped_on is null"),
    ),
    Index("ix_erasure_untouched", "participant_id", postgresql_where=text("untouched_since is not null")),
)

erasure_answer = Table(
    "erasure_answer",
    metadata,
    Column("erasure_id", Uuid, ForeignKey("erasure.id"), primary_key=True),
    Column("service", Text, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("confirmed_at", utc, nullable=False),
)

mapper.map_imperatively(LegalHold, legal_hold)
mapper.map_imperatively(Erasure, erasure)
mapper.map_imperatively(ErasureAnswer, erasure_answer)


STANDING: ColumnElement[bool] = and_(erasure.c.done_on.is_(None), erasure.c.dropped_on.is_(None))


def find(session: Session, seen: ColumnElement[bool], erasure_id: UUID) -> Erasure | None:
    """One erasure of somebody who may be seen, held until it is done or dropped."""
    query = select(Erasure).where(erasure.c.id == erasure_id, seen)
    return session.scalar(held(query))


def get(session: Session, erasure_id: UUID) -> Erasure | None:
    """One erasure, for what the services confirm."""
    return session.get(Erasure, erasure_id)


def of(participant_id: UUID) -> Select[Erasure]:
    """A person's erasures, the latest first."""
    mine = select(Erasure).where(erasure.c.participant_id == participant_id)
    return mine.order_by(erasure.c.prepared_at.desc())


def waiting(seen: ColumnElement[bool]) -> Select[Erasure]:
    """All that a second person has to look at."""
    mine = (STANDING, erasure.c.prepared_by.is_not(None), seen)
    return select(Erasure).where(*mine).order_by(erasure.c.prepared_at)


def proposed(seen: ColumnElement[bool]) -> Select[Erasure]:
    """What the calendar proposed and nobody has done or dropped, the longest untouched first."""
    mine = (STANDING, erasure.c.untouched_since.is_not(None), seen)
    return select(Erasure).where(*mine).order_by(erasure.c.untouched_since, erasure.c.id)


def unconfirmed(seen: ColumnElement[bool]) -> Select[Erasure]:
    """Those that were done, and that some service has not confirmed."""
    said = select(func.count()).where(erasure_answer.c.erasure_id == erasure.c.id).scalar_subquery()
    whole = (erasure.c.done_on.is_not(None), erasure.c.kinds.is_(None))
    query = select(Erasure).where(*whole, said < len(CONFIRMING), seen)
    return query.order_by(erasure.c.done_on, erasure.c.id)


def with_rest_due(session: Session, today: date) -> list[Erasure]:
    """Those of which something that had to be kept may go now, no more than a hundred."""
    query = select(Erasure).where(erasure.c.rest_due_on <= today).order_by(erasure.c.rest_due_on).limit(100)
    return list(session.scalars(query.with_for_update(skip_locked=True)))


def answers(session: Session, erasure_id: UUID) -> list[ErasureAnswer]:
    """Who has confirmed an erasure."""
    query = select(ErasureAnswer).where(erasure_answer.c.erasure_id == erasure_id)
    return list(session.scalars(query.order_by(erasure_answer.c.service)))


def find_hold(session: Session, seen: ColumnElement[bool], hold_id: UUID) -> LegalHold | None:
    """One hold on the record of somebody who may be seen."""
    query = select(LegalHold).where(legal_hold.c.id == hold_id, seen)
    return session.scalar(held(query))


def holds_of(participant_id: UUID) -> Select[LegalHold]:
    """What keeps a person's record or kept it once, the latest first."""
    mine = select(LegalHold).where(legal_hold.c.participant_id == participant_id)
    return mine.order_by(legal_hold.c.placed_on.desc(), legal_hold.c.id.desc())


def under_hold(session: Session, ids: Collection[UUID]) -> set[UUID]:
    """Those of these people on whose record a legal hold stands."""
    standing = select(legal_hold.c.participant_id).where(
        legal_hold.c.participant_id.in_(ids), legal_hold.c.lifted_on.is_(None)
    )
    return set(session.scalars(standing))


def is_held(session: Session, participant_id: UUID) -> bool:
    """Whether a legal hold stands."""
    standing = holds_of(participant_id).where(legal_hold.c.lifted_on.is_(None)).limit(1)
    return session.scalar(standing) is not None
