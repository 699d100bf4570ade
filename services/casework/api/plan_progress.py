"""A plan that holds: added to, begun, evidenced, reviewed; and two versions side by side."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis import clock
from chassis.http import Blueprint, Schema, actor, roles, session
from services.casework.actions import plan_progress as actions
from services.casework.actions.plans import compare_versions
from services.casework.api.documents import NewDocumentSchema
from services.casework.api.fields import HappenedSchema, occurred_on, text
from services.casework.api.plans import PARTIES, READERS, IntentionSchema, PlanActionSchema, PlanSchema
from services.casework.domain.plan_actions import STEPS, Intention
from services.casework.domain.plan_comparison import Comparison
from services.casework.domain.plans import Plan

blueprint = Blueprint("plan_progress", description="How a plan goes, and how its versions differ.")


class AddedActionSchema(IntentionSchema):
    """What a party adds to a plan that holds: something that they will do themselves."""

    occurred_on = occurred_on()


class ProgressInputSchema(HappenedSchema):
    """How an action goes; whoever gives it up says why."""

    step = fields.String(required=True, validate=validate.OneOf(sorted(STEPS)))
    reason = text(1000, required=False, allow_none=True)


class EvidenceSchema(HappenedSchema):
    """What shows how far it has got: in words, by a document of the person, or both."""

    words = text(2000, required=False, load_default=None, allow_none=True)
    document_id = fields.UUID(load_default=None, allow_none=True)
    document = fields.Nested(
        NewDocumentSchema,
        load_default=None,
        allow_none=True,
        metadata={"description": "One that is handed in with it, and kept among the person's documents."},
    )


class ReviewSchema(HappenedSchema):
    """What both found when they looked at the plan again, and when they will look next."""

    note = text(2000)
    next_on = fields.Date(allow_none=True)


class ComparedSchema(Schema):
    """Which two versions are compared."""

    with_id = fields.UUID(
        data_key="with", metadata={"description": "Another version; without it the one before."}
    )


class ActionChangeSchema(Schema):
    """One action as it was and as it is."""

    change = fields.String(required=True, validate=validate.OneOf(["kept", "changed", "added", "left-out"]))
    different = fields.List(fields.String(), required=True)
    before = fields.Nested(PlanActionSchema, allow_none=True)
    after = fields.Nested(PlanActionSchema, allow_none=True)


class ComparisonSchema(Schema):
    """Two versions, the earlier one first, and each action as it was and as it is."""

    before = fields.Nested(PlanSchema, required=True)
    after = fields.Nested(PlanSchema, required=True)
    actions = fields.List(fields.Nested(ActionChangeSchema), required=True)


@blueprint.route("/plans/<uuid:plan_id>/comparison")
@roles(*READERS)
@blueprint.arguments(ComparedSchema, location="query")
@blueprint.response(200, ComparisonSchema)
def compare(asked: dict[str, Any], plan_id: UUID) -> Comparison:
    """This version beside another one, or beside the one before it."""
    return compare_versions(session(), actor(), plan_id, asked.get("with_id"))


@blueprint.route("/plans/<uuid:plan_id>/actions", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(AddedActionSchema)
@blueprint.response(201, PlanSchema)
def add_action(body: dict[str, Any], plan_id: UUID) -> Plan:
    """A party adds something that they will do themselves; what the other is to do wants a new version."""
    on = body.pop("occurred_on") or clock.today()
    return actions.add_action(session(), actor(), plan_id, Intention(**body), on)


@blueprint.route("/plans/<uuid:plan_id>/actions/<uuid:action_id>/progress", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(ProgressInputSchema)
@blueprint.response(200, PlanSchema)
def note_progress(body: dict[str, Any], plan_id: UUID, action_id: UUID) -> Plan:
    """It was begun, was not done, or is not to be done any more."""
    on = body["occurred_on"] or clock.today()
    said = (body["step"], body.get("reason"))
    return actions.note_progress(session(), actor(), plan_id, action_id, *said, on)


@blueprint.route("/plans/<uuid:plan_id>/actions/<uuid:action_id>/evidence", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(EvidenceSchema)
@blueprint.response(200, PlanSchema)
def show_evidence(body: dict[str, Any], plan_id: UUID, action_id: UUID) -> Plan:
    """Say what shows how far it has got."""
    on = body["occurred_on"] or clock.today()
    shows = (body["words"], body["document_id"], body["document"])
    return actions.show_evidence(session(), actor(), plan_id, action_id, *shows, on)


@blueprint.route("/plans/<uuid:plan_id>/reviews", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(ReviewSchema)
@blueprint.response(201, PlanSchema)
def review_plan(body: dict[str, Any], plan_id: UUID) -> Plan:
    """Both looked at it again; either writes down what they found."""
    on = body["occurred_on"] or clock.today()
    return actions.review_plan(session(), actor(), plan_id, body["note"], body.get("next_on"), on)
