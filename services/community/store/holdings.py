"""Everything that the community holds about a member: for them alone, for nobody else knows who they are."""

from uuid import UUID

from sqlalchemy.orm import Session

from chassis.store.holdings import Holdings, Rows
from services.community.store.base import metadata
from services.community.store.members import member


def held(session: Session, member_id: UUID) -> Rows:
    """All rows about this member, by table."""
    return Holdings(metadata, keys=("member_id",), root=member.c.id).of(session, member_id)
