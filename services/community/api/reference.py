"""The community's codes with their labels, for forms and for programs."""

from typing import Any

from marshmallow import fields

from chassis.http import Blueprint, Schema, public
from chassis.problems import NotFound
from services.community.api.shapes import LabelsSchema
from services.community.reference import loading

LISTS = {"reasons": loading.reasons, "reactions": loading.reactions}
"""The lists that are there for everybody to read."""

blueprint = Blueprint("reference", description="Codes with their labels in English and Welsh.")


class CodeSchema(Schema):
    """A code, and until when it may be chosen."""

    code = fields.String(required=True)
    label = fields.Nested(LabelsSchema, required=True)
    retired_on = fields.Date(required=True, allow_none=True)


class CodeListSchema(Schema):
    """A list of codes."""

    items = fields.List(fields.Nested(CodeSchema), required=True)


@blueprint.route("/reference/<name>")
@public
@blueprint.response(200, CodeListSchema)
def show_reference(name: str) -> dict[str, Any]:
    """A list of codes: why something is hidden, or the signs that members give."""
    if name not in LISTS:
        raise NotFound(f"There is no such list. These are there: {', '.join(LISTS)}.")
    return {"items": LISTS[name]()}
