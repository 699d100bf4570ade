"""What more than one resource asks and answers."""

from typing import Any

from marshmallow import fields, validate

from chassis import clock
from chassis.http import Schema
from services.mi.actions.figures import Asked
from services.mi.domain.figures import Figure
from services.mi.domain.periods import Period


class MetricLabelSchema(Schema):
    """A label in each language."""

    en = fields.String(required=True)
    cy = fields.String()


class PeriodArgs(Schema):
    """From one day to another, both counted, by the days on which facts held."""

    first = fields.Date(
        data_key="from", load_default=None, metadata={"description": "The beginning if you leave it out."}
    )
    last = fields.Date(
        data_key="to", load_default=None, metadata={"description": "Today if you leave it out."}
    )


class FigureArgs(PeriodArgs):
    """Which figure, for when, and in what parts."""

    metric = fields.String(required=True, validate=validate.Length(1, 80))
    by = fields.String(
        load_default=None,
        validate=validate.Length(1, 40),
        metadata={"description": "day, month, or a breakdown that the catalogue names for this metric."},
    )
    cumulative = fields.Boolean(
        load_default=False, metadata={"description": "A running total by day or month, from the beginning."}
    )
    organisation_id = fields.UUID(load_default=None)


class CellSchema(Schema):
    """One number. A hidden one is not nought: it is too small to be shown."""

    key = fields.String(required=True, metadata={"description": "Empty where it is not known."})
    label = fields.Nested(MetricLabelSchema, required=True)
    value = fields.Integer(required=True, allow_none=True)
    hidden = fields.Boolean(required=True)


class TotalSchema(Schema):
    """The whole number."""

    value = fields.Integer(required=True, allow_none=True)
    hidden = fields.Boolean(required=True)


class FigureSchema(Schema):
    """A figure, whole and in parts."""

    metric = fields.String(required=True)
    name = fields.Nested(MetricLabelSchema, required=True)
    definition = fields.Nested(MetricLabelSchema, required=True)
    unit = fields.String(required=True)
    first = fields.Date(data_key="from", required=True, allow_none=True)
    last = fields.Date(data_key="to", required=True)
    by = fields.String(required=True, allow_none=True)
    cumulative = fields.Boolean(required=True)
    total = fields.Nested(TotalSchema, required=True)
    items = fields.List(fields.Nested(CellSchema), required=True)


def period(asked: dict[str, Any]) -> Period:
    """The period that was asked for; its end is today unless it was given."""
    return Period(asked["first"], asked["last"] or clock.today())


def question(asked: dict[str, Any]) -> Asked:
    """The question that was asked."""
    return Asked(asked["metric"], period(asked), asked["by"], asked["cumulative"], asked["organisation_id"])


def shown(figure: Figure) -> dict[str, Any]:
    """A figure as it is answered."""
    return {
        "metric": figure.metric.code,
        "name": figure.metric.label,
        "definition": figure.metric.definition,
        "unit": figure.metric.unit,
        "first": figure.period.first,
        "last": figure.period.last,
        "by": figure.by,
        "cumulative": figure.cumulative,
        "total": figure.total,
        "items": figure.cells,
    }
