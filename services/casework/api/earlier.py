"""Asking for an earlier time, and answering when one is offered."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.http import Blueprint, Schema, actor, roles, session
from services.casework.actions import appointments, earlier
from services.casework.api.appointments import PARTIES, READERS, AppointmentSchema
from services.casework.domain.earlier import EarlierWish, SlotOffer

blueprint = Blueprint("earlier", description="The list of those who would come earlier, if they could.")


class WishInputSchema(Schema):
    """How one could meet; as in the appointment, if nothing is said."""

    channels = fields.List(
        fields.String(), load_default=None, allow_none=True, validate=validate.Length(1, 3)
    )


class WishSchema(Schema):
    """Somebody would come earlier than they are booked."""

    id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True)
    appointment_id = fields.UUID(required=True)
    channels = fields.List(fields.String(), required=True)
    asked_at = fields.AwareDateTime(required=True)
    asked_by = fields.String(required=True)
    assisted = fields.Boolean(required=True)
    ended_at = fields.AwareDateTime(allow_none=True)
    end_reason = fields.String(allow_none=True, metadata={"description": "taken, withdrawn or moved"})


class OfferedTimeSchema(Schema):
    """A time that is kept for somebody until they answer."""

    id = fields.UUID(required=True)
    appointment_id = fields.UUID(required=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    channel = fields.String(required=True)
    place = fields.String(allow_none=True)
    answer_by = fields.AwareDateTime(required=True)
    answer = fields.String(
        allow_none=True, metadata={"description": "accepted, declined, expired or withdrawn"}
    )


class WishAndOfferSchema(Schema):
    """A wish, and what is offered for it at this moment."""

    wish = fields.Nested(WishSchema, required=True)
    offer = fields.Nested(OfferedTimeSchema, allow_none=True)


class WishesSchema(Schema):
    """What a person waits for."""

    items = fields.List(fields.Nested(WishAndOfferSchema), required=True)


@blueprint.route("/appointments/<uuid:appointment_id>/earlier-wish", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(WishInputSchema)
@blueprint.response(201, WishSchema)
def wish_earlier(body: dict[str, Any], appointment_id: UUID) -> EarlierWish:
    """Ask to be told when an earlier time with the same adviser becomes free."""
    return earlier.wish_earlier(session(), actor(), appointment_id, body["channels"])


@blueprint.route("/participants/<uuid:participant_id>/earlier-wishes")
@roles(*READERS)
@blueprint.response(200, WishesSchema)
def list_wishes(participant_id: UUID) -> dict[str, Any]:
    """For which appointments a person waits for an earlier time, and what they are offered."""
    return {"items": earlier.list_wishes(session(), actor(), participant_id)}


@blueprint.route("/earlier-wishes/<uuid:wish_id>/withdrawal", methods=["POST"])
@roles(*PARTIES)
@blueprint.response(200, WishSchema)
def withdraw_wish(wish_id: UUID) -> EarlierWish:
    """Wait no more. The appointment that there is stays."""
    return earlier.withdraw_wish(session(), actor(), wish_id)


@blueprint.route("/slot-offers/<uuid:slot_offer_id>/acceptance", methods=["POST"])
@roles(*PARTIES)
@blueprint.response(200, AppointmentSchema)
def accept_offer(slot_offer_id: UUID) -> dict[str, Any]:
    """Take the earlier time. 409 when the time to answer is over."""
    moved = earlier.accept_offer(session(), actor(), slot_offer_id)
    return appointments.shown(session(), [moved])[0]


@blueprint.route("/slot-offers/<uuid:slot_offer_id>/refusal", methods=["POST"])
@roles(*PARTIES)
@blueprint.response(200, OfferedTimeSchema)
def decline_offer(slot_offer_id: UUID) -> SlotOffer:
    """Keep the appointment that there is; the next person is asked."""
    return earlier.decline_offer(session(), actor(), slot_offer_id)
