"""Invitations. Name and address are encrypted; the token is kept as what it hashes to."""

from uuid import UUID

from sqlalchemy import Column, Select, String, Table, Uuid, delete, select
from sqlalchemy.orm import Session

from chassis.store.base import jsonb, utc
from chassis.store.columns import EncryptedText
from gateway.domain.invitations import Invitation
from gateway.domain.sessions import hashed
from gateway.store.base import SERVICE, mapper, metadata

invitation = Table(
    "invitation",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("email", EncryptedText(SERVICE), nullable=False),
    Column("name", EncryptedText(SERVICE), nullable=False),
    Column("roles", jsonb, nullable=False),
    Column("organisation_id", Uuid, nullable=True, index=True),
    Column("person_id", Uuid, nullable=True),
    Column("invited_by", Uuid, nullable=True, index=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("created_at", utc, nullable=False),
    Column("expires_at", utc, nullable=False),
    Column("accepted_at", utc, nullable=True),
    Column("withdrawn_at", utc, nullable=True),
)

mapper.map_imperatively(Invitation, invitation)


def by_token(session: Session, token: str, *, for_update: bool = False) -> Invitation | None:
    """The invitation of that token, whatever its state."""
    found = select(Invitation).where(invitation.c.token_hash == hashed(token))
    return session.scalars(found.with_for_update() if for_update else found).one_or_none()


def by_id(session: Session, invitation_id: UUID) -> Invitation | None:
    """The invitation of that id."""
    return session.get(Invitation, invitation_id, with_for_update=True)


def all_of() -> Select[Invitation]:
    """Every invitation, to be narrowed to those that an actor may see."""
    return select(Invitation)


def forget_person(session: Session, person_id: UUID) -> None:
    """Whatever invited that person goes, for it has their name and address."""
    session.execute(delete(invitation).where(invitation.c.person_id == person_id))
