"""Challenges to recommendations, and what a person answers to them."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis import clock
from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from services.casework.actions import challenges as actions
from services.casework.api.fields import HappenedSchema, LabelSchema, text
from services.casework.api.recommendations import AnswerSchema, PointSchema, RecommendationSchema
from services.casework.domain.challenges import OUTCOMES

blueprint = Blueprint("challenges", description="Where somebody says that the rules got it wrong.")
LOOKS = ("adviser", "team leader")


class ChallengesArgs(PageArgs):
    """Which challenges."""

    state = fields.String(load_default="waiting", validate=validate.OneOf(["waiting", "answered"]))


class ChallengeSchema(Schema):
    """What was challenged, by whom, with what reason; and the answer, once there is one."""

    recommendation_id = fields.UUID(attribute="recommendation.id", required=True)
    participant_id = fields.UUID(attribute="recommendation.participant_id", required=True)
    called = fields.String(required=True)
    title = fields.Nested(LabelSchema, attribute="recommendation.title", required=True)
    reasons = fields.List(fields.Nested(PointSchema), attribute="recommendation.points", required=True)
    rules_version = fields.String(attribute="recommendation.rules_version", required=True)
    challenge = fields.Nested(AnswerSchema, required=True)


class ReplySchema(HappenedSchema):
    """What a person answers: the reason stands, it does not fit, or the rule is to be reviewed; and why."""

    outcome = fields.String(required=True, validate=validate.OneOf(sorted(OUTCOMES)))
    words = text(1000)


@blueprint.route("/challenges")
@roles(*LOOKS)
@blueprint.arguments(ChallengesArgs, location="query")
@blueprint.response(200, page_of(ChallengeSchema))
def list_challenges(asked: dict[str, Any]) -> Page[dict[str, Any]]:
    """What waits for a person to look at it, the oldest first; or what was answered."""
    waiting = asked["state"] == "waiting"
    return actions.list_challenges(
        session(), actor(), waiting=waiting, cursor=asked.get("cursor"), limit=asked["limit"]
    )


@blueprint.route("/recommendations/<uuid:recommendation_id>/challenge-answer", methods=["POST"])
@roles(*LOOKS)
@blueprint.arguments(ReplySchema)
@blueprint.response(200, RecommendationSchema)
def answer_challenge(body: dict[str, Any], recommendation_id: UUID) -> dict[str, Any]:
    """A person has looked at it: another than whoever wrote the challenge down."""
    on = body["occurred_on"] or clock.today()
    return actions.answer_challenge(session(), actor(), recommendation_id, body["outcome"], body["words"], on)
