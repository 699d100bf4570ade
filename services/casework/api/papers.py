"""CVs and letters, in all their versions."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.http import Blueprint, PageArgs, Schema, actor, roles, session
from services.casework.actions import papers as actions
from services.casework.api import fields as ours
from services.casework.api.job_search import PARTIES
from services.casework.domain.papers import Paper

blueprint = Blueprint("papers", description="A participant's CVs and letters, seen by whom they choose.")
LONGEST = 20000
"""Characters: about seven pages."""


class NewPaperSchema(Schema):
    """What it is, what you call it, and its text; a letter may be for one vacancy that you keep."""

    kind = ours.one_of("paper-kinds", required=True)
    title = ours.text(200)
    text = ours.text(LONGEST)
    vacancy_id = fields.UUID(load_default=None, allow_none=True)


class RevisionSchema(Schema):
    """The text as it is now, and which version you had before you."""

    text = ours.text(LONGEST)
    after = fields.Integer(
        strict=True,
        load_default=None,
        allow_none=True,
        validate=validate.Range(1, 100000),
        metadata={"description": "The number of the version that you changed: 409 if another came since."},
    )


class PaperVersionSchema(Schema):
    """The text as it stood at one moment."""

    id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    text = fields.String(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    helper = fields.String(allow_none=True, metadata={"description": "Who acted for the participant."})


class PaperSchema(Schema):
    """A CV or a letter, with every version in order."""

    id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    vacancy_id = fields.UUID(allow_none=True)
    put_away_at = fields.AwareDateTime(allow_none=True)
    versions = fields.List(fields.Nested(PaperVersionSchema), required=True)


class PaperListSchema(Schema):
    """The CVs and letters, for those who may see them; for others nothing."""

    items = fields.List(fields.Nested(PaperSchema), required=True)
    next = fields.String(required=True, allow_none=True)
    granted = fields.Boolean(required=True, metadata={"description": "Whether you may see them."})


@blueprint.route("/participants/<uuid:participant_id>/papers", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(NewPaperSchema)
@blueprint.response(201, PaperSchema)
def begin_paper(body: dict[str, Any], participant_id: UUID) -> Paper:
    """Begin a CV or a letter."""
    return actions.begin_paper(session(), actor(), participant_id, **body)


@blueprint.route("/participants/<uuid:participant_id>/papers")
@roles(*PARTIES)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, PaperListSchema)
def list_papers(asked: dict[str, Any], participant_id: UUID) -> dict[str, Any]:
    """A person's CVs and letters, if they let you see them."""
    return actions.list_papers(
        session(), actor(), participant_id, cursor=asked.get("cursor"), limit=asked["limit"]
    )


@blueprint.route("/papers/<uuid:paper_id>")
@roles(*PARTIES)
@blueprint.response(200, PaperSchema)
def show_paper(paper_id: UUID) -> Paper:
    """One CV or letter."""
    return actions.show_paper(session(), actor(), paper_id)


@blueprint.route("/papers/<uuid:paper_id>/versions", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(RevisionSchema)
@blueprint.response(201, PaperSchema)
def revise_paper(body: dict[str, Any], paper_id: UUID) -> Paper:
    """Write its next version. What was sent keeps the version that was sent."""
    return actions.revise_paper(session(), actor(), paper_id, body["text"], body["after"])


@blueprint.route("/papers/<uuid:paper_id>/removal", methods=["POST"])
@roles(*PARTIES)
@blueprint.response(200, PaperSchema)
def put_paper_away(paper_id: UUID) -> Paper:
    """Put it away: it is offered no more."""
    return actions.put_paper_away(session(), actor(), paper_id)
