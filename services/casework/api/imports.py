"""Importing people, contacts and spells from another system's file: a preview first, then each row once."""

import csv
import io
from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from services.casework.actions import imports as actions
from services.casework.api.import_layouts import check
from services.casework.domain.errors import DomainError
from services.casework.domain.imports import KINDS, ImportRow

blueprint = Blueprint("imports", description="Files of another system, row by row.")
LEADERS = ("team leader",)
MOST_AT_ONCE = 1000
"""Rows in one part of a file: a file of any length comes in parts, each with the heading."""


class NewImportSchema(Schema):
    """What the file holds."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))


class ImportRowsSchema(Schema):
    """A part of a CSV file, its heading first."""

    csv = fields.String(required=True, validate=validate.Length(1, 500_000))


class ImportSchema(Schema):
    """How far an import is."""

    id = fields.UUID(attribute="import.id", required=True)
    kind = fields.String(attribute="import.kind", required=True)
    begun_by_name = fields.String(attribute="import.begun_by_name", allow_none=True)
    begun_at = fields.AwareDateTime(attribute="import.begun_at", required=True)
    started_at = fields.AwareDateTime(attribute="import.started_at", allow_none=True)
    counts = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "Rows by state: ready, wrong, known, done."},
    )


class ImportRowsArgs(PageArgs):
    """Which rows to list."""

    state = fields.String(validate=validate.OneOf(["ready", "wrong", "known", "done"]))


class ImportRowSchema(Schema):
    """One row: what is wrong with it, or what came of it."""

    number = fields.Integer(required=True)
    key = fields.String(required=True)
    state = fields.String(required=True)
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()), required=True)
    thing_id = fields.UUID(allow_none=True)


@blueprint.route("/imports", methods=["POST"])
@roles(*LEADERS)
@blueprint.arguments(NewImportSchema)
@blueprint.response(201, ImportSchema)
def begin_import(body: dict[str, Any]) -> dict[str, Any]:
    """Begin an import. Nothing is done until it is started."""
    return actions.begin_import(session(), actor(), body["kind"])


@blueprint.route("/imports")
@roles(*LEADERS)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(ImportSchema))
def list_imports(asked: dict[str, Any]) -> Page[dict[str, Any]]:
    """Your organisation's imports, the latest first, and how far each is."""
    return actions.list_imports(session(), actor(), cursor=asked.get("cursor"), limit=asked["limit"])


@blueprint.route("/imports/<uuid:import_id>/rows", methods=["POST"])
@roles(*LEADERS)
@blueprint.arguments(ImportRowsSchema)
@blueprint.response(200, ImportSchema)
def add_rows(body: dict[str, Any], import_id: UUID) -> dict[str, Any]:
    """Send a part of the file. Each row is looked at; nothing is done with any yet."""
    return actions.add_rows(session(), actor(), import_id, _rows(body["csv"]), check)


@blueprint.route("/imports/<uuid:import_id>/rows")
@roles(*LEADERS)
@blueprint.arguments(ImportRowsArgs, location="query")
@blueprint.response(200, page_of(ImportRowSchema))
def list_rows(asked: dict[str, Any], import_id: UUID) -> Page[ImportRow]:
    """The rows in the order of the file, with what is wrong, or what came of each."""
    return actions.list_rows(
        session(), actor(), import_id, asked.get("state"), cursor=asked.get("cursor"), limit=asked["limit"]
    )


@blueprint.route("/imports/<uuid:import_id>/start", methods=["POST"])
@roles(*LEADERS)
@blueprint.response(200, ImportSchema)
def start_import(import_id: UUID) -> dict[str, Any]:
    """Do the rows that are ready, a few at a time, from now on. Rows that are wrong stay behind."""
    return actions.start_import(session(), actor(), import_id)


def _rows(text: str) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), restkey="more", restval="")
    rows: list[dict[str, str]] = []
    for row in reader:
        if len(rows) == MOST_AT_ONCE or "more" in row:
            advice = [f"Send at most {MOST_AT_ONCE} rows at once, none longer than the heading."]
            raise DomainError("bad-file", "This part of the file cannot be read.", {"csv": advice})
        rows.append({str(name).strip(): value.strip() for name, value in row.items()})
    return rows
