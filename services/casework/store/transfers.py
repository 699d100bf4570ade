"""Offers to hand a person over; the notes are encrypted. One is open for a person at a time."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    Table,
    Uuid,
    and_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.errors import Conflict
from services.casework.domain.transfers import Transfer
from services.casework.store.base import mapper, metadata
from services.casework.store.columns import secret

ONE_OPEN = "uq_transfer_open"
OPEN = "accepted_at is null and declined_at is null and withdrawn_at is null"

transfer = Table(
    "transfer",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("from_adviser_id", Uuid),
    Column("to_adviser_id", Uuid, nullable=False),
    Column("note", secret, nullable=False),
    Column("offered_by", Uuid, nullable=False),
    Column("offered_by_name", secret),
    Column("offered_at", utc, nullable=False),
    Column("accepted_at", utc),
    Column("declined_at", utc),
    Column("declined_because", secret),
    Column("withdrawn_at", utc),
    Index(ONE_OPEN, "participant_id", unique=True, postgresql_where=OPEN),
    Index("ix_transfer_to_adviser_id_open", "to_adviser_id", "offered_at", postgresql_where=OPEN),
)

mapper.map_imperatively(Transfer, transfer)

STILL_OPEN: ColumnElement[bool] = and_(
    transfer.c.accepted_at.is_(None), transfer.c.declined_at.is_(None), transfer.c.withdrawn_at.is_(None)
)


def add(session: Session, offered: Transfer) -> None:
    """Keep a new offer; refused where one is open, also one that was made at this moment."""
    try:
        with session.begin_nested():
            session.add(offered)
            session.flush()
    except IntegrityError as error:
        if ONE_OPEN not in str(error.orig):
            raise
        detail = "A colleague has been asked already. Wait for the answer, or take that back."
        raise Conflict("transfer-open", detail) from None


def find(session: Session, seen: ColumnElement[bool], transfer_id: UUID) -> Transfer | None:
    """One offer about somebody who may be seen, held for update."""
    query = select(Transfer).where(transfer.c.id == transfer_id, seen).with_for_update(of=transfer)
    return session.scalar(query.execution_options(populate_existing=True))


def of(participant_id: UUID) -> Select[Transfer]:
    """Every offer about one person."""
    return select(Transfer).where(transfer.c.participant_id == participant_id)


def waiting_for(session: Session, seen: ColumnElement[bool], adviser_id: UUID) -> Sequence[Transfer]:
    """What this adviser has been asked and has not answered, the oldest first."""
    asked = select(Transfer).where(STILL_OPEN, transfer.c.to_adviser_id == adviser_id, seen)
    return session.scalars(asked.order_by(transfer.c.offered_at, transfer.c.id)).all()


def overtake(session: Session, participant_id: UUID, now: datetime) -> None:
    """Somebody has been given the person in another way: nobody need answer any more."""
    theirs = (transfer.c.participant_id == participant_id, STILL_OPEN)
    session.execute(update(transfer).where(*theirs).values(withdrawn_at=now))
