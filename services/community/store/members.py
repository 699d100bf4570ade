"""Members, found by the subject that the gateway made for the community alone."""

from uuid import UUID

from sqlalchemy import Boolean, Column, Date, Table, Text, Uuid, select
from sqlalchemy.orm import Session

from services.community.domain.members import Member
from services.community.store.base import mapper, metadata

member = Table(
    "member",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("subject", Uuid, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, unique=True),
    Column("pseudonym", Boolean, nullable=False),
    Column("kind", Text, nullable=False),
    Column("joined_on", Date, nullable=False),
)

mapper.map_imperatively(Member, member)


def of_subject(session: Session, subject: UUID | None) -> Member | None:
    """The member whom the gateway calls this."""
    return session.scalars(select(Member).where(member.c.subject == subject)).one_or_none()


def is_taken(session: Session, name_key: str) -> bool:
    """Whether somebody goes by this name already."""
    return session.execute(select(member.c.id).where(member.c.name_key == name_key)).first() is not None
