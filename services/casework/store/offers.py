"""Offers of the marketplace, kept here so that they can be recommended."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Column, Date, Index, Integer, Table, Text, Uuid, cast, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from services.casework.domain.offers import Offer
from services.casework.store.base import mapper, metadata

offer = Table(
    "offer",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("organisation_id", Uuid),
    Column("organisation_name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("how_it_helps", Text, nullable=False),
    Column("barriers", ARRAY(Text), nullable=False),
    Column("delivery", ARRAY(Text), nullable=False),
    Column("languages", ARRAY(Text), nullable=False),
    Column("accessibility", ARRAY(Text), nullable=False),
    Column("free_places", Integer, nullable=False),
    Column("price_pence", Integer, nullable=False),
    Column("town", Text),
    Column("postcode", Text),
    Column("withdrawn_on", Date),
    Index("ix_offer_barriers", "barriers", postgresql_using="gin"),
)

mapper.map_imperatively(Offer, offer)


def get(session: Session, offer_id: UUID, *, for_update: bool = False) -> Offer | None:
    """What we know of an offer."""
    query = select(Offer).where(offer.c.id == offer_id)
    return session.scalar(query.with_for_update() if for_update else query)


def helping_with(session: Session, barriers: Collection[str]) -> list[Offer]:
    """The open offers that help with any of these barriers."""
    if not barriers:
        return []
    wanted = cast(sorted(barriers), ARRAY(Text))
    query = select(Offer).where(offer.c.withdrawn_on.is_(None), offer.c.barriers.overlap(wanted))
    return list(session.scalars(query.order_by(offer.c.id)))


def by_id(session: Session, ids: Collection[UUID]) -> dict[UUID, Offer]:
    """The offers with these ids, as far as we know them."""
    found = session.scalars(select(Offer).where(offer.c.id.in_(ids)))
    return {one.id: one for one in found}
