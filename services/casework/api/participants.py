"""Participants: registering, the caseload, the record, who has read it."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis import clock
from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from services.casework.actions import participants as actions
from services.casework.actions import records, registration
from services.casework.actions import summary as summaries
from services.casework.api import person_input
from services.casework.api.fields import occurred_on
from services.casework.api.people import CaseloadRowSchema, ParticipantSchema
from services.casework.api.summaries import SummarySchema

blueprint = Blueprint("participants", description="The people who are helped, and their records.")
READERS = ("adviser", "team leader", "data-protection officer", "participant")
WRITERS = ("adviser", "team leader")


class AllocationSchema(Schema):
    """Who looks after the person from now on."""

    adviser_id = fields.UUID(required=True)
    occurred_on = occurred_on()


class CaseloadArgs(PageArgs):
    """Whom to list."""

    search = fields.String(
        validate=validate.Length(1, 200),
        metadata={
            "description": "A reference, words of a name, a date of birth, or a National Insurance number."
        },
    )
    adviser_id = fields.UUID(metadata={"description": "Only those whom this adviser looks after."})


class ReadingSchema(Schema):
    """Somebody read the record, or a part of it."""

    at = fields.AwareDateTime(required=True)
    actor_name = fields.String(allow_none=True)
    roles = fields.List(fields.String(), required=True)
    organisation_id = fields.UUID(attribute="org", allow_none=True)
    organisation_name = fields.String(allow_none=True)
    what = fields.String(required=True, metadata={"description": "What of the record was shown."})
    reason = fields.String(allow_none=True)
    why = fields.String(
        required=True,
        metadata={
            "description": "yourself, your-adviser, with-you, glass-broken, data-protection, looks-after-you"
            " or program"
        },
    )


@blueprint.route("/participants", methods=["POST"])
@roles(*WRITERS)
@blueprint.arguments(person_input.RegistrationSchema)
@blueprint.response(201, ParticipantSchema)
def register_participant(body: dict[str, Any]) -> dict[str, Any]:
    """Register a person. Your organisation answers for the record from then on."""
    person = registration.register_participant(
        session(),
        actor(),
        person_input.registration(body),
        [registration.Basis(**basis) for basis in body["lawful_bases"]],
        different_person=body["different_person"],
    )
    return actions.as_shown(session(), person)


@blueprint.route("/participants")
@roles(*READERS)
@blueprint.arguments(CaseloadArgs, location="query")
@blueprint.response(200, page_of(CaseloadRowSchema))
def list_participants(asked: dict[str, Any]) -> Page[dict[str, Any]]:
    """The caseload: everybody whose record you may see, the latest registered first."""
    return actions.list_participants(
        session(),
        actor(),
        search=asked.get("search"),
        adviser_id=asked.get("adviser_id"),
        cursor=asked.get("cursor"),
        limit=asked["limit"],
    )


@blueprint.route("/participants/<uuid:participant_id>")
@roles(*READERS)
@blueprint.etag
@blueprint.response(200, ParticipantSchema)
def show_participant(participant_id: UUID) -> dict[str, Any]:
    """The record of one person. That you read it is written down, and the person may see that."""
    return actions.show_participant(session(), actor(), participant_id)


@blueprint.route("/participants/<uuid:participant_id>", methods=["PATCH"])
@roles(*WRITERS, "participant")
@blueprint.etag
@blueprint.arguments(person_input.ParticipantChangeSchema(partial=True))
@blueprint.response(200, ParticipantSchema)
def amend_participant(body: dict[str, Any], participant_id: UUID) -> dict[str, Any]:
    """Correct what was written down, or how the person would like to be reached."""
    person = records.record_of(session(), actor(), participant_id, for_update=True)
    blueprint.check_etag(actions.as_shown(session(), person), ParticipantSchema)
    actions.amend_participant(session(), actor(), person, person_input.changes(body, person.card))
    return actions.as_shown(session(), person)


@blueprint.route("/participants/<uuid:participant_id>/allocation", methods=["POST"])
@roles(*WRITERS)
@blueprint.arguments(AllocationSchema)
@blueprint.response(200, ParticipantSchema)
def allocate_participant(body: dict[str, Any], participant_id: UUID) -> dict[str, Any]:
    """Give the person an adviser of your organisation."""
    person = actions.allocate_participant(
        session(), actor(), participant_id, body["adviser_id"], body["occurred_on"] or clock.today()
    )
    return actions.as_shown(session(), person)


@blueprint.route("/participants/<uuid:participant_id>/summary")
@roles(*READERS)
@blueprint.response(200, SummarySchema)
def show_summary(participant_id: UUID) -> dict[str, Any]:
    """Everything that the case page shows, in one call."""
    return summaries.summary(session(), actor(), participant_id)


@blueprint.route("/participants/<uuid:participant_id>/access")
@roles("participant", "data-protection officer", "adviser", "team leader")
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(ReadingSchema))
def list_readers(asked: dict[str, Any], participant_id: UUID) -> Page[dict[str, Any]]:
    """Who has read this record, and what of it: for the person and the data-protection officer."""
    return actions.list_readers(
        session(), actor(), participant_id, cursor=asked.get("cursor"), limit=asked["limit"]
    )
