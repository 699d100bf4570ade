"""Everything that notify holds about a person."""

from uuid import UUID

from sqlalchemy.orm import Session

from chassis.store.holdings import Holdings, Rows
from services.notify.store.base import metadata
from services.notify.store.people import person


def held(session: Session, person_id: UUID) -> Rows:
    """All rows about this person, by table."""
    return Holdings(metadata, keys=("person_id",), root=person.c.id).of(session, person_id)
