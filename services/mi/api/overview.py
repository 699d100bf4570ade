"""The overview: from registration to lasting work, contacts, sources, fees, community."""

from typing import Any

from marshmallow import fields

from chassis.http import Blueprint, Schema, actor, roles, session
from services.mi.actions import figures as actions
from services.mi.api.fields import FigureSchema, MetricLabelSchema, PeriodArgs, period, shown
from services.mi.policy import READERS

blueprint = Blueprint("overview", description="The figures that matter most, on one page.")


class SectionSchema(Schema):
    """A part of the overview."""

    label = fields.Nested(MetricLabelSchema, required=True)
    figures = fields.List(fields.Nested(FigureSchema), required=True)


class OverviewSchema(Schema):
    """All parts of the overview."""

    first = fields.Date(data_key="from", required=True, allow_none=True)
    last = fields.Date(data_key="to", required=True)
    funnel = fields.Nested(SectionSchema, required=True)
    distance = fields.Nested(SectionSchema, required=True)
    contacts = fields.Nested(SectionSchema, required=True)
    referral_sources = fields.Nested(SectionSchema, required=True)
    fees = fields.Nested(SectionSchema, required=True)
    community = fields.Nested(SectionSchema, required=True)


@blueprint.route("/overview")
@roles(*READERS)
@blueprint.arguments(PeriodArgs, location="query")
@blueprint.response(200, OverviewSchema)
def show_overview(asked: dict[str, Any]) -> dict[str, Any]:
    """The main figures for a period, each from the catalogue."""
    when = period(asked)
    sections = actions.overview(session(), actor(), when)
    parts = {
        code: {"label": label, "figures": [shown(figure) for figure in figures]}
        for code, (label, figures) in sections.items()
    }
    return {"first": when.first, "last": when.last, **parts}
