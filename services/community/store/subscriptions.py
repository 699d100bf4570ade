"""Subscriptions, found by their token's hash or by a blind index of the address."""

from uuid import UUID

from sqlalchemy import Column, Date, Index, Table, Text, Uuid, select, text
from sqlalchemy.orm import Session

from chassis.store.base import utc
from chassis.store.columns import EncryptedText
from services.community.domain.subscriptions import Subscription
from services.community.store.base import SERVICE, mapper, metadata

subscription = Table(
    "subscription",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("address", EncryptedText(SERVICE)),
    Column("address_index", Text),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("language", Text, nullable=False),
    Column("asked_at", utc, nullable=False),
    Column("confirmed_on", Date),
    Column("ended_on", Date),
    Index("uq_subscription_live", "address_index", unique=True, postgresql_where=text("ended_on IS NULL")),
)

mapper.map_imperatively(Subscription, subscription)


def live(session: Session, address_index: str) -> Subscription | None:
    """The subscription of this address that has not ended, locked."""
    chosen = select(Subscription).where(
        subscription.c.address_index == address_index, subscription.c.ended_on.is_(None)
    )
    return session.scalars(chosen.with_for_update()).one_or_none()


def by_token(session: Session, token_hash: str) -> Subscription | None:
    """The subscription whose newest link bears this token, locked."""
    chosen = select(Subscription).where(subscription.c.token_hash == token_hash)
    return session.scalars(chosen.with_for_update()).one_or_none()


def confirmed(session: Session) -> list[UUID]:
    """Everybody who opted in and has not left."""
    chosen = select(subscription.c.id).where(
        subscription.c.confirmed_on.is_not(None), subscription.c.ended_on.is_(None)
    )
    return list(session.scalars(chosen.order_by(subscription.c.id)))
