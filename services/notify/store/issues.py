"""Issues of the newsletter that the community has sent."""

from uuid import UUID

from sqlalchemy import Column, Table, Uuid
from sqlalchemy.orm import Session

from chassis.store.columns import EncryptedText
from services.notify.domain.issues import Issue
from services.notify.store.base import SERVICE, mapper, metadata

newsletter = Table(
    "newsletter",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("title", EncryptedText(SERVICE), nullable=False),
    Column("content", EncryptedText(SERVICE), nullable=False),
)

mapper.map_imperatively(Issue, newsletter)


def get(session: Session, newsletter_id: UUID) -> Issue | None:
    """The issue of this newsletter."""
    return session.get(Issue, newsletter_id)


def keep(session: Session, newsletter_id: UUID, title: str, content: str) -> None:
    """Keep an issue; hearing of it twice changes nothing."""
    if get(session, newsletter_id) is None:
        session.add(Issue(id=newsletter_id, title=title, content=content))
