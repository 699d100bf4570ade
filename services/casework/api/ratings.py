"""How much each barrier stands in the way, said from time to time, and the distance travelled."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis import clock
from chassis.http import Blueprint, Schema, actor, roles, session
from services.casework.actions import ratings as actions
from services.casework.api.fields import LabelSchema, occurred_on, text

blueprint = Blueprint("ratings", description="How far somebody has come with what stands in the way.")


class RatingsInputSchema(Schema):
    """A step for each of some barriers; `GET /reference/barrier-scale` has the words for the steps."""

    ratings = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(strict=True),
        required=True,
        validate=validate.Length(max=30),
        metadata={"example": {"transport": 2, "digital-access": 4}},
    )
    note = text(500, required=False, allow_none=True)
    occurred_on = occurred_on()


class RatedPointSchema(Schema):
    """A step of the scale on a day."""

    on = fields.Date(required=True)
    step = fields.Integer(required=True)


class DistanceSchema(Schema):
    """Where somebody began, where they are now."""

    first = fields.Nested(RatedPointSchema, required=True)
    latest = fields.Nested(RatedPointSchema, required=True)
    change = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Steps better; below nought is worse. None while it was said but once."},
    )
    points = fields.List(fields.Nested(RatedPointSchema), required=True)


class SaidSchema(Schema):
    """What somebody said on a day."""

    step = fields.Integer(required=True)
    occurred_on = fields.Date(required=True)
    party = fields.String(required=True)
    assisted = fields.Boolean(required=True)
    note = fields.String(allow_none=True)


class BarrierDistanceSchema(Schema):
    """How far somebody has come with one barrier."""

    code = fields.String(required=True)
    label = fields.Nested(LabelSchema, required=True)
    stands = fields.Boolean(
        required=True, metadata={"description": "Whether it follows from the circumstances of today."}
    )
    distance = fields.Nested(DistanceSchema, required=True, allow_none=True)
    said = fields.List(fields.Nested(SaidSchema), required=True)


class ScaleDistanceSchema(Schema):
    """The same for a question that is answered by a number from one to five."""

    code = fields.String(required=True)
    label = fields.Nested(LabelSchema, required=True)
    distance = fields.Nested(DistanceSchema, required=True)


class DistancesSchema(Schema):
    """Everything by which it can be seen how far somebody has come."""

    items = fields.List(fields.Nested(BarrierDistanceSchema), required=True)
    scales = fields.List(fields.Nested(ScaleDistanceSchema), required=True)


@blueprint.route("/participants/<uuid:participant_id>/ratings", methods=["POST"])
@roles("adviser", "team leader", "participant")
@blueprint.arguments(RatingsInputSchema)
@blueprint.response(201, DistancesSchema)
def rate_barriers(body: dict[str, Any], participant_id: UUID) -> dict[str, Any]:
    """Say how much each of some barriers stands in the way. The answer is how far they have come."""
    return actions.rate_barriers(
        session(),
        actor(),
        participant_id,
        body["ratings"],
        on=body["occurred_on"] or clock.today(),
        note=body.get("note"),
    )


@blueprint.route("/participants/<uuid:participant_id>/distance")
@roles("adviser", "team leader", "data-protection officer", "participant")
@blueprint.response(200, DistancesSchema)
def show_distance(participant_id: UUID) -> dict[str, Any]:
    """For each barrier and each answer on a scale: where the person began, where they are, the change."""
    return actions.show_distance(session(), actor(), participant_id)
