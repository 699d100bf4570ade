"""What the data-protection officer leaves out of a copy before it is released."""

from typing import Any
from uuid import UUID

from marshmallow import fields, post_load, validate

from chassis.http import Blueprint, Schema, actor, roles, session
from services.casework.actions import redacting as actions
from services.casework.api.fields import one_of
from services.casework.api.rights import OFFICER
from services.casework.domain.redactions import WHOLE, Entry, Redaction

blueprint = Blueprint("redacting", description="What is left out of a copy, entry by entry, and why.")
AT_ONCE = 500
"""So many entries at a time: more than stand on one page."""
NAME = validate.Length(max=100)
ONE = "/access-requests/<uuid:request_id>/redactions/<uuid:redaction_id>"


class CopyEntrySchema(Schema):
    """One entry of a copy, or one field of it."""

    service = fields.String(required=True, validate=NAME)
    table = fields.String(required=True, validate=NAME)
    row = fields.String(
        required=True, validate=NAME, metadata={"description": "One of the `keys` of the copy."}
    )
    field = fields.String(
        load_default=WHOLE, validate=NAME, metadata={"description": "Leave it out for the whole entry."}
    )

    @post_load
    def made(self, told: dict[str, Any], **_: Any) -> Entry:
        """As the domain knows it."""
        return Entry(**told)


class RedactionInputSchema(Schema):
    """Which entries, and for which reason."""

    entries = fields.List(fields.Nested(CopyEntrySchema), required=True, validate=validate.Length(1, AT_ONCE))
    reason = one_of("redaction-reasons", required=True)


class RedactionSchema(Schema):
    """One entry that is left out, why, and who said so."""

    id = fields.UUID(required=True)
    entry = fields.Nested(CopyEntrySchema, required=True)
    reason = fields.String(required=True)
    decided_at = fields.AwareDateTime(required=True)
    decided_by_name = fields.String(required=True, allow_none=True)


class RedactionsSchema(Schema):
    """All that is left out of one copy."""

    items = fields.List(fields.Nested(RedactionSchema), required=True)


@blueprint.route("/access-requests/<uuid:request_id>/redactions", methods=["POST"])
@roles(OFFICER)
@blueprint.arguments(RedactionInputSchema)
@blueprint.response(201, RedactionsSchema)
def leave_out(body: dict[str, Any], request_id: UUID) -> dict[str, list[Redaction]]:
    """Leave entries out of a copy that is not released yet. In their place the person reads why."""
    return {"items": actions.leave_out(session(), actor(), request_id, body["entries"], body["reason"])}


@blueprint.route(f"{ONE}/withdrawal", methods=["POST"])
@roles(OFFICER)
@blueprint.response(200, RedactionsSchema)
def put_back(request_id: UUID, redaction_id: UUID) -> dict[str, list[Redaction]]:
    """Put an entry back: the person may have it after all."""
    return {"items": actions.put_back(session(), actor(), request_id, redaction_id)}
