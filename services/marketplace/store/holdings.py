"""Everything that the marketplace holds about a person."""

from uuid import UUID

from sqlalchemy.orm import Session

from chassis.store.holdings import Holdings, Rows
from services.marketplace.store.base import metadata


def held(session: Session, person_id: UUID) -> Rows:
    """All rows about this person, by table."""
    return Holdings(metadata, keys=("participant_id",)).of(session, person_id)
