"""The catalogue of metrics: what each figure means, and what it is counted from."""

from typing import Any

from marshmallow import fields

from chassis.http import Blueprint, Schema, roles
from services.mi.actions import catalogue
from services.mi.api.fields import MetricLabelSchema
from services.mi.policy import READERS

blueprint = Blueprint("catalogue", description="What each figure means.")


class MetricSchema(Schema):
    """One metric."""

    code = fields.String(required=True)
    name = fields.Nested(MetricLabelSchema, attribute="label", required=True)
    definition = fields.Nested(MetricLabelSchema, required=True)
    formula = fields.String(required=True)
    unit = fields.String(required=True)
    kind = fields.String(required=True)
    owner = fields.String(required=True)
    sources = fields.List(fields.String(), required=True)
    by = fields.List(fields.String(), required=True)


class CatalogueSchema(Schema):
    """All metrics."""

    items = fields.List(fields.Nested(MetricSchema), required=True)


@blueprint.route("/metrics-catalogue")
@roles(*READERS)
@blueprint.response(200, CatalogueSchema)
def show_catalogue() -> dict[str, Any]:
    """Every metric with its definition, formula, source events and owner. All figures come from here."""
    return {"items": list(catalogue.metrics().values())}
