"""Newsletter subscriptions, made from the community's events."""

from uuid import UUID

from sqlalchemy import BigInteger, Column, Date, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from chassis.store.columns import EncryptedText
from services.notify.domain.subscriptions import Subscription
from services.notify.store.base import SERVICE, mapper, metadata

subscription = Table(
    "subscription",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("address", EncryptedText(SERVICE)),
    Column("token", EncryptedText(SERVICE)),
    Column("language", Text, nullable=False, server_default="en"),
    Column("requested_since", BigInteger, nullable=False, server_default="0"),
    Column("confirmed_on", Date),
    Column("ended_on", Date),
)

mapper.map_imperatively(Subscription, subscription)


def get(session: Session, subscription_id: UUID) -> Subscription | None:
    """What is known of this subscription."""
    return session.get(Subscription, subscription_id)


def stub(session: Session, subscription_id: UUID) -> Subscription:
    """This subscription, locked; made empty where its request has not been heard of yet."""
    session.execute(insert(subscription).values(id=subscription_id).on_conflict_do_nothing())
    return session.get_one(Subscription, subscription_id, with_for_update=True, populate_existing=True)
