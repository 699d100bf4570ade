"""Importing people, contacts and spells from another system's file: a preview first, then each row once."""

import csv
import io
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import fields, validate

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.problems import NotFound
from chassis.store.paging import Page
from services.casework.actions import imports as actions
from services.casework.api.documents import Content
from services.casework.api.import_layouts import check
from services.casework.domain.csv_files import sheet
from services.casework.domain.documents import LARGEST
from services.casework.domain.errors import DomainError
from services.casework.domain.imports import KINDS, ImportRow
from services.casework.domain.layouts import cell, plain
from services.casework.reference import layouts

blueprint = Blueprint("imports", description="Files of another system, row by row.")
LEADERS = ("team leader",)
MOST_AT_ONCE = 1000
"""Rows in one part of a file: a file of any length comes in parts, each with the heading."""
IN_LIMITS = validate.Length(max=LARGEST, error="This file is larger than 5 MB: send it in several files.")


class NewImportSchema(Schema):
    """What is brought in, and the whole file if it comes at once."""

    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    content = Content(
        load_default=None,
        validate=IN_LIMITS,
        metadata={
            "format": "byte",
            "description": "A CSV file in UTF-8 of at most 5 MB, in base64, looked at from then on.",
        },
    )


class ImportRowsSchema(Schema):
    """A part of a CSV file, its heading first."""

    csv = fields.String(required=True, validate=validate.Length(1, 500_000))


class ImportSchema(Schema):
    """How far an import is."""

    id = fields.UUID(attribute="import.id", required=True)
    kind = fields.String(attribute="import.kind", required=True)
    state = fields.String(
        required=True,
        metadata={"description": "reading, to-confirm, running, finished or dropped"},
    )
    begun_by_name = fields.String(attribute="import.begun_by_name", allow_none=True)
    begun_at = fields.AwareDateTime(attribute="import.begun_at", required=True)
    started_at = fields.AwareDateTime(attribute="import.started_at", allow_none=True)
    finished_at = fields.AwareDateTime(attribute="import.finished_at", allow_none=True)
    dropped_at = fields.AwareDateTime(attribute="import.dropped_at", allow_none=True)
    counts = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "Rows by state: waiting, ready, wrong, known, done, dropped."},
    )


class ImportRowsArgs(PageArgs):
    """Which rows to list."""

    state = fields.String(validate=validate.OneOf(["ready", "wrong", "known", "done", "dropped"]))


class ImportRowSchema(Schema):
    """One row: what is wrong with it, or what came of it."""

    number = fields.Integer(required=True, metadata={"description": "Counted from 1, the heading left out."})
    key = fields.Function(
        lambda row: plain(row.values or {}).get("key"),
        metadata={"type": ["string", "null"], "description": "What the other system calls it, as below."},
    )
    values = fields.Function(
        lambda row: plain(row.values) if row.values else None,
        metadata={"type": ["object", "null"], "description": "What it says, as long as it waits to be done."},
    )
    state = fields.String(required=True)
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()), required=True)
    thing_id = fields.UUID(allow_none=True)


@blueprint.route("/imports", methods=["POST"])
@roles(*LEADERS)
@blueprint.arguments(NewImportSchema)
@blueprint.response(201, ImportSchema)
def begin_import(body: dict[str, Any]) -> dict[str, Any]:
    """Begin an import. Nothing is done until it is started."""
    content = body["content"]
    given = None if content is None else sheet(layouts()[body["kind"]], content, "content")
    return actions.begin_import(session(), actor(), body["kind"], given)


@blueprint.route("/imports")
@roles(*LEADERS)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(ImportSchema))
def list_imports(asked: dict[str, Any]) -> Page[dict[str, Any]]:
    """Your organisation's imports, the latest first, and how far each is."""
    return actions.list_imports(session(), actor(), cursor=asked.get("cursor"), limit=asked["limit"])


@blueprint.route("/imports/<uuid:import_id>")
@roles(*LEADERS)
@blueprint.response(200, ImportSchema)
def show_import(import_id: UUID) -> dict[str, Any]:
    """One import, and how far it is."""
    return actions.show_import(session(), actor(), import_id)


@blueprint.route("/imports/<uuid:import_id>/rows", methods=["POST"])
@roles(*LEADERS)
@blueprint.arguments(ImportRowsSchema)
@blueprint.response(200, ImportSchema)
def add_rows(body: dict[str, Any], import_id: UUID) -> dict[str, Any]:
    """Send a part of the file. Each row is looked at; nothing is done with any yet."""
    begun = actions.show_import(session(), actor(), import_id)["import"]
    part = sheet(layouts()[begun.kind], body["csv"], "csv")
    if len(part.rows) > MOST_AT_ONCE or any(len(row) > len(part.heading) for row in part.rows):
        advice = [f"Send at most {MOST_AT_ONCE} rows at once, none longer than the heading."]
        raise DomainError("bad-file", "This part of the file cannot be read.", {"csv": advice})
    return actions.add_rows(session(), actor(), import_id, part, check)


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


@blueprint.route("/imports/<uuid:import_id>/drop", methods=["POST"])
@roles(*LEADERS)
@blueprint.response(200, ImportSchema)
def drop_import(import_id: UUID) -> dict[str, Any]:
    """Do none of it after all. What its rows say is forgotten."""
    return actions.drop_import(session(), actor(), import_id)


@blueprint.route("/imports/<uuid:import_id>/errors")
@roles(*LEADERS)
@blueprint.response(200, {"type": "string"}, content_type="text/csv")
def take_errors(import_id: UUID) -> Response:
    """What is wrong, as a file (CSV): a line for each row and column. Rows are counted with the heading."""
    wrong = actions.wrong_rows(session(), actor(), import_id)
    lines = (
        (row.number + 1, column, line)
        for row in wrong
        for column, advice in row.errors.items()
        for line in advice
    )
    return _file("errors", [("row", "column", "what_to_do"), *lines])


@blueprint.route("/import-examples/<kind>")
@roles(*LEADERS)
@blueprint.response(200, {"type": "string"}, content_type="text/csv")
def take_example(kind: str) -> Response:
    """A file with every column of the layout, and a row that can be imported as it is."""
    if kind not in KINDS:
        raise NotFound(f"There is no such file. There are: {', '.join(KINDS)}.")
    columns = layouts()[kind].columns
    return _file(f"{kind}-example", [[each.name for each in columns], [each.example for each in columns]])


def _file(name: str, lines: Iterable[Iterable[object]]) -> Response:
    out = io.StringIO()
    csv.writer(out).writerows([cell(value) for value in line] for line in lines)
    disposition = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(out.getvalue(), mimetype="text/csv", headers=disposition)
