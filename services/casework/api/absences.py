"""Follow-ups: with whom an adviser should have a word, for they did not come."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from services.casework.actions import absences as actions
from services.casework.api.fields import text
from services.casework.domain.absences import FollowUp

blueprint = Blueprint("follow-ups", description="With whom to have a word, for they did not come.")
ADVISERS = ("adviser", "team leader")


class FollowUpSchema(Schema):
    """An adviser is asked to have a word with somebody."""

    id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True)
    adviser_id = fields.UUID(allow_none=True)
    rules_version = fields.String(required=True)
    absences = fields.List(fields.UUID(), required=True)
    raised_on = fields.Date(required=True)
    due_on = fields.Date(required=True)
    closed_at = fields.AwareDateTime(allow_none=True)
    outcome = fields.String(allow_none=True)
    note = fields.String(allow_none=True)


class FollowUpRowSchema(Schema):
    """One of the list, with whom it is about and how often they did not come."""

    follow_up = fields.Nested(FollowUpSchema, required=True)
    called = fields.String(required=True, allow_none=True)
    times = fields.Integer(required=True)


class FollowUpsArgs(PageArgs):
    """Whose."""

    mine = fields.Boolean(load_default=False, metadata={"description": "A team leader's own alone."})


class ClosureSchema(Schema):
    """What came of it."""

    outcome = fields.String(required=True, metadata={"description": "A code of follow-up-outcomes."})
    note = text(2000, required=False, load_default=None, allow_none=True)


@blueprint.route("/follow-ups")
@roles(*ADVISERS)
@blueprint.arguments(FollowUpsArgs, location="query")
@blueprint.response(200, page_of(FollowUpRowSchema))
def list_follow_ups(asked: dict[str, Any]) -> Page[dict[str, Any]]:
    """With whom you have yet to have a word, the most pressing first; a team leader sees everybody's."""
    cursor = asked.pop("cursor", None)
    return actions.list_follow_ups(session(), actor(), cursor=cursor, **asked)


@blueprint.route("/follow-ups/<uuid:follow_up_id>/closure", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(ClosureSchema)
@blueprint.response(200, FollowUpSchema)
def close_follow_up(body: dict[str, Any], follow_up_id: UUID) -> FollowUp:
    """You have seen to it. Nothing follows from it by itself."""
    return actions.close_follow_up(session(), actor(), follow_up_id, body["outcome"], body["note"])
