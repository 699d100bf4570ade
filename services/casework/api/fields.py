"""Fields and small schemas that more than one resource has."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate

from chassis import phones
from chassis.http import Schema
from services.casework import reference


def text(most: int, *, required: bool = True, **options: Any) -> fields.String:
    """Text that a person writes: not empty, and no longer than a page has room for."""
    return fields.String(required=required, validate=[validate.Length(1, most), _not_blank], **options)


def one_of(name: str, **options: Any) -> fields.String:
    """A choice of one of the lists of reference data; that it is still in use is checked by its day."""
    return fields.String(validate=validate.OneOf([code.code for code in reference.codes(name)]), **options)


def occurred_on() -> fields.Date:
    """When it happened, if that was not today."""
    return fields.Date(
        load_default=None, metadata={"description": "When it happened; today if you leave it out."}
    )


def call_id() -> fields.UUID:
    """The call of the call list that somebody made by this."""
    said = "The call of the call list that this was: it is made by this."
    return fields.UUID(load_default=None, allow_none=True, metadata={"description": said})


def because() -> fields.String:
    """Why somebody was reached in a way that they had asked us not to use."""
    said = "Why it was done, where they had asked for it not to be."
    return text(500, required=False, load_default=None, allow_none=True, metadata={"description": said})


class Phone(fields.String):
    """A phone number as people write it, understood as one of this country unless it begins with +."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        written = super()._deserialize(value, attr, data, **kwargs)
        try:
            return phones.read(written)
        except phones.NotANumber:
            raise ValidationError("Give a phone number, like 07700 900123.") from None


class LabelSchema(Schema):
    """A name in each language."""

    en = fields.String(required=True)
    cy = fields.String()


class HappenedSchema(Schema):
    """A step that needs no more than its date."""

    occurred_on = occurred_on()


def _not_blank(value: str) -> None:
    if not value.strip():
        raise ValidationError("Fill this in.")
