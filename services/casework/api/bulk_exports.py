"""Files with many people's records: asked for by one, allowed by another."""

from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields, validate

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from services.casework.actions import bulk_exports as actions
from services.casework.api.fields import text
from services.casework.api.rights import OFFICER
from services.casework.domain.bulk_exports import BulkExport
from services.casework.reference import layouts

blueprint = Blueprint(
    "bulk-exports", description="Files with many people's records; a second person allows it."
)
BOTH = (OFFICER, "team leader")


class NewBulkExportSchema(Schema):
    """What of, and what for."""

    what = fields.String(required=True, validate=validate.OneOf(sorted(layouts())))
    reason = text(2000)


class BulkDecisionSchema(Schema):
    """Whether it is allowed."""

    allowed = fields.Boolean(required=True)


class BulkExportSchema(Schema):
    """An export, who asked for it and who decided."""

    id = fields.UUID(required=True)
    what = fields.String(required=True)
    reason = fields.String(required=True)
    asked_by = fields.UUID(required=True)
    asked_by_name = fields.String(required=True, allow_none=True)
    asked_at = fields.AwareDateTime(required=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    decided_by_name = fields.String(required=True, allow_none=True)
    allowed = fields.Boolean(required=True, allow_none=True)
    until_at = fields.AwareDateTime(required=True, allow_none=True)
    fetched_at = fields.AwareDateTime(required=True, allow_none=True)
    people = fields.Integer(required=True, allow_none=True)


@blueprint.route("/bulk-exports", methods=["POST"])
@roles(*BOTH)
@blueprint.arguments(NewBulkExportSchema)
@blueprint.response(201, BulkExportSchema)
def ask_for_export(body: dict[str, Any]) -> BulkExport:
    """Ask for a file with everybody's records of one sort."""
    return actions.ask(session(), actor(), body["what"], body["reason"])


@blueprint.route("/bulk-exports")
@roles(*BOTH)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(BulkExportSchema))
def list_exports(asked: dict[str, Any]) -> Page[BulkExport]:
    """The organisation's exports, the latest first."""
    return actions.list_exports(session(), actor(), cursor=asked.get("cursor"), limit=asked["limit"])


@blueprint.route("/bulk-exports/<uuid:export_id>/decision", methods=["POST"])
@roles(*BOTH)
@blueprint.arguments(BulkDecisionSchema)
@blueprint.response(200, BulkExportSchema)
def decide_export(body: dict[str, Any], export_id: UUID) -> BulkExport:
    """Allow it for a day, or not. Whoever asked cannot."""
    return actions.decide(session(), actor(), export_id, body["allowed"])


@blueprint.route("/bulk-exports/<uuid:export_id>/file")
@roles(*BOTH)
@blueprint.response(200, {"type": "string"}, content_type="text/csv")
@blueprint.alt_response(409, "CONFLICT")
def take_export(export_id: UUID) -> Response:
    """The file (CSV). It stands in the record of everybody in it that it was taken, and why."""
    what, written = actions.fetch(session(), actor(), export_id)
    return Response(
        written,
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{what}.csv"'},
    )
