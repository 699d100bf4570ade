"""What people asked to have put right, in their words, which are encrypted."""

from uuid import UUID

from sqlalchemy import Column, ColumnElement, Date, ForeignKey, Select, Table, Text, Uuid, select
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.corrections import CorrectionRequest
from services.casework.store.base import held, mapper, metadata
from services.casework.store.columns import secret

correction_request = Table(
    "correction_request",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("asked_on", Date, nullable=False),
    Column("party", Text, nullable=False),
    Column("asked_by", Uuid),
    Column("asked_by_name", secret),
    Column("recorded_at", utc, nullable=False),
    Column("part", Text, nullable=False),
    Column("wrong", secret, nullable=False),
    Column("right", secret, nullable=False),
    Column("decided_on", Date),
    Column("decided_by", Uuid),
    Column("decided_by_name", secret),
    Column("decision", Text),
    Column("reason", secret),
)

mapper.map_imperatively(CorrectionRequest, correction_request)


def find(session: Session, seen: ColumnElement[bool], correction_id: UUID) -> CorrectionRequest | None:
    """One request of somebody who may be seen, held until it is answered."""
    query = select(CorrectionRequest).where(correction_request.c.id == correction_id, seen)
    return session.scalar(held(query))


def of(participant_id: UUID) -> Select[CorrectionRequest]:
    """A person's requests, the latest first."""
    mine = select(CorrectionRequest).where(correction_request.c.participant_id == participant_id)
    return mine.order_by(correction_request.c.recorded_at.desc())


def waiting(seen: ColumnElement[bool]) -> Select[CorrectionRequest]:
    """All that nobody has answered, the longest first."""
    query = select(CorrectionRequest).where(correction_request.c.decided_on.is_(None), seen)
    return query.order_by(correction_request.c.asked_on, correction_request.c.id)
