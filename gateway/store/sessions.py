"""Sessions, found by what their token hashes to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, String, Table, Uuid, delete, select, update
from sqlalchemy.orm import Session

from chassis.store.base import utc
from gateway.domain.sessions import ABSOLUTE, SignIn, hashed
from gateway.store.base import mapper, metadata

sign_in = Table(
    "sign_in",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("account_id", Uuid, ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    Column("organisation_id", Uuid, nullable=True),
    Column("started_at", utc, nullable=False),
    Column("seen_at", utc, nullable=False),
    Column("ended_at", utc, nullable=True),
    Index("ix_sign_in_account_id", "account_id"),
    Index("ix_sign_in_started_at", "started_at"),
)

mapper.map_imperatively(SignIn, sign_in)


def by_token(session: Session, token: str) -> SignIn | None:
    """The session of that token, whether or not it is still good."""
    return session.scalars(select(SignIn).where(sign_in.c.token_hash == hashed(token))).one_or_none()


def by_id(session: Session, session_id: UUID) -> SignIn | None:
    """The session of that id."""
    return session.get(SignIn, session_id)


def end_all(
    session: Session,
    account_id: UUID,
    at: datetime,
    *,
    organisation_id: UUID | None = None,
    among: bool = False,
) -> int:
    """End every session of an account, or (`among`) those for one organisation alone; how many there were."""
    live = update(sign_in).where(sign_in.c.account_id == account_id, sign_in.c.ended_at.is_(None))
    if among:
        live = live.where(sign_in.c.organisation_id == organisation_id)
    return len(session.execute(live.values(ended_at=at).returning(sign_in.c.id)).all())


def live_of(session: Session, account_id: UUID, at: datetime) -> list[SignIn]:
    """The sessions of an account that are good at that instant."""
    found = select(SignIn).where(sign_in.c.account_id == account_id, sign_in.c.ended_at.is_(None))
    return [each for each in session.scalars(found.order_by(sign_in.c.started_at)) if each.is_live(at)]


def forget_old(session: Session, at: datetime) -> None:
    """Sessions that can be good no more tell only who was here when: they go."""
    session.execute(delete(sign_in).where(sign_in.c.started_at < at - ABSOLUTE))
