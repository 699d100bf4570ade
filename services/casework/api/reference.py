"""Choices with their names in English and Welsh, for forms and for programs."""

from importlib.resources import files

from marshmallow import fields

from chassis.http import Blueprint, Schema, public
from chassis.problems import NotFound
from chassis.reference import Code
from services.casework import reference
from services.casework.api.fields import LabelSchema
from services.casework.reference import prices

blueprint = Blueprint("reference", description="Choices with their names in English and Welsh.")
RULES = frozenset(
    {
        "appointment-rules",
        "barrier-rules",
        "caseload-rules",
        "recommendation-fairness",
        "recommendation-reviews",
        "copy-rules",
        "in-work-rules",
        "recommendation-rules",
    }
)
TARIFFS = "tariffs"
NAMES = frozenset(
    file.name.removesuffix(".yaml")
    for file in (files(reference.PACKAGE) / "reference").iterdir()
    if file.name.endswith(".yaml") and file.name.removesuffix(".yaml") not in RULES
) | {TARIFFS}
"""Every list of choices is there to be read; the rules are no choices."""


class ChoiceSchema(Schema):
    """A choice, and the day from which it may be chosen no more."""

    code = fields.String(required=True)
    label = fields.Nested(LabelSchema, required=True)
    retired_on = fields.Date(allow_none=True)
    extra = fields.Dict(keys=fields.String(), metadata={"description": "What else belongs to it."})


class ChoicesSchema(Schema):
    """A list of choices, in the order in which they are shown."""

    items = fields.List(fields.Nested(ChoiceSchema), required=True)


@blueprint.route("/reference/<name>")
@public
@blueprint.response(200, ChoicesSchema)
def show_reference(name: str) -> dict[str, list[Code]]:
    """One list of choices: topics of circumstances, barriers, reasons and the like. They are no secret."""
    if name not in NAMES:
        raise NotFound(f"There is no such list. There are: {', '.join(sorted(NAMES))}.")
    return {"items": prices.price_lists() if name == TARIFFS else reference.codes(name)}
