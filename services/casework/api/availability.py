"""Time that advisers offer, and the slots in it that are free."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from services.casework.actions import availability as actions
from services.casework.api.fields import text
from services.casework.domain.availability import Availability, Slot

blueprint = Blueprint("availability", description="When advisers can be met.")
ADVISERS = ("adviser", "team leader")


class SlotSchema(Schema):
    """One stretch of time that can be booked."""

    id = fields.UUID(required=True)
    adviser_id = fields.UUID(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    channels = fields.List(fields.String(), required=True)
    place = fields.String(allow_none=True)


class NewAvailabilitySchema(Schema):
    """When you can be met, how, and for how long each time."""

    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    minutes = fields.Integer(required=True, strict=True, metadata={"description": "Minutes of each slot."})
    channels = fields.List(fields.String(), required=True, validate=validate.Length(1, 3))
    place = text(300, required=False, load_default=None, allow_none=True)


class AvailabilitySchema(Schema):
    """Time that you offer."""

    id = fields.UUID(required=True)
    adviser_id = fields.UUID(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    minutes = fields.Integer(required=True)
    channels = fields.List(fields.String(), required=True)
    place = fields.String(allow_none=True)
    withdrawn_at = fields.AwareDateTime(allow_none=True)
    slots = fields.List(fields.Nested(SlotSchema), required=True)


@blueprint.route("/availability", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(NewAvailabilitySchema)
@blueprint.response(201, AvailabilitySchema)
def offer_time(body: dict[str, Any]) -> Availability:
    """Offer some of your time: it is cut into as many whole slots as fit."""
    return actions.offer_time(session(), actor(), **body)


@blueprint.route("/availability")
@roles(*ADVISERS)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(AvailabilitySchema))
def list_time(asked: dict[str, Any]) -> Page[Availability]:
    """The time that you offer from now on."""
    return actions.list_time(session(), actor(), cursor=asked.get("cursor"), limit=asked["limit"])


@blueprint.route("/availability/<uuid:availability_id>/withdrawal", methods=["POST"])
@roles(*ADVISERS)
@blueprint.response(200, AvailabilitySchema)
def withdraw_time(availability_id: UUID) -> Availability:
    """Take back time that you offered. What has been booked in it stays booked."""
    return actions.withdraw_time(session(), actor(), availability_id)


@blueprint.route("/participants/<uuid:participant_id>/slots")
@roles(*ADVISERS, "participant")
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(SlotSchema))
def list_slots(asked: dict[str, Any], participant_id: UUID) -> Page[Slot]:
    """The free slots of the person's adviser, the earliest first."""
    return actions.list_slots(
        session(), actor(), participant_id, cursor=asked.get("cursor"), limit=asked["limit"]
    )
