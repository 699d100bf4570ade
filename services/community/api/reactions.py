"""Reactions: a sign that something helped."""

from typing import Any
from uuid import UUID

from chassis.http import Blueprint, Schema, actor, session, signed_in
from services.community.actions import reactions as actions
from services.community.api.shapes import code_of

blueprint = Blueprint("reactions", description="Small signs on threads and replies.")


class ReactionSchema(Schema):
    """A sign."""

    kind = code_of("reactions", required=True)


@blueprint.route("/threads/<uuid:thread_id>/reactions", methods=["POST"])
@signed_in
@blueprint.arguments(ReactionSchema)
@blueprint.response(204)
def react_to_thread(said: dict[str, Any], thread_id: UUID) -> None:
    """Give a sign; giving it twice changes nothing."""
    actions.give(session(), actor(), thread_id, said["kind"])


@blueprint.route("/replies/<uuid:reply_id>/reactions", methods=["POST"])
@signed_in
@blueprint.arguments(ReactionSchema)
@blueprint.response(204)
def react_to_reply(said: dict[str, Any], reply_id: UUID) -> None:
    """Give a sign; giving it twice changes nothing."""
    actions.give(session(), actor(), reply_id, said["kind"])


@blueprint.route("/threads/<uuid:thread_id>/reactions/<kind>", methods=["DELETE"])
@signed_in
@blueprint.response(204)
def take_back_from_thread(thread_id: UUID, kind: str) -> None:
    """Take a sign back."""
    actions.take_back(session(), actor(), thread_id, kind)


@blueprint.route("/replies/<uuid:reply_id>/reactions/<kind>", methods=["DELETE"])
@signed_in
@blueprint.response(204)
def take_back_from_reply(reply_id: UUID, kind: str) -> None:
    """Take a sign back."""
    actions.take_back(session(), actor(), reply_id, kind)
