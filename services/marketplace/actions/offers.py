"""Organisations publish offers, change them and take them back; everybody looks for one that fits."""

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
from services.marketplace.domain.offers import Offer
from services.marketplace.store import offers, organisations
from services.marketplace.store.offers import Wanted as Wanted


def publish_offer(session: Session, actor: Actor, said: Mapping[str, Any], on: date | None) -> Offer:
    """A verified organisation puts what it offers into the directory."""
    organisation = found(organisations.get(session, actor.org), "Your organisation has not joined yet.")
    require(policy.may_run_offers(actor, organisation.id))
    site_id, words = said.get("site_id"), {name: value for name, value in said.items() if name != "site_id"}
    site = organisation.site(site_id) if site_id else None
    offer = Offer(id=new_id(), organisation=organisation, site=site, published_on=held_on(on), **words)
    outbox.record(session, *offer.publish())
    session.add(offer)
    return offer


def offer_to_run(session: Session, actor: Actor, offer_id: UUID) -> Offer:
    """The offer, held for a change, if the actor runs it."""
    offer = found(offers.visible(session, actor, offer_id, for_update=True))
    require(policy.may_run_offers(actor, offer.organisation.id))
    return offer


def revise_offer(session: Session, offer: Offer, changes: Mapping[str, Any], on: date | None) -> Offer:
    """What is said of it changes, or how many it can take."""
    outbox.record(session, *offer.revise(changes, held_on(on)))
    session.flush()
    return offer


def withdraw_offer(session: Session, actor: Actor, offer_id: UUID, on: date | None) -> Offer:
    """It is offered no longer."""
    offer = offer_to_run(session, actor, offer_id)
    outbox.record(session, *offer.withdraw(held_on(on)))
    return offer


def offer(session: Session, actor: Actor, offer_id: UUID) -> Offer:
    """One offer."""
    return found(offers.visible(session, actor, offer_id))


def directory(session: Session, actor: Actor, wanted: Wanted, cursor: str | None, limit: int) -> Page[Offer]:
    """The offers that fit, the best match first."""
    query, keys = offers.directory(actor, wanted)
    return page(session, query, keys=keys, cursor=cursor, limit=limit)
