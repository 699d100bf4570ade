"""What the marketplace says of organisations and their offers."""

from typing import Any

from marshmallow import fields
from sqlalchemy.orm import Session

from chassis.messaging.listeners import Reads, Received
from services.casework.actions import offers
from services.casework.listeners.base import LISTENERS
from services.casework.store import organisations
from services.casework.store.organisations import Organisation


class OrganisationJoined(Reads):
    """Its name is shown on pages."""

    name = fields.String(required=True)
    kind = fields.String(required=True)


class OfferTold(Reads):
    """What is needed to recommend an offer."""

    organisation_id = fields.UUID(required=True)
    organisation_name = fields.String(required=True)
    title = fields.String(required=True)
    category = fields.String(required=True)
    summary = fields.String(required=True)
    how_it_helps = fields.String(required=True)
    barriers = fields.List(fields.String(), required=True)
    delivery = fields.List(fields.String(), required=True)
    languages = fields.List(fields.String(), required=True)
    accessibility = fields.List(fields.String(), required=True)
    free_places = fields.Integer(required=True)
    price_pence = fields.Integer(required=True)
    town = fields.String(load_default=None, allow_none=True)
    postcode = fields.String(load_default=None, allow_none=True)


class OfferWithdrawn(Reads):
    """When it was withdrawn."""

    occurred_on = fields.Date(required=True)


@LISTENERS.on("workstead.marketplace.organisation.joined.v1", reads=OrganisationJoined)
def organisation_joined(session: Session, event: Received) -> None:
    """Remember its name."""
    known = Organisation(event.subject, event.sequence, event.data["name"], event.data["kind"])
    organisations.keep(session, known)


@LISTENERS.on("workstead.marketplace.offer.published.v1", reads=OfferTold)
def offer_published(session: Session, event: Received) -> None:
    """It can be recommended from now on."""
    _hear(session, event, event.data)


@LISTENERS.on("workstead.marketplace.offer.changed.v1", reads=OfferTold)
def offer_changed(session: Session, event: Received) -> None:
    """What was said before is replaced."""
    _hear(session, event, event.data)


@LISTENERS.on("workstead.marketplace.offer.withdrawn.v1", reads=OfferWithdrawn)
def offer_withdrawn(session: Session, event: Received) -> None:
    """It is recommended no longer."""
    offers.hear_withdrawn(session, event.subject, event.sequence, event.data["occurred_on"])


def _hear(session: Session, event: Received, told: dict[str, Any]) -> None:
    offers.hear_offer(session, event.subject, event.sequence, told)
