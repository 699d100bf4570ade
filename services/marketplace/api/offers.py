"""Offers: the directory of help, open to everybody."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, public, roles, session
from chassis.store.paging import Page
from services.marketplace.actions import offers as actions
from services.marketplace.actions.offers import Wanted
from services.marketplace.api import plainly
from services.marketplace.api.codes import labelled, one_of, some_of
from services.marketplace.api.fields import (
    CodeSchema,
    HappenedSchema,
    NamedSchema,
    occurred_on,
    text,
)
from services.marketplace.api.organisations import SiteSchema
from services.marketplace.domain.offers import Offer
from services.marketplace.policy import PUBLISHERS

blueprint = Blueprint("offers", description="What organisations offer, and whether there is a place.")
MOST_PLACES = 100_000
MOST_PENCE = 100_000_000


class OfferTextSchema(Schema):
    """What an organisation says of an offer."""

    title = text(120)
    category = one_of("categories", required=True)
    summary = text(1000)
    how_it_helps = text(500, metadata={"description": "In a sentence: how it helps the person."})
    who_for = fields.String(load_default="", validate=validate.Length(max=500))
    barriers = some_of("barriers")
    delivery = some_of("delivery")
    languages = some_of("languages")
    accessibility = some_of("accessibility")
    capacity = fields.Integer(required=True, strict=True, validate=validate.Range(0, MOST_PLACES))
    price_pence = fields.Integer(load_default=0, strict=True, validate=validate.Range(0, MOST_PENCE))
    site_id = fields.UUID(load_default=None, allow_none=True)


class NewOfferSchema(OfferTextSchema):
    """A new offer."""

    occurred_on = occurred_on()


class OfferChangeSchema(OfferTextSchema):
    """Send only what is to change."""

    occurred_on = occurred_on()


class OfferSchema(Schema):
    """An offer as everybody sees it."""

    id = fields.UUID(required=True)
    organisation = fields.Nested(NamedSchema, required=True)
    title = fields.String(required=True)
    category = fields.String(required=True)
    summary = fields.String(required=True)
    how_it_helps = fields.String(required=True)
    who_for = fields.String(required=True)
    barriers = fields.List(fields.String(), required=True)
    helps_with = fields.Function(
        lambda offer: CodeSchema(many=True).dump(labelled("barriers", offer.barriers)),
        metadata={"type": "array", "items": {"type": "object"}, "description": "The barriers, with labels."},
    )
    plainly = fields.Function(
        lambda offer: plainly.said(offer),
        metadata={"type": "object", "description": "How it would help, in a few plain words per language."},
    )
    delivery = fields.List(fields.String(), required=True)
    languages = fields.List(fields.String(), required=True)
    accessibility = fields.List(fields.String(), required=True)
    capacity = fields.Integer(required=True)
    free_places = fields.Integer(required=True)
    price_pence = fields.Integer(required=True)
    currency = fields.Constant("GBP")
    site = fields.Nested(SiteSchema, allow_none=True)
    published_on = fields.Date(required=True)
    withdrawn_on = fields.Date(allow_none=True)


class OfferArgs(PageArgs):
    """What somebody looks for. All that is given must hold."""

    search = fields.String(load_default=None, validate=validate.Length(1, 200))
    category = one_of("categories", load_default=None)
    barrier = one_of("barriers", load_default=None)
    delivery = one_of("delivery", load_default=None)
    language = one_of("languages", load_default=None)
    free = fields.Boolean(load_default=False, metadata={"description": "Only those with a free place."})
    organisation_id = fields.UUID(load_default=None)


@blueprint.route("/offers")
@public
@blueprint.arguments(OfferArgs, location="query")
@blueprint.response(200, page_of(OfferSchema))
def list_offers(asked: dict[str, Any]) -> Page[Offer]:
    """Look for help: by words, kind, what it helps with, how it is given, and whether there is a place."""
    cursor, limit = asked.pop("cursor", None), asked.pop("limit")
    return actions.directory(session(), actor(), Wanted(**asked), cursor, limit)


@blueprint.route("/offers", methods=["POST"])
@roles(*PUBLISHERS)
@blueprint.arguments(NewOfferSchema)
@blueprint.response(201, OfferSchema)
def publish_offer(said: dict[str, Any]) -> Offer:
    """Put an offer into the directory, which a verified organisation may do."""
    return actions.publish_offer(session(), actor(), said, said.pop("occurred_on"))


@blueprint.route("/offers/<uuid:offer_id>")
@public
@blueprint.etag
@blueprint.response(200, OfferSchema)
def show_offer(offer_id: UUID) -> Offer:
    """One offer."""
    return actions.offer(session(), actor(), offer_id)


@blueprint.route("/offers/<uuid:offer_id>", methods=["PATCH"])
@roles(*PUBLISHERS)
@blueprint.etag
@blueprint.arguments(OfferChangeSchema(partial=True))
@blueprint.response(200, OfferSchema)
def revise_offer(changes: dict[str, Any], offer_id: UUID) -> Offer:
    """Change what is said of it, or how many it can take."""
    offer = actions.offer_to_run(session(), actor(), offer_id)
    blueprint.check_etag(offer, OfferSchema)
    return actions.revise_offer(session(), offer, changes, changes.pop("occurred_on", None))


@blueprint.route("/offers/<uuid:offer_id>/withdrawal", methods=["POST"])
@roles(*PUBLISHERS)
@blueprint.arguments(HappenedSchema)
@blueprint.response(200, OfferSchema)
def withdraw_offer(said: dict[str, Any], offer_id: UUID) -> Offer:
    """Take it out of the directory. Referrals on their way are still answered."""
    return actions.withdraw_offer(session(), actor(), offer_id, said["occurred_on"])
