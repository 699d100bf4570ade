"""Copies that people asked for, and what each service answered. What is held is encrypted."""

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
    Uuid,
    select,
)
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.access_requests import AccessAnswer, AccessRequest
from services.casework.store.base import mapper, metadata, one
from services.casework.store.columns import secret, secret_json

access_request = Table(
    "access_request",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("asked_on", Date, nullable=False),
    Column("party", Text, nullable=False),
    Column("asked_by", Uuid),
    Column("asked_by_name", secret),
    Column("recorded_at", utc, nullable=False),
    Column("extended_on", Date),
    Column("extended_reason", secret),
    Column("released_on", Date),
    Column("released_by", Uuid),
    Column("released_by_name", secret),
)

access_answer = Table(
    "access_answer",
    metadata,
    Column("request_id", Uuid, ForeignKey("access_request.id"), primary_key=True),
    Column("service", Text, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("answered_at", utc, nullable=False),
    Column("kept", Boolean, nullable=False),
    Column("rows", Integer),
    Column("held", secret_json),
)

mapper.map_imperatively(AccessRequest, access_request)
mapper.map_imperatively(AccessAnswer, access_answer)


def find(
    session: Session, seen: ColumnElement[bool], request_id: UUID, *, for_update: bool = False
) -> AccessRequest | None:
    """One request of somebody who may be seen."""
    query = select(AccessRequest).where(access_request.c.id == request_id, seen)
    return one(session, query, for_update=for_update)


def of(participant_id: UUID) -> Select[AccessRequest]:
    """A person's requests, the latest first."""
    mine = select(AccessRequest).where(access_request.c.participant_id == participant_id)
    return mine.order_by(access_request.c.recorded_at.desc())


def waiting(seen: ColumnElement[bool]) -> Select[AccessRequest]:
    """All that wait for a copy, the longest first."""
    query = select(AccessRequest).where(access_request.c.released_on.is_(None), seen)
    return query.order_by(access_request.c.asked_on, access_request.c.id)


def get(session: Session, request_id: UUID) -> AccessRequest | None:
    """One request, for what the other services answer."""
    return session.get(AccessRequest, request_id)


def answers(session: Session, request_id: UUID) -> list[AccessAnswer]:
    """What has been answered to a request, service by service."""
    query = select(AccessAnswer).where(access_answer.c.request_id == request_id)
    return list(session.scalars(query.order_by(access_answer.c.service)))
