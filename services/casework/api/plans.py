"""Action plans: drafted, put before the other party, agreed or given back, done."""

from typing import Any
from uuid import UUID

from flask import has_request_context, request
from marshmallow import fields, validate

from chassis import clock
from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.http.bodies import tag_of
from chassis.problems import OutOfDate
from chassis.store.paging import Page
from services.casework.actions import plans as actions
from services.casework.api.fields import HappenedSchema, occurred_on, text
from services.casework.domain.plan_actions import (
    EVIDENCE,
    LONGEST_REMINDER,
    OWNERS,
    STEPS,
    TOWARDS,
    Intention,
)
from services.casework.domain.plans import MOST_ACTIONS, Plan

blueprint = Blueprint("plans", description="What a participant and an adviser are going to do.")
READERS = ("adviser", "team leader", "data-protection officer", "participant")
PARTIES = ("adviser", "team leader", "participant")


class IntentionSchema(Schema):
    """What somebody is going to do, by when, and which barrier or goal it is for."""

    title = text(300, metadata={"example": "Visit the library"})
    towards_kind = fields.String(
        required=True, validate=validate.OneOf(sorted(TOWARDS)), metadata={"example": "barrier"}
    )
    towards = text(
        300,
        metadata={"description": "The code of a barrier, or a goal in words.", "example": "digital-access"},
    )
    owner = fields.String(required=True, validate=validate.OneOf(sorted(OWNERS)))
    due_on = fields.Date(required=True)
    continues = fields.UUID(
        allow_none=True, metadata={"description": "The action of an earlier version that goes on."}
    )
    remind_days = fields.Integer(
        allow_none=True,
        strict=True,
        validate=validate.Range(0, LONGEST_REMINDER),
        metadata={"description": "The participant is reminded so many days before; not at all without it."},
    )


class PlanInputSchema(Schema):
    """A plan as its author writes it."""

    aim = text(500, required=False, allow_none=True)
    review_on = fields.Date(
        allow_none=True, metadata={"description": "When both look at it again: after it is submitted."}
    )
    actions = fields.List(
        fields.Nested(IntentionSchema), required=True, validate=validate.Length(max=MOST_ACTIONS)
    )


class PlanChangeSchema(Schema):
    """What is to be different; `actions` replaces all, so each of them is said in full."""

    aim = text(500, required=False, allow_none=True)
    review_on = fields.Date(allow_none=True)
    actions = fields.List(fields.Nested(IntentionSchema), validate=validate.Length(max=MOST_ACTIONS))


class NewPlanSchema(PlanInputSchema):
    """The next version of a plan."""

    occurred_on = occurred_on()


class ReturnSchema(HappenedSchema):
    """Why the other party does not agree."""

    reason = text(1000)


class CompletionSchema(HappenedSchema):
    """Something was done."""

    note = text(1000, required=False, allow_none=True)


class ProgressSchema(Schema):
    """What was said about an action on its way: a step with its reason, or evidence in words."""

    what = fields.String(required=True, validate=validate.OneOf([*STEPS, EVIDENCE]))
    words = fields.String(allow_none=True)
    document_id = fields.UUID(allow_none=True, metadata={"description": "The document that shows it."})
    occurred_on = fields.Date(required=True)
    party = fields.String(required=True)
    assisted = fields.Boolean(required=True)
    helper = fields.String(allow_none=True, metadata={"description": "Who acted for the participant."})


class PlanActionSchema(Schema):
    """One thing to do."""

    id = fields.UUID(required=True)
    title = fields.String(required=True)
    towards_kind = fields.String(required=True)
    towards = fields.String(required=True)
    owner = fields.String(required=True)
    due_on = fields.Date(required=True)
    status = fields.String(required=True)
    completed_on = fields.Date(allow_none=True)
    completion_note = fields.String(allow_none=True)
    continues = fields.UUID(allow_none=True)
    remind_days = fields.Integer(allow_none=True)
    added_on = fields.Date(
        allow_none=True, metadata={"description": "When its owner added it to an agreed plan."}
    )
    progress = fields.List(fields.Nested(ProgressSchema), required=True)


class PlanReviewSchema(Schema):
    """Both looked at the plan again."""

    note = fields.String(required=True)
    next_on = fields.Date(allow_none=True)
    occurred_on = fields.Date(required=True)
    party = fields.String(required=True)
    assisted = fields.Boolean(required=True)
    helper = fields.String(allow_none=True, metadata={"description": "Who acted for the participant."})


class PlanStepSchema(Schema):
    """One step in the life of a plan."""

    step = fields.String(required=True)
    occurred_on = fields.Date(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    party = fields.String(required=True)
    assisted = fields.Boolean(required=True)
    helper = fields.String(allow_none=True, metadata={"description": "Who acted for the participant."})
    reason = fields.String(allow_none=True)


class PlanSchema(Schema):
    """One version of a plan."""

    id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True)
    version = fields.Integer(required=True)
    author = fields.String(required=True, metadata={"description": "Which party wrote it."})
    status = fields.String(required=True)
    aim = fields.String(allow_none=True)
    agreed_on = fields.Date(allow_none=True)
    actions = fields.List(fields.Nested(PlanActionSchema), required=True)
    steps = fields.List(fields.Nested(PlanStepSchema), required=True)
    review_on = fields.Date(allow_none=True, metadata={"description": "When both look at it again."})
    reviews = fields.List(fields.Nested(PlanReviewSchema), required=True)


@blueprint.route("/participants/<uuid:participant_id>/plans", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(NewPlanSchema)
@blueprint.response(201, PlanSchema)
def draft_plan(body: dict[str, Any], participant_id: UUID) -> Plan:
    """Write the next version. The other party is asked when it is submitted."""
    on = body["occurred_on"] or clock.today()
    written = (body.get("aim"), _intentions(body))
    return actions.draft_plan(session(), actor(), participant_id, *written, on, body.get("review_on"))


@blueprint.route("/participants/<uuid:participant_id>/plans")
@roles(*READERS)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(PlanSchema))
def list_plans(asked: dict[str, Any], participant_id: UUID) -> Page[Plan]:
    """All versions, the latest first."""
    return actions.list_plans(
        session(), actor(), participant_id, cursor=asked.get("cursor"), limit=asked["limit"]
    )


@blueprint.route("/plans/<uuid:plan_id>")
@roles(*READERS)
@blueprint.etag
@blueprint.response(200, PlanSchema)
def show_plan(plan_id: UUID) -> Plan:
    """One version of a plan."""
    return actions.show_plan(session(), actor(), plan_id)


@blueprint.route("/plans/<uuid:plan_id>", methods=["PATCH"])
@roles(*PARTIES)
@blueprint.etag
@blueprint.arguments(PlanChangeSchema)
@blueprint.response(200, PlanSchema)
def revise_plan(body: dict[str, Any], plan_id: UUID) -> Plan:
    """Its author changes it before it is submitted, or after it was given back. `actions` replaces all."""
    plan = actions.plan_of(session(), actor(), plan_id, for_update=True)
    blueprint.check_etag(plan, PlanSchema)
    intentions = _intentions(body) if "actions" in body else None
    aim, review_on = body.get("aim", plan.aim), body.get("review_on", plan.review_on)
    return actions.revise_plan(session(), actor(), plan, aim, intentions, review_on)


@blueprint.route("/plans/<uuid:plan_id>/submission", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(HappenedSchema)
@blueprint.response(200, PlanSchema)
def submit_plan(body: dict[str, Any], plan_id: UUID) -> Plan:
    """Its author puts it before the other party."""
    return actions.submit_plan(session(), actor(), plan_id, body["occurred_on"] or clock.today())


@blueprint.route("/plans/<uuid:plan_id>/agreement", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(HappenedSchema)
@blueprint.response(200, PlanSchema)
def agree_plan(body: dict[str, Any], plan_id: UUID) -> Plan:
    """The other party than its author agrees. It replaces the version before it.

    With If-Match, to what was read and to nothing else: a plan that came back changed meanwhile is a 412.
    """
    _require_seen(plan_id)
    return actions.agree_plan(session(), actor(), plan_id, body["occurred_on"] or clock.today())


@blueprint.route("/plans/<uuid:plan_id>/return", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(ReturnSchema)
@blueprint.response(200, PlanSchema)
def return_plan(body: dict[str, Any], plan_id: UUID) -> Plan:
    """The other party than its author does not agree, and says why."""
    on = body["occurred_on"] or clock.today()
    return actions.return_plan(session(), actor(), plan_id, body["reason"], on)


@blueprint.route("/plans/<uuid:plan_id>/actions/<uuid:action_id>/completion", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(CompletionSchema)
@blueprint.response(200, PlanSchema)
def complete_action(body: dict[str, Any], plan_id: UUID, action_id: UUID) -> Plan:
    """Something in the plan was done."""
    on = body["occurred_on"] or clock.today()
    return actions.complete_action(session(), actor(), plan_id, action_id, on, body.get("note"))


def _require_seen(plan_id: UUID) -> None:
    # The short way takes no request with a condition, and has no request of Flask's.
    if not (has_request_context() and request.if_match):
        return
    plan = actions.plan_of(session(), actor(), plan_id, for_update=True)
    if tag_of(PlanSchema().dump(plan)) not in request.if_match:
        raise OutOfDate


def _intentions(body: dict[str, Any]) -> list[Intention]:
    return [Intention(**intention) for intention in body["actions"]]
