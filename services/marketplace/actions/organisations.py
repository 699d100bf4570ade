"""Organisations join, are verified, and say what they are."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from chassis.actor import Actor
from chassis.ids import new_id
from chassis.messaging import outbox
from chassis.policy import found, require
from chassis.store.paging import Page, page
from services.marketplace import policy
from services.marketplace.actions.dates import held_on
from services.marketplace.domain.organisations import Organisation, Site
from services.marketplace.store import organisations


def enter_organisation(
    session: Session, actor: Actor, details: Mapping[str, Any], joined_on: date | None
) -> Organisation:
    """The operator enters an organisation on its behalf, so that a small one needs no form of its own."""
    require(policy.may_enter_organisations(actor))
    sites = [Site(new_id(), **site) for site in details.get("sites", [])]
    organisation = Organisation(
        **{**details, "id": new_id(), "sites": sites, "joined_on": held_on(joined_on)}
    )
    session.add(organisation)
    outbox.record(session, *organisation.join())
    return organisation


def verify_organisation(
    session: Session, actor: Actor, organisation_id: UUID, on: date | None
) -> Organisation:
    """The operator vouches that the organisation is who it says."""
    organisation = found(organisations.visible(session, actor, organisation_id, for_update=True))
    require(policy.may_enter_organisations(actor))
    outbox.record(session, *organisation.verify(held_on(on)))
    return organisation


def describe_organisation(
    session: Session, organisation: Organisation, changes: Mapping[str, Any]
) -> Organisation:
    """Its administrator, or the operator for it, says anew what it is and how to reach it."""
    for name, value in changes.items():
        setattr(organisation, name, value)
    session.flush()
    return organisation


def organisation_to_describe(session: Session, actor: Actor, organisation_id: UUID) -> Organisation:
    """The organisation, held for a change, if the actor may describe it."""
    organisation = found(organisations.visible(session, actor, organisation_id, for_update=True))
    require(policy.may_describe(actor, organisation))
    return organisation


def add_site(session: Session, organisation: Organisation, details: Mapping[str, Any]) -> Organisation:
    """It can also be found at this place."""
    organisation.sites.append(Site(new_id(), **details))
    session.flush()
    return organisation


def organisation(session: Session, actor: Actor, organisation_id: UUID) -> Organisation:
    """One organisation."""
    return found(organisations.visible(session, actor, organisation_id))


def directory(
    session: Session, actor: Actor, kind: str | None, cursor: str | None, limit: int
) -> Page[Organisation]:
    """The organisations that take part, by name."""
    keys = (organisations.organisation.c.name, organisations.organisation.c.id)
    return page(session, organisations.directory(actor, kind), keys=keys, cursor=cursor, limit=limit)
