"""Codes of the reference data as fields of a request, and their labels in an answer."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from chassis.reference import Code, load

PACKAGE = "services.marketplace"
NAMES = (
    "accessibility",
    "barriers",
    "categories",
    "delivery",
    "languages",
    "lawful-bases",
    "organisation-kinds",
    "referral-reasons",
    "referral-standards",
)
"""The lists that are there for everybody to read."""


def one_of(name: str, **options: Any) -> fields.String:
    """A code of that list."""
    return fields.String(validate=validate.OneOf(codes(name)), **options)


def some_of(name: str) -> fields.List:
    """Codes of that list, each at most once."""
    return fields.List(
        one_of(name), load_default=list, validate=validate.And(validate.Length(max=30), _distinct)
    )


def codes(name: str) -> list[str]:
    """All codes of a list."""
    return [code.code for code in load(PACKAGE, name)]


def reasons_for(step: str) -> list[str]:
    """Which reasons a step of a referral can have."""
    return [code.code for code in load(PACKAGE, "referral-reasons") if step in code.extra["for"]]


def labelled(name: str, wanted: list[str]) -> list[Code]:
    """These codes with their labels, in the order of the list."""
    return [code for code in load(PACKAGE, name) if code.code in wanted]


def _distinct(values: list[str]) -> None:
    if len(set(values)) != len(values):
        raise ValidationError("Give each only once.")
