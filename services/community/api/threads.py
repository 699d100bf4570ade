"""Threads: ask, reply, accept the answer that helped."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, session, signed_in
from chassis.store.paging import Page
from services.community.actions import threads as actions
from services.community.actions.shown import ShownThread
from services.community.actions.threads import Listed
from services.community.api.shapes import AuthorSchema, ReactionCountSchema, body, html_of, title

blueprint = Blueprint("threads", description="Questions, news, and what is said to them.")


class AskingSchema(Schema):
    """What somebody asks or tells."""

    title = title(required=True)
    body = body(required=True)


class ReplyingSchema(Schema):
    """What somebody says to it."""

    body = body(required=True)


class AcceptingSchema(Schema):
    """Which reply helped."""

    reply_id = fields.UUID(required=True)


class ListedThreadSchema(Schema):
    """A thread in a list."""

    id = fields.UUID(required=True, attribute="thread.id")
    space = fields.String(required=True, attribute="thread.space")
    title = fields.String(required=True, attribute="thread.title")
    author = fields.Nested(AuthorSchema, required=True, attribute="thread.author")
    started_at = fields.AwareDateTime(required=True, attribute="thread.started_at")
    last_at = fields.AwareDateTime(required=True, attribute="thread.last_at")
    replies = fields.Integer(required=True)
    accepted_reply_id = fields.UUID(required=True, allow_none=True, attribute="thread.accepted_reply_id")
    is_hidden = fields.Boolean(required=True, attribute="thread.is_hidden")


class ReplySchema(Schema):
    """A reply; without its body where a moderator has hidden it from the reader."""

    id = fields.UUID(required=True)
    author = fields.Nested(AuthorSchema, required=True)
    body = fields.String(required=True, allow_none=True)
    body_html = html_of("body")
    posted_at = fields.AwareDateTime(required=True)
    is_accepted = fields.Boolean(required=True)
    is_hidden = fields.Boolean(required=True)
    hidden_reason = fields.String(required=True, allow_none=True)
    is_mine = fields.Boolean(required=True)
    reactions = fields.List(fields.Nested(ReactionCountSchema), required=True)


class ThreadSchema(Schema):
    """A thread with its replies, the oldest first."""

    id = fields.UUID(required=True)
    space = fields.String(required=True)
    title = fields.String(required=True)
    author = fields.Nested(AuthorSchema, required=True)
    body = fields.String(required=True)
    body_html = html_of("body")
    started_at = fields.AwareDateTime(required=True)
    accepted_reply_id = fields.UUID(required=True, allow_none=True)
    article_id = fields.UUID(required=True, allow_none=True)
    is_hidden = fields.Boolean(required=True)
    hidden_reason = fields.String(required=True, allow_none=True)
    is_mine = fields.Boolean(required=True)
    reactions = fields.List(fields.Nested(ReactionCountSchema), required=True)
    replies = fields.List(fields.Nested(ReplySchema), required=True)


class ThreadArgs(PageArgs):
    """Which threads of a space are asked for."""

    search = fields.String(load_default=None, validate=validate.Length(1, 200))
    unanswered = fields.Boolean(
        load_default=False, metadata={"description": "Only those without an accepted answer."}
    )


@blueprint.route("/spaces/<slug>/threads")
@signed_in
@blueprint.arguments(ThreadArgs, location="query")
@blueprint.response(200, page_of(ListedThreadSchema))
def list_threads(asked: dict[str, Any], slug: str) -> Page[Listed]:
    """What is talked about in a space, the latest first."""
    return actions.in_space(
        session(),
        actor(),
        slug,
        search=asked["search"],
        unanswered=asked["unanswered"],
        cursor=asked.get("cursor"),
        limit=asked["limit"],
    )


@blueprint.route("/spaces/<slug>/threads", methods=["POST"])
@signed_in
@blueprint.arguments(AskingSchema)
@blueprint.response(201, ThreadSchema)
def start_thread(said: dict[str, Any], slug: str) -> ShownThread:
    """Ask or tell something. What would give somebody away is stopped, with what to change."""
    return actions.start(session(), actor(), slug, **said)


@blueprint.route("/threads/<uuid:thread_id>")
@signed_in
@blueprint.response(200, ThreadSchema)
def show_thread(thread_id: UUID) -> ShownThread:
    """A thread with its replies."""
    return actions.one(session(), actor(), thread_id)


@blueprint.route("/threads/<uuid:thread_id>/replies", methods=["POST"])
@signed_in
@blueprint.arguments(ReplyingSchema)
@blueprint.response(201, ThreadSchema)
def post_reply(said: dict[str, Any], thread_id: UUID) -> ShownThread:
    """Say something to it."""
    return actions.add_reply(session(), actor(), thread_id, said["body"])


@blueprint.route("/threads/<uuid:thread_id>/accepted-answer", methods=["POST"])
@signed_in
@blueprint.arguments(AcceptingSchema)
@blueprint.response(200, ThreadSchema)
def accept_answer(said: dict[str, Any], thread_id: UUID) -> ShownThread:
    """The asker says which reply helped."""
    return actions.accept_answer(session(), actor(), thread_id, said["reply_id"])
