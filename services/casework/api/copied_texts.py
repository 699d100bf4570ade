"""Copies: warn the writer before it is sent, and show advisers where it happens."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from services.casework.actions import copied_texts as actions
from services.casework.actions.likeness import Writing
from services.casework.api.fields import one_of
from services.casework.api.fields import text as written
from services.casework.api.job_search import PARTIES

blueprint = Blueprint("copied-texts", description="Letters and CVs that are nearly alike.")
ADVISERS = ("adviser", "team leader")


class WritingSchema(Schema):
    """A text that you want to send, and for which vacancy."""

    kind = one_of("paper-kinds", load_default="letter")
    text = written(20000)
    title = fields.String(load_default="", validate=validate.Length(max=200))
    employer = fields.String(load_default="", validate=validate.Length(max=200))
    advert = fields.String(load_default="", validate=validate.Length(max=20000))


class LikenessSchema(Schema):
    """Whether others have sent nearly the same, which of your own sentences, and what may help."""

    alike = fields.Boolean(required=True)
    share = fields.Integer(required=True, metadata={"description": "In per cent, of what is your own."})
    people = fields.Integer(required=True, metadata={"description": "How many others; never who."})
    passages = fields.List(fields.String(), required=True)
    advice = fields.List(fields.String(), required=True, metadata={"description": "Codes of copy-advice."})


class ClusterMemberSchema(Schema):
    """Somebody whose text is in a cluster."""

    participant_id = fields.UUID(required=True)
    full_name = fields.String(required=True)
    sent_on = fields.Date(required=True)


class ClusterSchema(Schema):
    """Texts that are nearly the same; who sent them, as far as you may see, and never what they say."""

    id = fields.String(required=True)
    kinds = fields.List(fields.String(), required=True)
    people = fields.Integer(required=True)
    texts = fields.Integer(required=True)
    first_on = fields.Date(required=True)
    last_on = fields.Date(required=True)
    members = fields.List(fields.Nested(ClusterMemberSchema), required=True)
    others = fields.Integer(required=True, metadata={"description": "People whom you may not see."})


class NewGivenTextSchema(Schema):
    """A text that your people are handed, such as a template of a letter."""

    title = written(200)
    text = written(20000)


class GivenTextSchema(Schema):
    """A text that people are handed: what is in it is nobody's own."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    given_at = fields.AwareDateTime(required=True)


class GivenTextListSchema(Schema):
    """The texts that your people are handed."""

    items = fields.List(fields.Nested(GivenTextSchema), required=True)
    next = fields.String(required=True, allow_none=True)


@blueprint.route("/participants/<uuid:participant_id>/copy-check", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(WritingSchema)
@blueprint.response(200, LikenessSchema)
def check_text(body: dict[str, Any], participant_id: UUID) -> dict[str, Any]:
    """See before you send it whether others have sent nearly the same. Nothing is kept of the text."""
    return actions.check_text(session(), actor(), participant_id, Writing(**body))


@blueprint.route("/copy-clusters")
@roles(*ADVISERS)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(ClusterSchema))
def list_clusters(asked: dict[str, Any]) -> Page[dict[str, Any]]:
    """Where people have sent nearly the same, the latest first."""
    return actions.list_clusters(session(), actor(), cursor=asked.get("cursor"), limit=asked["limit"])


@blueprint.route("/given-texts", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(NewGivenTextSchema)
@blueprint.response(201, GivenTextSchema)
def hand_out(body: dict[str, Any]) -> dict[str, Any]:
    """Tell of a text that your people are handed, so that nobody is warned of it."""
    return actions.hand_out(session(), actor(), body["title"], body["text"])


@blueprint.route("/given-texts")
@roles(*ADVISERS)
@blueprint.response(200, GivenTextListSchema)
def list_handed_out() -> dict[str, Any]:
    """The texts that your organisation hands out."""
    return {"items": actions.list_handed_out(session(), actor()), "next": None}


@blueprint.route("/given-texts/<uuid:given_id>/removal", methods=["POST"])
@roles(*ADVISERS)
@blueprint.response(204)
def hand_out_no_more(given_id: UUID) -> None:
    """It is handed out no more: what is in it counts again."""
    actions.hand_out_no_more(session(), actor(), given_id)
