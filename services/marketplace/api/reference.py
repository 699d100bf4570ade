"""The marketplace's codes with their labels, for forms and for programs."""

from typing import Any

from marshmallow import fields

from chassis.http import Blueprint, Schema, public
from chassis.problems import NotFound
from chassis.reference import load
from services.marketplace.api.codes import NAMES, PACKAGE
from services.marketplace.api.fields import LabelSchema

blueprint = Blueprint("reference", description="Codes with their labels in English and Welsh.")


class ReferenceCodeSchema(Schema):
    """A code, and until when it may be chosen."""

    code = fields.String(required=True)
    label = fields.Nested(LabelSchema, required=True)
    retired_on = fields.Date(allow_none=True)
    extra = fields.Dict(keys=fields.String(), metadata={"description": "What else belongs to it."})


class ReferenceListSchema(Schema):
    """A list of codes."""

    items = fields.List(fields.Nested(ReferenceCodeSchema), required=True)


@blueprint.route("/reference/<name>")
@public
@blueprint.response(200, ReferenceListSchema)
def show_reference(name: str) -> dict[str, Any]:
    """A list of codes: categories, barriers, reasons and the like."""
    if name not in NAMES:
        raise NotFound(f"There is no such list. These are there: {', '.join(NAMES)}.")
    return {"items": load(PACKAGE, name)}
