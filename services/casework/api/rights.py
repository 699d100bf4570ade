"""A person's rights over their record, at one place; and what waits for the data-protection officer."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis.http import Blueprint, Schema, actor, roles, session
from services.casework.actions import rights as actions
from services.casework.api.rights_shown import (
    AccessRequestSchema,
    CorrectionInListSchema,
    CorrectionSchema,
    EmergencyReadingSchema,
    ErasureSchema,
    LegalHoldSchema,
    RestrictionSchema,
)

blueprint = Blueprint("rights", description="Copies, corrections, erasure, and who may open a record.")
OFFICER = "data-protection officer"
ADVISERS = ("adviser", "team leader")


class RightsSchema(Schema):
    """All that concerns a person's rights; holds, restrictions and erasures for the officer alone."""

    copies = fields.List(fields.Nested(AccessRequestSchema), required=True)
    corrections = fields.List(fields.Nested(CorrectionSchema), required=True)
    emergency_readings = fields.List(fields.Nested(EmergencyReadingSchema), required=True)
    holds = fields.List(fields.Nested(LegalHoldSchema), required=True)
    restrictions = fields.List(fields.Nested(RestrictionSchema), required=True)
    erasures = fields.List(fields.Nested(ErasureSchema), required=True)


class RightsDeskSchema(Schema):
    """What waits, for whom, by when."""

    copies = fields.List(fields.Nested(AccessRequestSchema), required=True)
    corrections = fields.List(fields.Nested(CorrectionInListSchema), required=True)
    emergency_readings = fields.List(fields.Nested(EmergencyReadingSchema), required=True)
    erasures = fields.List(fields.Nested(ErasureSchema), required=True)
    unconfirmed = fields.List(
        fields.Nested(ErasureSchema),
        required=True,
        metadata={"description": "Erasures that some service has not confirmed yet."},
    )
    references = fields.Dict(
        keys=fields.UUID(),
        values=fields.String(),
        required=True,
        metadata={"description": "The reference of each person named here."},
    )


@blueprint.route("/participants/<uuid:participant_id>/rights")
@roles("participant", OFFICER, *ADVISERS)
@blueprint.response(200, RightsSchema)
def show_rights(participant_id: UUID) -> dict[str, Any]:
    """What was asked for, what was answered, and who opened the record when it was restricted."""
    return actions.rights_of(session(), actor(), participant_id)


@blueprint.route("/rights")
@roles(OFFICER)
@blueprint.response(200, RightsDeskSchema)
def show_desk() -> dict[str, Any]:
    """What waits for an answer, a second person or a review, the longest first."""
    return actions.desk(session(), actor())
