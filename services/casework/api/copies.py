"""Copies of everything that is held about a person."""

from typing import Any
from uuid import UUID

from flask import Response, current_app
from marshmallow import fields

from chassis.http import Blueprint, Schema, actor, roles, session
from services.casework.actions import copies as actions
from services.casework.api.fields import HappenedSchema, text
from services.casework.api.redacting import RedactionSchema
from services.casework.api.rights import ADVISERS, OFFICER
from services.casework.api.rights_shown import AccessRequestSchema

blueprint = Blueprint("copies", description="A copy of everything that is held about a person.")


class RightsReasonSchema(Schema):
    """Why."""

    reason = text(2000)


class CopyReadingSchema(Schema):
    """Somebody read a part of the record."""

    at = fields.AwareDateTime(required=True)
    actor_name = fields.String(required=True, allow_none=True)
    roles = fields.List(fields.String(), required=True)
    org = fields.UUID(required=True, allow_none=True)
    what = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)


class CopyToldSchema(Schema):
    """Something was said about the person to other services."""

    event = fields.String(required=True)
    at = fields.AwareDateTime(required=True)


class CopySchema(Schema):
    """Everything: by service, by table, row by row."""

    request_id = fields.UUID(required=True)
    reference = fields.String(required=True)
    full_name = fields.String(required=True)
    asked_on = fields.Date(required=True)
    released_on = fields.Date(required=True, allow_none=True)
    made_at = fields.AwareDateTime(required=True)
    held = fields.Dict(keys=fields.String(), values=fields.Dict(), required=True)
    keys = fields.Dict(
        required=True,
        allow_none=True,
        metadata={"description": "By what each row of `held` is known; for the officer alone."},
    )
    left_out = fields.List(
        fields.Nested(RedactionSchema),
        required=True,
        allow_none=True,
        metadata={"description": "What the person does not get; for the officer alone."},
    )
    kept_elsewhere = fields.List(fields.String(), required=True)
    missing = fields.List(fields.String(), required=True)
    readings = fields.List(fields.Nested(CopyReadingSchema), required=True)
    told_others = fields.List(fields.Nested(CopyToldSchema), required=True)


@blueprint.route("/participants/<uuid:participant_id>/access-requests", methods=["POST"])
@roles("participant", OFFICER, *ADVISERS)
@blueprint.arguments(HappenedSchema)
@blueprint.response(201, AccessRequestSchema)
def ask_for_copy(body: dict[str, Any], participant_id: UUID) -> dict[str, Any]:
    """Ask for a copy of everything. It is due within one month."""
    asked = actions.ask_for_copy(session(), actor(), participant_id, body["occurred_on"])
    return actions.with_answers(session(), [asked])[0]


@blueprint.route("/access-requests/<uuid:request_id>/extension", methods=["POST"])
@roles(OFFICER)
@blueprint.arguments(RightsReasonSchema)
@blueprint.response(200, AccessRequestSchema)
def extend_request(body: dict[str, Any], request_id: UUID) -> dict[str, Any]:
    """Take up to two more months, because it is complex. The person reads why."""
    return actions.with_answers(session(), [actions.extend(session(), actor(), request_id, body["reason"])])[
        0
    ]


@blueprint.route("/access-requests/<uuid:request_id>/release", methods=["POST"])
@roles(OFFICER)
@blueprint.response(200, AccessRequestSchema)
def release_copy(request_id: UUID) -> dict[str, Any]:
    """Let the person have the copy, once every service has answered."""
    return actions.with_answers(session(), [actions.release(session(), actor(), request_id)])[0]


@blueprint.route("/access-requests/<uuid:request_id>/copy")
@roles(OFFICER, "participant")
@blueprint.response(200, CopySchema)
def show_copy(request_id: UUID) -> dict[str, Any]:
    """The copy: for the data-protection officer, and for the person once it is released."""
    return actions.copy_of(session(), actor(), request_id)


@blueprint.route("/access-requests/<uuid:request_id>/file")
@roles(OFFICER, "participant")
@blueprint.response(200, {"type": "object"}, description="The same, to be saved.")
def take_copy(request_id: UUID) -> Response:
    """The same as a file, without what is left out. Whoever else holds the link gets nothing by it."""
    copy = actions.copy_of(session(), actor(), request_id, as_given=True)
    written = current_app.json.dumps(CopySchema().dump(copy))
    return Response(
        written,
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{copy["reference"]}.json"'},
    )
