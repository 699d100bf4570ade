"""Moderation: hide with a reason, and restore."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis.http import Blueprint, Schema, actor, roles, session
from services.community import policy
from services.community.actions import moderation as actions
from services.community.api.shapes import code_of, text
from services.community.domain.hiding import Hideable

blueprint = Blueprint("moderation", description="What moderators hide and restore.")


class RulingSchema(Schema):
    """Why."""

    reason = code_of("reasons", required=True)
    note = text(
        1000, load_default=None, metadata={"description": "For other moderators; it is kept for good."}
    )


class RulingResultSchema(Schema):
    """How it stands now."""

    id = fields.UUID(required=True)
    sort = fields.String(required=True)
    is_hidden = fields.Boolean(required=True)
    hidden_reason = fields.String(required=True, allow_none=True)


@blueprint.route("/threads/<uuid:thread_id>/hiding", methods=["POST"])
@roles(policy.MODERATOR)
@blueprint.arguments(RulingSchema)
@blueprint.response(200, RulingResultSchema)
def hide_thread(said: dict[str, Any], thread_id: UUID) -> Hideable:
    """Hide a thread with all that was said to it."""
    return _hide(actions.thread_to_judge(session(), actor(), thread_id), said)


@blueprint.route("/threads/<uuid:thread_id>/restoration", methods=["POST"])
@roles(policy.MODERATOR)
@blueprint.arguments(RulingSchema)
@blueprint.response(200, RulingResultSchema)
def restore_thread(said: dict[str, Any], thread_id: UUID) -> Hideable:
    """Let everybody read it again."""
    return _restore(actions.thread_to_judge(session(), actor(), thread_id), said)


@blueprint.route("/replies/<uuid:reply_id>/hiding", methods=["POST"])
@roles(policy.MODERATOR)
@blueprint.arguments(RulingSchema)
@blueprint.response(200, RulingResultSchema)
def hide_reply(said: dict[str, Any], reply_id: UUID) -> Hideable:
    """Hide one reply."""
    return _hide(actions.reply_to_judge(session(), actor(), reply_id), said)


@blueprint.route("/replies/<uuid:reply_id>/restoration", methods=["POST"])
@roles(policy.MODERATOR)
@blueprint.arguments(RulingSchema)
@blueprint.response(200, RulingResultSchema)
def restore_reply(said: dict[str, Any], reply_id: UUID) -> Hideable:
    """Let everybody read it again."""
    return _restore(actions.reply_to_judge(session(), actor(), reply_id), said)


@blueprint.route("/articles/<uuid:article_id>/hiding", methods=["POST"])
@roles(policy.MODERATOR)
@blueprint.arguments(RulingSchema)
@blueprint.response(200, RulingResultSchema)
def hide_article(said: dict[str, Any], article_id: UUID) -> Hideable:
    """Hide an article."""
    return _hide(actions.article_to_judge(session(), actor(), article_id), said)


@blueprint.route("/articles/<uuid:article_id>/restoration", methods=["POST"])
@roles(policy.MODERATOR)
@blueprint.arguments(RulingSchema)
@blueprint.response(200, RulingResultSchema)
def restore_article(said: dict[str, Any], article_id: UUID) -> Hideable:
    """Let everybody read it again."""
    return _restore(actions.article_to_judge(session(), actor(), article_id), said)


def _hide(content: Hideable, said: dict[str, Any]) -> Hideable:
    actions.hide(session(), actor(), content, said["reason"], said["note"])
    return content


def _restore(content: Hideable, said: dict[str, Any]) -> Hideable:
    actions.restore(session(), actor(), content, said["reason"], said["note"])
    return content
