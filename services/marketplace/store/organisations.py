"""Organisations and their sites."""

from uuid import UUID

from sqlalchemy import Column, Date, Double, ForeignKey, Select, Table, Text, Uuid, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session, relationship

from chassis.actor import Actor
from services.marketplace import policy
from services.marketplace.domain.organisations import Organisation, Site
from services.marketplace.store.base import mapper, metadata

organisation = Table(
    "organisation",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("joined_on", Date, nullable=False),
    Column("description", Text, nullable=False),
    Column("website", Text),
    Column("phone", Text),
    Column("email", Text),
    Column("verified_on", Date),
)

site = Table(
    "site",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation_id", Uuid, ForeignKey("organisation.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("address_lines", ARRAY(Text), nullable=False),
    Column("town", Text, nullable=False),
    Column("postcode", Text, nullable=False),
    Column("latitude", Double),
    Column("longitude", Double),
)

mapper.map_imperatively(Site, site)
mapper.map_imperatively(
    Organisation,
    organisation,
    properties={
        "sites": relationship(Site, order_by=site.c.id, lazy="selectin", cascade="all, delete-orphan")
    },
)


def get(session: Session, organisation_id: UUID | None, *, for_update: bool = False) -> Organisation | None:
    """An organisation, for rules about it; what an actor may see of it is `visible`'s."""
    query = select(Organisation).where(organisation.c.id == organisation_id)
    return session.scalar(_locked(query) if for_update else query)


def visible(
    session: Session, actor: Actor, organisation_id: UUID, *, for_update: bool = False
) -> Organisation | None:
    """An organisation that the actor may know of."""
    query = directory(actor).where(organisation.c.id == organisation_id)
    return session.scalar(_locked(query) if for_update else query)


def directory(actor: Actor, kind: str | None = None) -> Select[Organisation]:
    """The organisations that the actor may know of: everybody the verified ones, an organisation itself."""
    query = select(Organisation).where(policy.organisations_seen_by(actor, organisation))
    return query.where(organisation.c.kind == kind) if kind else query


def _locked(query: Select[Organisation]) -> Select[Organisation]:
    return query.with_for_update(of=organisation).execution_options(populate_existing=True)
