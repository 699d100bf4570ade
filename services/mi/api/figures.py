"""Figures as JSON and as CSV, and the facts behind them."""

from typing import Any

from flask import Response
from marshmallow import fields, validate

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from services.mi.actions import figures as actions
from services.mi.api import csv_form
from services.mi.api.fields import FigureArgs, FigureSchema, question, shown
from services.mi.policy import READERS

blueprint = Blueprint("figures", description="Numbers for a period, whole and in parts.")


class CsvArgs(FigureArgs):
    """Which figure, and in which language its labels are."""

    language = fields.String(load_default="en", validate=validate.OneOf(["en", "cy"]))


class TraceArgs(FigureArgs, PageArgs):
    """Behind which figure, or which one of its parts."""

    key = fields.String(load_default=None, metadata={"description": "The key of one part."})


class TracedFactSchema(Schema):
    """A fact that was counted."""

    id = fields.UUID(required=True, metadata={"description": "The id of the event."})
    event = fields.String(required=True)
    occurred_on = fields.Date(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    sign = fields.Integer(required=True, metadata={"description": "-1 where it counts against."})


@blueprint.route("/figures")
@roles(*READERS)
@blueprint.arguments(FigureArgs, location="query")
@blueprint.response(200, FigureSchema)
def show_figure(asked: dict[str, Any]) -> dict[str, Any]:
    """One figure of the catalogue for a period, in parts if you like."""
    return shown(actions.figure(session(), actor(), question(asked)))


@blueprint.route("/figures.csv")
@roles(*READERS)
@blueprint.arguments(CsvArgs, location="query")
@blueprint.response(200, {"type": "string"}, content_type="text/csv")
def download_figure(asked: dict[str, Any]) -> Response:
    """The same as a table for a spreadsheet."""
    figure = actions.figure(session(), actor(), question(asked))
    answer = Response(csv_form.table(figure, asked["language"]), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{figure.metric.code}.csv"'
    return answer


@blueprint.route("/figures/trace")
@roles(*READERS)
@blueprint.arguments(TraceArgs, location="query")
@blueprint.response(200, page_of(TracedFactSchema))
def trace_figure(asked: dict[str, Any]) -> Page[Any]:
    """The ids of the events that a figure was counted from."""
    cursor, limit = asked.get("cursor"), asked["limit"]
    return actions.behind(session(), actor(), question(asked), asked["key"], cursor, limit)
