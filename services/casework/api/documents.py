"""Documents: handed in, handed out with care, replaced, taken away."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response, request
from marshmallow import ValidationError, fields
from werkzeug.exceptions import RequestEntityTooLarge

from chassis.http import Blueprint, Schema, actor, roles, session
from chassis.http.app import BODY_LIMIT
from services.casework.actions import documents as actions
from services.casework.api.fields import one_of, text
from services.casework.domain.documents import LARGEST, Document

blueprint = Blueprint("documents", description="CVs and evidence, kept encrypted and looked at for viruses.")
ADVISERS = ("adviser", "team leader")
KEEPERS = ("participant", *ADVISERS)
READERS = (*KEEPERS, "data-protection officer")
ENCODED = LARGEST * 4 // 3 + 4
UPLOAD_LIMIT = ENCODED + 64 * 1024
"""Bytes of a request with a file of the largest size in base64."""
UPLOADS = frozenset(
    {
        *("documents.add_document", "documents.add_edition"),
        *("imports.begin_import", "plan_progress.show_evidence"),
    }
)
ANY = "application/octet-stream"
"""A browser that does not know what it is saves it; its name says what it is."""
CARE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cache-Control": "no-store",
}
"""A file of somebody's making is saved and not shown, and what is in it never runs as ours."""


class Content(fields.String):
    """The bytes of a file, in base64."""

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        written = super()._deserialize(value, attr, data, **kwargs)
        try:
            return base64.b64decode(written, validate=True)
        except (binascii.Error, ValueError):
            raise ValidationError("Send the file in base64.") from None


class DocumentFileSchema(Schema):
    """A file and what it is called."""

    name = text(200)
    content = Content(required=True, metadata={"format": "byte"})


class NewDocumentSchema(DocumentFileSchema):
    """A file, what it is, and what to call it."""

    kind = one_of("document-kinds", required=True)
    title = text(200)


class DocumentEditionSchema(Schema):
    """One file as it was handed in."""

    number = fields.Integer(required=True)
    file_name = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True)
    scan = fields.String(required=True, metadata={"description": "waiting, clean, infected or not-scanned"})
    scanned_at = fields.AwareDateTime(required=True, allow_none=True)
    added_at = fields.AwareDateTime(required=True)
    added_by_name = fields.String(required=True, allow_none=True)
    party = fields.String(required=True)
    assisted = fields.Boolean(required=True)


class DocumentSchema(Schema):
    """A document in all its editions, the first one first."""

    id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    withdrawn_on = fields.Date(required=True, allow_none=True)
    editions = fields.List(fields.Nested(DocumentEditionSchema), required=True)


class DocumentsSchema(Schema):
    """A person's documents."""

    items = fields.List(fields.Nested(DocumentSchema), required=True)


@blueprint.before_app_request
def keep_other_bodies_small() -> None:
    """Only where a file is handed in may a request be as large as one."""
    if request.endpoint not in UPLOADS and (request.content_length or 0) > BODY_LIMIT:
        raise RequestEntityTooLarge


@blueprint.route("/participants/<uuid:participant_id>/documents", methods=["POST"])
@roles(*KEEPERS)
@blueprint.arguments(NewDocumentSchema)
@blueprint.response(201, DocumentSchema)
def add_document(body: dict[str, Any], participant_id: UUID) -> Document:
    """Hand in a document of at most 5 MB. What kind of file it is, its content says."""
    return actions.add_document(session(), actor(), participant_id, **body)


@blueprint.route("/participants/<uuid:participant_id>/documents")
@roles(*READERS)
@blueprint.response(200, DocumentsSchema)
def list_documents(participant_id: UUID) -> dict[str, list[Document]]:
    """A person's documents, the latest first."""
    return {"items": actions.list_documents(session(), actor(), participant_id)}


@blueprint.route("/documents/<uuid:document_id>/editions", methods=["POST"])
@roles(*KEEPERS)
@blueprint.arguments(DocumentFileSchema)
@blueprint.response(201, DocumentSchema)
def add_edition(body: dict[str, Any], document_id: UUID) -> Document:
    """A newer file of the same document; the older ones stay."""
    return actions.add_edition(session(), actor(), document_id, **body)


@blueprint.route("/documents/<uuid:document_id>/editions/<int:number>/file")
@roles(*READERS)
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type=ANY)
def hand_out(document_id: UUID, number: int) -> Response:
    """The file, to be saved. One in which the scanner found something is handed to nobody."""
    found = actions.hand_out(session(), actor(), document_id, number)
    disposition = f"attachment; filename*=UTF-8''{quote(found['name'], safe='')}"
    headers = CARE | {"Content-Disposition": disposition}
    return Response(found["content"], mimetype=ANY, headers=headers)


@blueprint.route("/documents/<uuid:document_id>/withdrawal", methods=["POST"])
@roles(*KEEPERS)
@blueprint.response(200, DocumentSchema)
def withdraw_document(document_id: UUID) -> Document:
    """Take a document away: its files are deleted, and that it was there stays known."""
    return actions.withdraw_document(session(), actor(), document_id)
