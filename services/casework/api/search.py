"""Finding people by what is known of them. A POST, so that no name stands in an address or a log."""

from typing import Any

from marshmallow import fields

from chassis.http import Blueprint, Schema, actor, roles, session
from services.casework.actions import search as actions
from services.casework.api.fields import text

blueprint = Blueprint("search", description="Finding people by a name, a date of birth or a number.")
LONGEST = 200


class SearchSchema(Schema):
    """What is known of the person, in one line."""

    text = text(
        LONGEST,
        metadata={
            "description": "Words of a name, also misspelt or in part; a date of birth; a National Insurance"
            " number; a reference. Or several of these together.",
            "example": "shan 17/5/1990",
        },
    )


class FoundSchema(Schema):
    """Somebody who may be meant."""

    id = fields.UUID(attribute="participant.id", required=True)
    reference = fields.String(attribute="participant.reference", required=True)
    full_name = fields.String(attribute="participant.full_name", required=True)
    called = fields.String(attribute="participant.called", required=True)
    date_of_birth = fields.Date(attribute="participant.date_of_birth", allow_none=True)
    registered_on = fields.Date(attribute="participant.registered_on", required=True)
    adviser_name = fields.String(allow_none=True)
    score = fields.Integer(required=True, metadata={"description": "How well they answer, from 0 to 100."})
    because = fields.List(
        fields.String(), required=True, metadata={"description": "Codes of `/reference/found-by`."}
    )


class FoundListSchema(Schema):
    """The likeliest first."""

    items = fields.List(fields.Nested(FoundSchema), required=True)
    more = fields.Boolean(
        required=True, metadata={"description": "Others are as likely: say more of whom you look for."}
    )


@blueprint.route("/participants/searches", methods=["POST"])
@roles("adviser", "team leader", "data-protection officer")
@blueprint.arguments(SearchSchema)
@blueprint.response(200, FoundListSchema)
def find_people(body: dict[str, Any]) -> dict[str, Any]:
    """Find people whose records you may see, also by a misspelt name. Each who is shown can see that."""
    return actions.find_people(session(), actor(), body["text"])
