"""Records that only some may open, and opening one all the same."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.http import Blueprint, Schema, actor, roles, session
from services.casework.actions import restricting as actions
from services.casework.api.fields import text
from services.casework.api.rights import ADVISERS, OFFICER
from services.casework.api.rights_shown import EmergencyReadingSchema, RestrictionSchema
from services.casework.domain.restrictions import FINDINGS, EmergencyReading, Restriction

blueprint = Blueprint("restricting", description="Records that only some may open; breaking the glass.")


class NewRestrictionSchema(Schema):
    """Why, and who may open the record from now on."""

    reason = text(2000)
    readers = fields.List(fields.UUID(), required=True, validate=validate.Length(max=50))


class GlassSchema(Schema):
    """Which record, and why it cannot wait."""

    reference = text(40)
    reason = text(2000)


class GlassReviewSchema(Schema):
    """Whether it was right."""

    finding = fields.String(required=True, validate=validate.OneOf(sorted(FINDINGS)))
    note = text(2000, required=False, load_default=None, allow_none=True)


@blueprint.route("/participants/<uuid:participant_id>/restriction", methods=["POST"])
@roles(OFFICER, "team leader")
@blueprint.arguments(NewRestrictionSchema)
@blueprint.response(201, RestrictionSchema)
def restrict(body: dict[str, Any], participant_id: UUID) -> Restriction:
    """From now on only those named open the record, and the data-protection officer."""
    return actions.restrict(session(), actor(), participant_id, body["reason"], body["readers"])


@blueprint.route("/participants/<uuid:participant_id>/restriction/lifting", methods=["POST"])
@roles(OFFICER)
@blueprint.response(200, RestrictionSchema)
def lift_restriction(participant_id: UUID) -> Restriction:
    """Everybody who looks after the person opens the record again."""
    return actions.lift_restriction(session(), actor(), participant_id)


@blueprint.route("/emergency-readings", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(GlassSchema)
@blueprint.response(201, EmergencyReadingSchema)
def break_glass(body: dict[str, Any]) -> EmergencyReading:
    """Open a restricted record for four hours. The person reads why, and the officer reviews it."""
    return actions.break_glass(session(), actor(), body["reference"], body["reason"])


@blueprint.route("/emergency-readings/<uuid:reading_id>/review", methods=["POST"])
@roles(OFFICER)
@blueprint.arguments(GlassReviewSchema)
@blueprint.response(200, EmergencyReadingSchema)
def review_reading(body: dict[str, Any], reading_id: UUID) -> EmergencyReading:
    """Say whether it was right to open it."""
    return actions.review(session(), actor(), reading_id, body["finding"], body["note"])
