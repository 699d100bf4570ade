"""Interviews in the diary of a participant."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis.http import Blueprint, PageArgs, Schema, actor, roles, session
from services.casework.actions import interviews as actions
from services.casework.actions.interviews import InterviewTold
from services.casework.api.fields import one_of, text
from services.casework.api.job_search import PARTIES

blueprint = Blueprint(
    "interviews", description="Interviews in a participant's diary, seen by whom they choose."
)


class InterviewInputSchema(Schema):
    """When and where it is, as the employer said."""

    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    channel = one_of("appointment-channels", required=True)
    place = text(300, required=False, load_default=None, allow_none=True)
    with_whom = text(200, required=False, load_default=None, allow_none=True)
    notes = text(5000, required=False, load_default=None, allow_none=True)


class InterviewSchema(Schema):
    """An interview, the job that it is for, and where it stands now."""

    id = fields.UUID(attribute="interview.id", required=True)
    participant_id = fields.UUID(attribute="interview.participant_id", required=True)
    application_id = fields.UUID(attribute="interview.application_id", required=True)
    title = fields.String(attribute="application.title", required=True)
    employer = fields.String(attribute="application.employer", required=True)
    starts_at = fields.AwareDateTime(attribute="interview.starts_at", required=True)
    ends_at = fields.AwareDateTime(attribute="interview.ends_at", required=True)
    channel = fields.String(attribute="interview.channel", required=True)
    place = fields.String(attribute="interview.place", allow_none=True)
    with_whom = fields.String(attribute="interview.with_whom", allow_none=True)
    notes = fields.String(attribute="interview.notes", allow_none=True)
    supersedes = fields.UUID(attribute="interview.supersedes", allow_none=True)
    helper = fields.String(attribute="interview.helper", allow_none=True)
    status = fields.String(required=True, metadata={"description": "booked, past, moved or cancelled"})


class InterviewListSchema(Schema):
    """The interviews, for those who may see them; for others nothing."""

    items = fields.List(fields.Nested(InterviewSchema), required=True)
    next = fields.String(required=True, allow_none=True)
    granted = fields.Boolean(required=True, metadata={"description": "Whether you may see them."})


@blueprint.route("/applications/<uuid:application_id>/interviews", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(InterviewInputSchema)
@blueprint.response(201, InterviewSchema)
def book_interview(body: dict[str, Any], application_id: UUID) -> dict[str, Any]:
    """Put an interview into your diary. The application moves to that stage by itself."""
    return actions.book_interview(session(), actor(), application_id, InterviewTold(**body))


@blueprint.route("/participants/<uuid:participant_id>/interviews")
@roles(*PARTIES)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, InterviewListSchema)
def list_interviews(asked: dict[str, Any], participant_id: UUID) -> dict[str, Any]:
    """A person's interviews, the latest first, if they let you see them."""
    return actions.list_interviews(
        session(), actor(), participant_id, cursor=asked.get("cursor"), limit=asked["limit"]
    )


@blueprint.route("/interviews/<uuid:interview_id>/rearrangement", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(InterviewInputSchema)
@blueprint.response(201, InterviewSchema)
def move_interview(body: dict[str, Any], interview_id: UUID) -> dict[str, Any]:
    """Another time was found: the new interview stands in for this one."""
    return actions.move_interview(session(), actor(), interview_id, InterviewTold(**body))


@blueprint.route("/interviews/<uuid:interview_id>/cancellation", methods=["POST"])
@roles(*PARTIES)
@blueprint.response(200, InterviewSchema)
def cancel_interview(interview_id: UUID) -> dict[str, Any]:
    """It will not take place."""
    return actions.cancel_interview(session(), actor(), interview_id)
