"""Asking for something to be put right, and answering that."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.http import Blueprint, Schema, actor, roles, session
from services.casework.actions import corrections as actions
from services.casework.api.fields import occurred_on, one_of, text
from services.casework.api.rights import ADVISERS, OFFICER
from services.casework.api.rights_shown import CorrectionSchema
from services.casework.domain.corrections import DECISIONS, CorrectionRequest

blueprint = Blueprint("corrections", description="What people ask to have put right.")


class NewCorrectionSchema(Schema):
    """What is wrong, and what would be right."""

    part = one_of("correction-parts", required=True)
    wrong = text(2000)
    right = text(2000)
    occurred_on = occurred_on()


class CorrectionDecisionSchema(Schema):
    """Whether it has been put right."""

    decision = fields.String(required=True, validate=validate.OneOf(sorted(DECISIONS)))
    reason = text(2000, required=False, load_default=None, allow_none=True)


@blueprint.route("/participants/<uuid:participant_id>/corrections", methods=["POST"])
@roles("participant", OFFICER, *ADVISERS)
@blueprint.arguments(NewCorrectionSchema)
@blueprint.response(201, CorrectionSchema)
def ask_for_correction(body: dict[str, Any], participant_id: UUID) -> CorrectionRequest:
    """Say what is wrong in the record. It is answered within one month."""
    on = body.pop("occurred_on")
    return actions.ask_for_correction(session(), actor(), participant_id, **body, on=on)


@blueprint.route("/corrections/<uuid:correction_id>/decision", methods=["POST"])
@roles(OFFICER, *ADVISERS)
@blueprint.arguments(CorrectionDecisionSchema)
@blueprint.response(200, CorrectionSchema)
def decide_correction(body: dict[str, Any], correction_id: UUID) -> CorrectionRequest:
    """Say that it was put right, or refuse it with a reason that the person reads."""
    return actions.decide_correction(session(), actor(), correction_id, **body)
