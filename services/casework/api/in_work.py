"""Staying in work: questions and answers, who has gone quiet, and what shows that somebody is in work."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis import clock
from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from services.casework.actions import in_work as actions
from services.casework.api.fields import Phone, because, call_id, one_of, text
from services.casework.domain.in_work import InWorkPlan

blueprint = Blueprint("in-work", description="Keeping in touch with people in work.")
ADVISERS = ("adviser", "team leader")
PARTIES = (*ADVISERS, "participant")


class InWorkAnswerSchema(Schema):
    """What they answered, and when."""

    answer = one_of("in-work-answers", required=True)
    note = text(2000, required=False, load_default=None, allow_none=True)
    answered_on = fields.Date(load_default=None, allow_none=True)
    call_id = call_id()
    because = because()


class InWorkReplySchema(Schema):
    """A text that came back, and from which phone."""

    phone = Phone(required=True)
    text = text(500)


class InWorkCheckSchema(Schema):
    """One question, and what came back."""

    id = fields.UUID(required=True)
    number = fields.Integer(required=True)
    asked_on = fields.Date(required=True)
    answer = fields.String(allow_none=True, metadata={"description": "A code of in-work-answers."})
    answered_on = fields.Date(allow_none=True)
    note = fields.String(allow_none=True)


class InWorkPlanSchema(Schema):
    """How we keep in touch about one job."""

    id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True)
    spell_id = fields.UUID(required=True)
    state = fields.String(required=True, metadata={"description": "A code of in-work-states."})
    next_on = fields.Date(allow_none=True)
    stopped_on = fields.Date(allow_none=True)
    checks = fields.List(fields.Nested(InWorkCheckSchema), required=True)


class WorkReturnSchema(Schema):
    """A time without work after a job."""

    left_on = fields.Date(required=True)
    back_on = fields.Date(allow_none=True)
    days = fields.Integer(allow_none=True)


class EmployerContactInputSchema(Schema):
    """Whether the person agrees that the employer is asked, and whom."""

    may_contact = fields.Boolean(required=True)
    name = text(200, required=False, load_default=None, allow_none=True)
    phone = Phone(load_default=None, allow_none=True)


class EmployerContactSchema(Schema):
    """Whom at the employer's one may ask."""

    spell_id = fields.UUID(required=True)
    may_contact = fields.Boolean(required=True)
    name = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)


class WorkEvidenceInputSchema(Schema):
    """What was seen, and when."""

    kind = fields.String(required=True, metadata={"description": "A code of work-evidence."})
    seen_on = fields.Date(load_default=None, allow_none=True)
    note = text(1000, required=False, load_default=None, allow_none=True)


class WorkEvidenceSchema(Schema):
    """Something that shows that somebody is in work."""

    id = fields.UUID(required=True)
    spell_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    seen_on = fields.Date(required=True)
    note = fields.String(allow_none=True)


class InWorkSchema(Schema):
    """How it goes with somebody in work."""

    plans = fields.List(fields.Nested(InWorkPlanSchema), required=True)
    returns = fields.List(fields.Nested(WorkReturnSchema), required=True)
    employers = fields.List(fields.Nested(EmployerContactSchema), required=True)
    evidence = fields.List(fields.Nested(WorkEvidenceSchema), required=True)


class InWorkRowSchema(Schema):
    """Somebody in work, and whether anybody should ring them."""

    plan_id = fields.UUID(attribute="plan.id", required=True)
    participant_id = fields.UUID(attribute="plan.participant_id", required=True)
    full_name = fields.String(required=True)
    called = fields.String(required=True)
    employer = fields.String(allow_none=True)
    state = fields.String(required=True, metadata={"description": "A code of in-work-states."})
    missed = fields.Integer(required=True, metadata={"description": "Unanswered in a row."})
    asked_on = fields.Date(allow_none=True)
    answer = fields.String(allow_none=True)
    next_on = fields.Date(attribute="plan.next_on", allow_none=True)


@blueprint.route("/spells/<uuid:spell_id>/in-work-plan", methods=["POST"])
@roles(*ADVISERS)
@blueprint.response(201, InWorkPlanSchema)
def open_plan(spell_id: UUID) -> InWorkPlan:
    """Keep in touch about this job: they are asked one question now and then."""
    return actions.open_plan(session(), actor(), spell_id)


@blueprint.route("/in-work-plans/<uuid:plan_id>/settlement", methods=["POST"])
@roles(*ADVISERS)
@blueprint.response(200, InWorkPlanSchema)
def settle_plan(plan_id: UUID) -> InWorkPlan:
    """You have spoken to them: the warning has done its work."""
    return actions.settle_plan(session(), actor(), plan_id)


@blueprint.route("/in-work-plans/<uuid:plan_id>/end", methods=["POST"])
@roles(*ADVISERS)
@blueprint.response(200, InWorkPlanSchema)
def stop_plan(plan_id: UUID) -> InWorkPlan:
    """Ask them no more."""
    return actions.stop_plan(session(), actor(), plan_id)


@blueprint.route("/in-work-checks/<uuid:check_id>/answer", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(InWorkAnswerSchema)
@blueprint.response(200, InWorkPlanSchema)
def answer_check(body: dict[str, Any], check_id: UUID) -> InWorkPlan:
    """Answer for yourself, or write down what somebody told you."""
    on = body.pop("answered_on") or clock.today()
    return actions.answer_check(session(), actor(), check_id, on=on, **body)


@blueprint.route("/in-work-replies", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(InWorkReplySchema)
@blueprint.response(200, InWorkPlanSchema)
def receive_reply(body: dict[str, Any]) -> InWorkPlan:
    """Hand in a text that came back. What nobody can read as an answer means: please ring me."""
    return actions.receive_reply(session(), actor(), body["phone"], body["text"])


@blueprint.route("/participants/<uuid:participant_id>/in-work")
@roles(*PARTIES)
@blueprint.response(200, InWorkSchema)
def show_in_work(participant_id: UUID) -> dict[str, Any]:
    """How it goes with somebody in work."""
    return actions.show_in_work(session(), actor(), participant_id)


@blueprint.route("/in-work")
@roles(*ADVISERS)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(InWorkRowSchema))
def list_board(asked: dict[str, Any]) -> Page[dict[str, Any]]:
    """Everybody in work; those first who ask for help or have stopped answering."""
    return actions.list_board(session(), actor(), cursor=asked.get("cursor"), limit=asked["limit"])


@blueprint.route("/spells/<uuid:spell_id>/employer-contact", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(EmployerContactInputSchema)
@blueprint.response(200, EmployerContactSchema)
def keep_employer_contact(body: dict[str, Any], spell_id: UUID) -> dict[str, Any]:
    """Whether they agree that the employer is asked, and whom; what was said last holds."""
    return actions.keep_employer_contact(session(), actor(), spell_id, **body)


@blueprint.route("/spells/<uuid:spell_id>/evidence", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(WorkEvidenceInputSchema)
@blueprint.response(201, WorkEvidenceSchema)
def see_evidence(body: dict[str, Any], spell_id: UUID) -> dict[str, Any]:
    """Note what you have seen that shows that they are in work."""
    seen_on = body["seen_on"] or clock.today()
    return actions.see_evidence(session(), actor(), spell_id, body["kind"], seen_on, body["note"])
