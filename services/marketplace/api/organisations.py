"""Organisations: the directory of who takes part."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, public, roles, session
from chassis.store.paging import Page
from services.marketplace.actions import organisations as actions
from services.marketplace.api.codes import one_of
from services.marketplace.api.fields import HappenedSchema, text
from services.marketplace.domain.organisations import Organisation

blueprint = Blueprint("organisations", description="Who takes part: primes, specialists, centres, employers.")


class SiteSchema(Schema):
    """A place where an organisation can be found."""

    id = fields.UUID(dump_only=True)
    name = text(200)
    address_lines = fields.List(
        text(200), required=True, validate=validate.Length(1, 6, error="Give one to six lines.")
    )
    town = text(100)
    postcode = text(10)
    latitude = fields.Float(load_default=None, allow_none=True, validate=validate.Range(-90, 90))
    longitude = fields.Float(load_default=None, allow_none=True, validate=validate.Range(-180, 180))


class DescriptionSchema(Schema):
    """What an organisation says of itself. Send only what is to change."""

    description = fields.String(validate=validate.Length(max=4000))
    website = fields.URL(allow_none=True, validate=validate.Length(max=300))
    phone = text(30, required=False, allow_none=True)
    email = fields.Email(allow_none=True, validate=validate.Length(max=254))


class OrganisationSchema(DescriptionSchema):
    """An organisation that takes part."""

    id = fields.UUID(dump_only=True)
    name = text(200)
    kind = one_of("organisation-kinds", required=True)
    sites = fields.List(fields.Nested(SiteSchema), validate=validate.Length(max=50))
    joined_on = fields.Date(dump_only=True)
    verified_on = fields.Date(dump_only=True, allow_none=True)
    occurred_on = fields.Date(load_only=True, metadata={"description": "When it joined; today if left out."})


class OrganisationArgs(PageArgs):
    """Which organisations."""

    kind = one_of("organisation-kinds", load_default=None)


@blueprint.route("/organisations")
@public
@blueprint.arguments(OrganisationArgs, location="query")
@blueprint.response(200, page_of(OrganisationSchema))
def list_organisations(wanted: dict[str, Any]) -> Page[Organisation]:
    """The organisations that take part, by name."""
    return actions.directory(session(), actor(), wanted["kind"], wanted.get("cursor"), wanted["limit"])


@blueprint.route("/organisations", methods=["POST"])
@roles("operator")
@blueprint.arguments(OrganisationSchema)
@blueprint.response(201, OrganisationSchema)
def enter_organisation(details: dict[str, Any]) -> Organisation:
    """The operator enters an organisation on its behalf."""
    joined_on = details.pop("occurred_on", None)
    return actions.enter_organisation(session(), actor(), details, joined_on)


@blueprint.route("/organisations/<uuid:organisation_id>")
@public
@blueprint.etag
@blueprint.response(200, OrganisationSchema)
def show_organisation(organisation_id: UUID) -> Organisation:
    """One organisation with its sites."""
    return actions.organisation(session(), actor(), organisation_id)


@blueprint.route("/organisations/<uuid:organisation_id>", methods=["PATCH"])
@roles("operator", "organisation administrator")
@blueprint.etag
@blueprint.arguments(DescriptionSchema)
@blueprint.response(200, OrganisationSchema)
def describe_organisation(changes: dict[str, Any], organisation_id: UUID) -> Organisation:
    """Its administrator says anew what it is and how to reach it."""
    organisation = actions.organisation_to_describe(session(), actor(), organisation_id)
    blueprint.check_etag(organisation, OrganisationSchema)
    return actions.describe_organisation(session(), organisation, changes)


@blueprint.route("/organisations/<uuid:organisation_id>/sites", methods=["POST"])
@roles("operator", "organisation administrator")
@blueprint.arguments(SiteSchema)
@blueprint.response(201, OrganisationSchema)
def add_site(details: dict[str, Any], organisation_id: UUID) -> Organisation:
    """It can also be found at this place."""
    organisation = actions.organisation_to_describe(session(), actor(), organisation_id)
    return actions.add_site(session(), organisation, details)


@blueprint.route("/organisations/<uuid:organisation_id>/verification", methods=["POST"])
@roles("operator")
@blueprint.arguments(HappenedSchema)
@blueprint.response(200, OrganisationSchema)
def verify_organisation(said: dict[str, Any], organisation_id: UUID) -> Organisation:
    """The operator vouches that the organisation is who it says; it may publish offers from then on."""
    return actions.verify_organisation(session(), actor(), organisation_id, said["occurred_on"])
