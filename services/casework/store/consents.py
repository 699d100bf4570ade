"""What a person has agreed to and taken back."""

from uuid import UUID

from sqlalchemy import Boolean, Column, Date, ForeignKey, Table, Text, Uuid, select
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.consents import Consent
from services.casework.store.base import mapper, metadata
from services.casework.store.columns import secret

consent = Table(
    "consent",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("purpose", Text, nullable=False),
    Column("given", Boolean, nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column("recorded_at", utc, nullable=False),
    Column("recorded_by", Uuid, nullable=False),
    Column("party", Text, nullable=False),
    Column("assisted", Boolean, nullable=False),
    Column("evidence", secret),
)

mapper.map_imperatively(Consent, consent)


def of(session: Session, participant_id: UUID) -> list[Consent]:
    """Every word that a person has said to a purpose, the latest first."""
    query = select(Consent).where(consent.c.participant_id == participant_id)
    return list(session.scalars(query.order_by(consent.c.occurred_on.desc(), consent.c.recorded_at.desc())))
