"""Who may see what a participant keeps to themselves."""

from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, Select, Table, Text, Uuid, exists, select
from sqlalchemy.orm import Session

from chassis.store.base import utc
from services.casework.domain.grants import Grant
from services.casework.store.base import mapper, metadata

viewing_grant = Table(
    "viewing_grant",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("participant_id", Uuid, ForeignKey("participant.id"), nullable=False, index=True),
    Column("viewer_id", Uuid, nullable=False),
    Column("opens", Text, nullable=False),
    Column("given_at", utc, nullable=False),
    Column("revoked_at", utc),
    Index(
        "uq_viewing_grant_holding",
        "participant_id",
        "viewer_id",
        "opens",
        unique=True,
        postgresql_where="revoked_at is null",
    ),
)

mapper.map_imperatively(Grant, viewing_grant)


def of(participant_id: UUID) -> Select[Grant]:
    """Every grant that a person has given, those taken back too."""
    return select(Grant).where(viewing_grant.c.participant_id == participant_id)


def get(session: Session, grant_id: UUID) -> Grant | None:
    """One grant, held for update."""
    return session.scalar(select(Grant).where(viewing_grant.c.id == grant_id).with_for_update())


def holds(session: Session, participant_id: UUID, viewer_id: UUID, opens: str) -> bool:
    """Whether a person lets this viewer see it now."""
    granted = exists().where(
        viewing_grant.c.participant_id == participant_id,
        viewing_grant.c.viewer_id == viewer_id,
        viewing_grant.c.opens == opens,
        viewing_grant.c.revoked_at.is_(None),
    )
    return bool(session.scalar(select(granted)))
