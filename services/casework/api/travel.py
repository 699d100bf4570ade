"""How long the way takes, and what meeting by phone or video saves."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis.http import Blueprint, Schema, actor, roles, session
from services.casework.actions import travel as actions
from services.casework.api.appointments import PARTIES, READERS
from services.casework.api.fields import text
from services.casework.domain.travel import Journey

blueprint = Blueprint("travel", description="How long the way takes, and what meeting from home saves.")


class JourneyInputSchema(Schema):
    """To where, and how many minutes one way."""

    place = text(300)
    minutes = fields.Integer(required=True, strict=True, metadata={"description": "One way."})


class JourneySchema(Schema):
    """What somebody said of the way to where they meet."""

    id = fields.UUID(required=True)
    place = fields.String(required=True)
    minutes = fields.Integer(required=True)
    stated_by = fields.String(required=True)
    assisted = fields.Boolean(required=True)
    stated_at = fields.AwareDateTime(required=True)


class TravelSchema(Schema):
    """What was said last, and the minutes saved by meetings that took place by phone or video."""

    journey = fields.Nested(JourneySchema, required=True, allow_none=True)
    saved_minutes = fields.Integer(required=True)


@blueprint.route("/participants/<uuid:participant_id>/journey", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(JourneyInputSchema)
@blueprint.response(201, JourneySchema)
def state_journey(body: dict[str, Any], participant_id: UUID) -> Journey:
    """Say how long the way takes. Meetings to come by phone or video are estimated by it."""
    return actions.state_journey(session(), actor(), participant_id, **body)


@blueprint.route("/participants/<uuid:participant_id>/travel")
@roles(*READERS)
@blueprint.response(200, TravelSchema)
def show_travel(participant_id: UUID) -> dict[str, Any]:
    """What was said of the way, and what has been saved."""
    return actions.show_travel(session(), actor(), participant_id)
