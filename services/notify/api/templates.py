"""Templates: what is said on which occasion, in both languages."""

from marshmallow import fields

from chassis.http import Blueprint, Schema, signed_in
from chassis.policy import found
from services.notify.domain.templates import Template
from services.notify.reference import loading

blueprint = Blueprint("templates", description="What is said on which occasion.")


class WordingSchema(Schema):
    """The words in one language, with placeholders like ((called))."""

    subject = fields.String(required=True)
    body = fields.String(required=True, metadata={"description": "For email and letter."})
    text = fields.String(required=True)
    call = fields.String(required=True, metadata={"description": "What an adviser says on the phone."})
    placeholders = fields.List(fields.String(), required=True)


class TemplateVersionSchema(Schema):
    """A version, in use from a day on until the next one is."""

    number = fields.Integer(required=True)
    used_from = fields.Date(required=True)
    wordings = fields.Dict(keys=fields.String(), values=fields.Nested(WordingSchema), required=True)


class TemplateSchema(Schema):
    """A template with all its versions."""

    code = fields.String(required=True)
    meaning = fields.String(required=True)
    versions = fields.List(fields.Nested(TemplateVersionSchema), required=True)


class TemplateListSchema(Schema):
    """All templates; there are few, so that they make one page."""

    items = fields.List(fields.Nested(TemplateSchema), required=True)
    next = fields.String(required=True, allow_none=True)


@blueprint.route("/templates")
@signed_in
@blueprint.response(200, TemplateListSchema)
def list_templates() -> dict[str, object]:
    """Every template."""
    return {"items": list(loading.templates().values()), "next": None}


@blueprint.route("/templates/<code>")
@signed_in
@blueprint.response(200, TemplateSchema)
def show_template(code: str) -> Template:
    """One template with all its versions."""
    return found(loading.templates().get(code))
