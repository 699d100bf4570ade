"""Recommendations: what may help, why, and what is answered."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis import clock
from chassis.http import Blueprint, Schema, actor, roles, session
from services.casework.actions import recommendations as actions
from services.casework.api.fields import LabelSchema, occurred_on, text
from services.casework.domain.recommendations import ANSWERS

blueprint = Blueprint("recommendations", description="What may help a person, each with its reasons.")


class AnswerInputSchema(Schema):
    """What is said to a recommendation; a dismissal and a challenge say why."""

    answer = fields.String(required=True, validate=validate.OneOf(sorted(ANSWERS)))
    reason = text(500, required=False, allow_none=True)
    occurred_on = occurred_on()


class PointSchema(Schema):
    """Some points of the score, and the reason for them."""

    code = fields.String(required=True)
    points = fields.Integer(required=True)
    because = fields.Nested(LabelSchema, required=True)


class RecommendedOfferSchema(Schema):
    """The offer that is recommended, as the marketplace describes it."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    organisation_id = fields.UUID(allow_none=True)
    organisation_name = fields.String(required=True)
    category = fields.String(required=True)
    summary = fields.String(required=True)
    how_it_helps = fields.String(required=True)
    delivery = fields.List(fields.String(), required=True)
    languages = fields.List(fields.String(), required=True)
    accessibility = fields.List(fields.String(), required=True)
    free_places = fields.Integer(required=True)
    price_pence = fields.Integer(required=True)
    town = fields.String(allow_none=True)


class ChallengeReplySchema(Schema):
    """What a person answered to a challenge."""

    outcome = fields.String(required=True)
    words = fields.String(required=True)
    occurred_on = fields.Date(required=True)


class AnswerSchema(Schema):
    """What was said to a recommendation."""

    answer = fields.String(required=True)
    reason = fields.String(allow_none=True)
    occurred_on = fields.Date(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    party = fields.String(required=True)
    assisted = fields.Boolean(required=True)
    helper = fields.String(allow_none=True, metadata={"description": "Who acted for the participant."})
    reply = fields.Nested(ChallengeReplySchema, allow_none=True)


class RecommendationSchema(Schema):
    """Something that may help, with the reasons and the points of each; the score is their sum."""

    id = fields.UUID(attribute="recommendation.id", required=True)
    participant_id = fields.UUID(attribute="recommendation.participant_id", required=True)
    kind = fields.String(attribute="recommendation.kind", required=True)
    target = fields.String(attribute="recommendation.target", required=True)
    title = fields.Nested(LabelSchema, attribute="recommendation.title", required=True)
    offer = fields.Nested(RecommendedOfferSchema, allow_none=True)
    score = fields.Integer(attribute="recommendation.score", required=True)
    reasons = fields.List(fields.Nested(PointSchema), attribute="recommendation.points", required=True)
    rules_version = fields.String(attribute="recommendation.rules_version", required=True)
    made_on = fields.Date(attribute="recommendation.made_on", required=True)
    status = fields.String(attribute="recommendation.status", required=True)
    answers = fields.List(fields.Nested(AnswerSchema), attribute="recommendation.answers", required=True)


class RecommendationsSchema(Schema):
    """What may help this person, the best first."""

    items = fields.List(fields.Nested(RecommendationSchema), required=True)


@blueprint.route("/participants/<uuid:participant_id>/recommendations")
@roles("adviser", "team leader", "data-protection officer", "participant")
@blueprint.response(200, RecommendationsSchema)
def list_recommendations(participant_id: UUID) -> dict[str, Any]:
    """What may help this person, the best first; made anew whenever something has changed."""
    return {"items": actions.list_recommendations(session(), actor(), participant_id)}


@blueprint.route("/recommendations/<uuid:recommendation_id>/answer", methods=["POST"])
@roles("adviser", "team leader", "participant")
@blueprint.arguments(AnswerInputSchema)
@blueprint.response(200, RecommendationSchema)
def answer_recommendation(body: dict[str, Any], recommendation_id: UUID) -> dict[str, Any]:
    """Accept it, dismiss it, or challenge it. Nothing follows from a recommendation until somebody does."""
    on = body["occurred_on"] or clock.today()
    return actions.answer_recommendation(
        session(), actor(), recommendation_id, body["answer"], body.get("reason"), on
    )
