"""Offers, and the search of the directory: PostgreSQL's full text for words, trigrams for misspelt ones."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    Computed,
    Date,
    ForeignKey,
    Index,
    Integer,
    Select,
    Table,
    Text,
    Uuid,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlalchemy.orm import Session, contains_eager, relationship

from chassis.actor import Actor
from chassis.store.mapped import loaded
from services.marketplace import policy
from services.marketplace.domain.offers import Offer
from services.marketplace.domain.organisations import Organisation, Site
from services.marketplace.store.base import mapper, metadata
from services.marketplace.store.organisations import organisation

WORDS = (
    "setweight(to_tsvector('english'::regconfig, title), 'A')"
    " || setweight(to_tsvector('english'::regconfig, summary), 'B')"
    " || setweight(to_tsvector('english'::regconfig, how_it_helps || ' ' || who_for), 'C')"
)
NEAR_ENOUGH = 0.35
"""From this similarity of whole words on, a misspelt word still finds what was meant (1 is the very word)."""

offer = Table(
    "offer",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation_id", Uuid, ForeignKey("organisation.id"), nullable=False, index=True),
    Column("site_id", Uuid, ForeignKey("site.id")),
    Column("title", Text, nullable=False),
    Column("category", Text, nullable=False, index=True),
    Column("summary", Text, nullable=False),
    Column("how_it_helps", Text, nullable=False),
    Column("who_for", Text, nullable=False),
    Column("barriers", ARRAY(Text), nullable=False),
    Column("delivery", ARRAY(Text), nullable=False),
    Column("languages", ARRAY(Text), nullable=False),
    Column("accessibility", ARRAY(Text), nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("places_taken", Integer, nullable=False),
    Column("price_pence", Integer, nullable=False),
    Column("published_on", Date, nullable=False),
    Column("withdrawn_on", Date),
    Column("words", TSVECTOR, Computed(WORDS, persisted=True), nullable=False),
    CheckConstraint("places_taken between 0 and capacity", name="places"),
    CheckConstraint("price_pence >= 0", name="price"),
    Index("ix_offer_words", "words", postgresql_using="gin"),
    Index("ix_offer_barriers", "barriers", postgresql_using="gin"),
)

mapper.map_imperatively(
    Offer,
    offer,
    properties={
        "organisation": relationship(Organisation, lazy="joined", innerjoin=True),
        "site": relationship(Site, lazy="joined"),
    },
    exclude_properties=["words"],
)


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for. All that is given must hold."""

    search: str | None = None
    category: str | None = None
    barrier: str | None = None
    delivery: str | None = None
    language: str | None = None
    free: bool = False
    organisation_id: UUID | None = None


def get(session: Session, offer_id: UUID, *, for_update: bool = False) -> Offer | None:
    """An offer, for rules about it; what an actor may see of it is `visible`'s."""
    query = select(Offer).where(offer.c.id == offer_id)
    return session.scalar(_locked(query) if for_update else query)


def visible(session: Session, actor: Actor, offer_id: UUID, *, for_update: bool = False) -> Offer | None:
    """An offer that the actor may know of."""
    query = select(Offer).where(offer.c.id == offer_id, policy.offers_seen_by(actor, offer))
    return session.scalar(_locked(query) if for_update else query)


def directory(actor: Actor, wanted: Wanted) -> tuple[Select[Offer], tuple[ColumnElement[Any], ...]]:
    """What the actor may see and wants, and the keys of its order: the best match first, then by title."""
    query = (
        select(Offer)
        .join(organisation, offer.c.organisation_id == organisation.c.id)
        .options(contains_eager(loaded(Offer, "organisation")))
        .where(policy.offers_seen_by(actor, offer), *_filters(wanted))
    )
    if not wanted.search:
        return query, (offer.c.title, offer.c.id)
    matches, distance = _matching(wanted.search)
    return query.where(matches), (distance, offer.c.title, offer.c.id)


def _filters(wanted: Wanted) -> list[ColumnElement[bool]]:
    equal = {
        offer.c.category: wanted.category,
        offer.c.organisation_id: wanted.organisation_id,
    }
    among = {
        offer.c.barriers: wanted.barrier,
        offer.c.delivery: wanted.delivery,
        offer.c.languages: wanted.language,
    }
    found = [column == value for column, value in equal.items() if value is not None]
    found += [column.contains([value]) for column, value in among.items() if value is not None]
    return found + ([offer.c.capacity > offer.c.places_taken] if wanted.free else [])


def _matching(search: str) -> tuple[ColumnElement[bool], ColumnElement[int]]:
    """Whether it matches, and how far off it is: a whole number, so that pages can go by it."""
    asked = func.websearch_to_tsquery("english", search)
    near = func.strict_word_similarity(literal(search), offer.c.title.concat(" ").concat(organisation.c.name))
    matches = or_(offer.c.words.op("@@")(asked), near >= NEAR_ENOUGH)
    closeness = func.ts_rank(offer.c.words, asked) + near
    return matches, -cast(closeness * 10_000, Integer)


def _locked(query: Select[Offer]) -> Select[Offer]:
    return query.with_for_update(of=offer).execution_options(populate_existing=True)
