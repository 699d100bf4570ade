"""Fields that more than one resource has."""

from typing import Any

from marshmallow import fields, validate

from chassis.http import Schema


def text(most: int, *, required: bool = True, **options: Any) -> fields.String:
    """Text that a person writes: not empty, and no longer than a page has room for."""
    return fields.String(required=required, validate=validate.Length(1, most), **options)


def occurred_on() -> fields.Date:
    """When it happened, if that was not today."""
    return fields.Date(
        load_default=None, metadata={"description": "When it happened; today if you leave it out."}
    )


class LabelSchema(Schema):
    """A label in each language."""

    en = fields.String(required=True)
    cy = fields.String()


class CodeSchema(Schema):
    """A code of the reference data with its labels."""

    code = fields.String(required=True)
    label = fields.Nested(LabelSchema, required=True)


class NamedSchema(Schema):
    """An organisation by its name."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class HappenedSchema(Schema):
    """A step that needs no more than its date."""

    occurred_on = occurred_on()
