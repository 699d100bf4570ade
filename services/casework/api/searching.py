"""The diary of a job search, and summaries of it as evidence."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis import clock
from chassis.http import Blueprint, PageArgs, Schema, actor, roles, session
from services.casework.actions import searching as actions
from services.casework.actions.searching import ActivityTold
from services.casework.api.fields import occurred_on, one_of, text
from services.casework.api.job_search import PARTIES
from services.casework.domain.evidence import Evidence
from services.casework.domain.searching import DAY, Activity

blueprint = Blueprint("search-diary", description="What a participant did to find work, and evidence of it.")


class NewActivitySchema(Schema):
    """What you did, on which day, and how long it took."""

    kind = one_of("search-activities", required=True)
    occurred_on = occurred_on()
    minutes = fields.Integer(strict=True, required=True, validate=validate.Range(1, DAY))
    note = text(2000, required=False, load_default=None, allow_none=True)
    application_id = fields.UUID(load_default=None, allow_none=True)


class ActivitySchema(Schema):
    """One thing that was done."""

    id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    occurred_on = fields.Date(required=True)
    minutes = fields.Integer(required=True)
    note = fields.String(allow_none=True)
    application_id = fields.UUID(allow_none=True)
    helper = fields.String(allow_none=True, metadata={"description": "Who acted for the participant."})


class ActivityListSchema(Schema):
    """The diary, for those who may see it; for others nothing."""

    items = fields.List(fields.Nested(ActivitySchema), required=True)
    next = fields.String(required=True, allow_none=True)
    granted = fields.Boolean(required=True, metadata={"description": "Whether you may see it."})


class PeriodArgs(Schema):
    """From which day to which, both counted; the last fourteen days if you leave it out."""

    first = fields.Date(data_key="from", load_default=None)
    last = fields.Date(data_key="until", load_default=None)


class PeriodInputSchema(PeriodArgs):
    """The period of the summary that you hand over."""


class SearchSummarySchema(Schema):
    """What was done in a period, as it is known now."""

    from_on = fields.Date(required=True)
    until_on = fields.Date(required=True)
    made_on = fields.Date(required=True)
    content = fields.Dict(required=True, metadata={"description": "Applications, interviews, activities."})


class HandedOverSchema(Schema):
    """For which period a summary was handed over, and when."""

    id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True)
    from_on = fields.Date(required=True)
    until_on = fields.Date(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    helper = fields.String(allow_none=True)
    withdrawn_at = fields.AwareDateTime(allow_none=True)


class SearchEvidenceSchema(HandedOverSchema):
    """A summary that was handed over: it says what it said on the day when it was made."""

    content = fields.Dict(required=True, metadata={"description": "Applications, interviews, activities."})


class SearchEvidenceListSchema(Schema):
    """The summaries that were handed over."""

    items = fields.List(fields.Nested(HandedOverSchema), required=True)
    next = fields.String(required=True, allow_none=True)


@blueprint.route("/participants/<uuid:participant_id>/search-diary", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(NewActivitySchema)
@blueprint.response(201, ActivitySchema)
def note_activity(body: dict[str, Any], participant_id: UUID) -> Activity:
    """Note something that you did to find work."""
    told = ActivityTold(**body | {"occurred_on": body["occurred_on"] or clock.today()})
    return actions.note_activity(session(), actor(), participant_id, told)


@blueprint.route("/participants/<uuid:participant_id>/search-diary")
@roles(*PARTIES)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, ActivityListSchema)
def list_activities(asked: dict[str, Any], participant_id: UUID) -> dict[str, Any]:
    """The diary of a person's job search, if they let you see it."""
    return actions.list_activities(
        session(), actor(), participant_id, cursor=asked.get("cursor"), limit=asked["limit"]
    )


@blueprint.route("/search-diary/<uuid:activity_id>/removal", methods=["POST"])
@roles(*PARTIES)
@blueprint.response(200, ActivitySchema)
def remove_activity(activity_id: UUID) -> Activity:
    """Take out what was noted by mistake."""
    return actions.remove_activity(session(), actor(), activity_id)


@blueprint.route("/participants/<uuid:participant_id>/search-summary")
@roles(*PARTIES)
@blueprint.arguments(PeriodArgs, location="query")
@blueprint.response(200, SearchSummarySchema)
def summarise_search(asked: dict[str, Any], participant_id: UUID) -> dict[str, Any]:
    """What was done in a period; for the person, and for whom they let see their applications and diary."""
    return actions.summarise_search(session(), actor(), participant_id, asked["first"], asked["last"])


@blueprint.route("/participants/<uuid:participant_id>/search-evidence", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(PeriodInputSchema)
@blueprint.response(201, SearchEvidenceSchema)
def hand_over_evidence(body: dict[str, Any], participant_id: UUID) -> Evidence:
    """Hand over the summary of a period. Those who look after you may read it, and nothing else."""
    return actions.hand_over_evidence(session(), actor(), participant_id, body["first"], body["last"])


@blueprint.route("/participants/<uuid:participant_id>/search-evidence")
@roles(*PARTIES)
@blueprint.response(200, SearchEvidenceListSchema)
def list_evidence(participant_id: UUID) -> dict[str, Any]:
    """The summaries that a person has handed over, the latest first."""
    return {"items": actions.list_evidence(session(), actor(), participant_id), "next": None}


@blueprint.route("/search-evidence/<uuid:evidence_id>")
@roles(*PARTIES)
@blueprint.response(200, SearchEvidenceSchema)
def show_evidence(evidence_id: UUID) -> Evidence:
    """One summary that was handed over."""
    return actions.show_evidence(session(), actor(), evidence_id)


@blueprint.route("/search-evidence/<uuid:evidence_id>/revocation", methods=["POST"])
@roles(*PARTIES)
@blueprint.response(200, SearchEvidenceSchema)
def withdraw_evidence(evidence_id: UUID) -> Evidence:
    """Take it back: from now on nobody else reads it."""
    return actions.withdraw_evidence(session(), actor(), evidence_id)
