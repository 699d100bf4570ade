"""The monthly check of recommendations: who is recommended, takes up and achieves what, group by group."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from services.casework.actions import fairness as actions
from services.casework.actions.disclosure import shown
from services.casework.api.fields import LabelSchema
from services.casework.domain.checks import Check

blueprint = Blueprint("fairness", description="Whether recommendations leave anybody behind.")
READERS = ("team leader", "analyst", "data-protection officer")


class CheckSchema(Schema):
    """The check of one month."""

    id = fields.UUID(required=True)
    month = fields.Date(required=True, metadata={"description": "Its first day."})
    made_at = fields.AwareDateTime(required=True)
    rules_version = fields.String(required=True)
    fairness_version = fields.String(required=True)


class FiguresSchema(Schema):
    """A group: none of its figures where it is small; no rate where so few have it, or have it not."""

    people = fields.Integer(allow_none=True, metadata={"description": "Rounded; null where too few."})
    rate = fields.Float(allow_none=True)
    expected = fields.Float(allow_none=True, metadata={"description": "The rate that needs alone explain."})
    low = fields.Float(allow_none=True)
    high = fields.Float(allow_none=True)
    is_behind = fields.Boolean(required=True)


class RowSchema(FiguresSchema):
    """A group in one comparison; `after` is how it fares once rules are levelled."""

    what = fields.String(required=True)
    dimension = fields.String(required=True)
    group = fields.String(required=True)
    group_label = fields.Nested(LabelSchema, required=True)
    after = fields.Nested(FiguresSchema, allow_none=True)


class DimensionSchema(Schema):
    """By what people are told apart."""

    code = fields.String(required=True)
    label = fields.Nested(LabelSchema, required=True)
    proxy = fields.Boolean(required=True)


class LevelledSchema(Schema):
    """A rule whose points go to everybody for a category of offers."""

    rule = fields.String(required=True)
    because = fields.Nested(LabelSchema, required=True)
    category = fields.String(required=True)


class ProxySchema(Schema):
    """How well a proxy tells a group, from 0 to 1."""

    proxy = fields.String(required=True)
    dimension = fields.String(required=True)
    strength = fields.Float(allow_none=True)


class ChallengedSchema(Schema):
    """What was challenged, and what came of it."""

    about = fields.String(required=True)
    label = fields.Nested(LabelSchema, allow_none=True)
    waiting = fields.Integer(required=True)
    explained = fields.Integer(required=True)
    set_aside = fields.Integer(required=True)
    rule_to_review = fields.Integer(required=True)


class WholeCheckSchema(CheckSchema):
    """The check of one month with what it found."""

    minimum = fields.Integer(required=True, metadata={"description": "Smaller groups are never flagged."})
    hidden_below = fields.Integer(required=True)
    people = fields.Integer(allow_none=True)
    dimensions = fields.List(fields.Nested(DimensionSchema), required=True)
    recommended = fields.List(fields.Nested(RowSchema), required=True)
    taken_up = fields.List(fields.Nested(RowSchema), required=True)
    achieved = fields.List(fields.Nested(RowSchema), required=True)
    levelled = fields.List(fields.Nested(LevelledSchema), required=True)
    proxies = fields.List(fields.Nested(ProxySchema), required=True)
    challenges = fields.List(fields.Nested(ChallengedSchema), required=True)


class RuleReviewSchema(Schema):
    """Who looked at one version of the rules, when and why."""

    book = fields.String(required=True)
    version = fields.String(required=True)
    content = fields.String(required=True)
    reviewed_on = fields.Date(required=True)
    by = fields.String(required=True)
    why = fields.String(required=True)
    challenges = fields.String(required=True)


class RuleReviewsSchema(Schema):
    """Every review of the rules."""

    items = fields.List(fields.Nested(RuleReviewSchema), required=True)


@blueprint.route("/recommendation-checks")
@roles(*READERS)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(CheckSchema))
def list_checks(asked: dict[str, Any]) -> Page[Check]:
    """The checks of the own organisation, the latest first."""
    return actions.list_checks(session(), actor(), cursor=asked.get("cursor"), limit=asked["limit"])


@blueprint.route("/recommendation-checks/<uuid:check_id>")
@roles(*READERS)
@blueprint.response(200, WholeCheckSchema)
def show_check(check_id: UUID) -> dict[str, Any]:
    """One check, with small numbers left out."""
    return shown(actions.show_check(session(), actor(), check_id))


@blueprint.route("/recommendation-rule-reviews")
@roles(*READERS)
@blueprint.response(200, RuleReviewsSchema)
def list_rule_reviews() -> dict[str, Any]:
    """Who looked at which version of the rules, when and why."""
    return {"items": actions.rule_reviews()}
