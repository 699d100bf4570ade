"""Fields and shapes that more than one resource has."""

from typing import Any

from marshmallow import fields, validate

from chassis.http import Schema
from services.community import rendering
from services.community.reference import loading

TITLE_LENGTH = 150
BODY_LENGTH = 10_000


def text(most: int, **options: Any) -> fields.String:
    """Text that a person writes: not blank, and no longer than a page has room for."""
    not_blank = validate.Regexp(r"[\s\S]*\S", error="Write something.")
    return fields.String(validate=[validate.Length(1, most), not_blank], **options)


def title(**options: Any) -> fields.String:
    """A title."""
    return text(TITLE_LENGTH, **options)


def body(**options: Any) -> fields.String:
    """A text in markdown."""
    return text(BODY_LENGTH, metadata={"description": "Markdown."}, **options)


def html_of(attribute: str) -> fields.Function:
    """The same text as safe HTML."""

    def shown(thing: Any) -> str | None:
        source = getattr(thing, attribute)
        return None if source is None else rendering.as_html(source)

    return fields.Function(shown, metadata={"type": ["string", "null"], "description": "Safe HTML."})


def code_of(name: str, **options: Any) -> fields.String:
    """One of the codes of the reference data."""
    codes = [code.code for code in getattr(loading, name)()]
    return fields.String(validate=validate.OneOf(codes), **options)


class AuthorSchema(Schema):
    """Whoever wrote it, by the name that they chose."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)


class ReactionCountSchema(Schema):
    """How many gave one kind of sign."""

    kind = fields.String(required=True)
    count = fields.Integer(required=True)
    mine = fields.Boolean(required=True)


class LabelsSchema(Schema):
    """A label in each language."""

    en = fields.String(required=True)
    cy = fields.String(required=True)
