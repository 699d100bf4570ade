"""Figures as pictures: SVG without scripts, with a title and the numbers in words."""

from typing import Any

from flask import Response
from marshmallow import fields, validate

from chassis.http import Blueprint, actor, roles, session
from chassis.runtime import offload
from services.mi.actions import figures as actions
from services.mi.actions.figures import Asked
from services.mi.api.drawing import draw
from services.mi.api.fields import PeriodArgs, period
from services.mi.policy import READERS

blueprint = Blueprint("charts", description="Figures as pictures.")


class ChartArgs(PeriodArgs):
    """For when, in what parts, and in which language."""

    by = fields.String(load_default="month", validate=validate.Length(1, 40))
    cumulative = fields.Boolean(load_default=False)
    organisation_id = fields.UUID(load_default=None)
    language = fields.String(load_default="en", validate=validate.OneOf(["en", "cy"]))


@blueprint.route("/charts/<metric>.svg")
@roles(*READERS)
@blueprint.arguments(ChartArgs, location="query")
@blueprint.response(200, {"type": "string"}, content_type="image/svg+xml")
def show_chart(asked: dict[str, Any], metric: str) -> Response:
    """A chart of the same numbers that the table has."""
    wanted = Asked(metric, period(asked), asked["by"], asked["cumulative"], asked["organisation_id"])
    figure = actions.figure(session(), actor(), wanted)
    return Response(offload(draw, figure, asked["language"]), mimetype="image/svg+xml")
