"""Contacts on every channel, the timeline, and the call list."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from services.casework.actions import contacts as actions
from services.casework.actions.contacts import Said
from services.casework.api.fields import because, call_id, text
from services.casework.api.people import SafeContactSchema
from services.casework.domain.contacts import Contact
from services.casework.domain.timeline import Moment

blueprint = Blueprint("contacts", description="Every time that we were in touch, on any channel.")
ADVISERS = ("adviser", "team leader")
READERS = (*ADVISERS, "participant", "data-protection officer")


class NewContactSchema(Schema):
    """How, when and by whom we were in touch, and what was said."""

    channel = fields.String(
        required=True,
        metadata={"description": "phone, letter, visit, text, email, in-person, video or chat"},
    )
    direction = fields.String(required=True, metadata={"description": "in or out"})
    occurred_at = fields.AwareDateTime(
        load_default=None, allow_none=True, metadata={"description": "Now, if you leave it out."}
    )
    summary = text(5000, metadata={"description": "What was said, or that nobody answered."})
    assisted = fields.Boolean(
        load_default=False, metadata={"description": "Whether you helped them to use the service."}
    )
    call_id = call_id()
    appointment_id = fields.UUID(load_default=None, allow_none=True)
    voicemail = fields.Boolean(load_default=False, metadata={"description": "A voicemail was left."})
    own_name = fields.Boolean(
        load_default=False,
        metadata={"description": "You said who you are to somebody who asked for another sender’s name."},
    )
    because = because()


class GroupContactSchema(Schema):
    """One contact that many people had, such as a job club."""

    participant_ids = fields.List(fields.UUID(), required=True, validate=validate.Length(1, 200))
    channel = fields.String(required=True)
    direction = fields.String(required=True)
    occurred_at = fields.AwareDateTime(load_default=None, allow_none=True)
    summary = text(5000, metadata={"description": "It goes into every record: name nobody in it."})
    because = because()


class GroupRecordedSchema(Schema):
    """How many records it is in now."""

    recorded = fields.Integer(required=True)


class OutgoingSchema(Schema):
    """Something that we sent."""

    channel = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    template = fields.String(allow_none=True)


class SaidBeforeSchema(Schema):
    """The last thing that we sent, and what it followed on another channel."""

    latest = fields.Nested(OutgoingSchema, required=True)
    followed = fields.Nested(OutgoingSchema, allow_none=True)


class ContactAdviceSchema(Schema):
    """What to know before one gets in touch with somebody."""

    channel = fields.String(attribute="card.channel", required=True)
    language = fields.String(attribute="card.language", required=True)
    safe_contact = fields.Nested(SafeContactSchema, attribute="card.safe_contact", required=True)
    is_quiet_now = fields.Boolean(required=True, metadata={"description": "These are their quiet hours."})
    said_before = fields.Nested(SaidBeforeSchema, allow_none=True)


class ContactRecordSchema(Schema):
    """A contact as it was recorded."""

    id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True)
    channel = fields.String(required=True)
    direction = fields.String(required=True)
    occurred_at = fields.AwareDateTime(required=True)
    summary = fields.String(allow_none=True)
    assisted = fields.Boolean(required=True)
    recorded_by_name = fields.String(allow_none=True)
    recorded_at = fields.AwareDateTime(required=True)
    call_id = fields.UUID(allow_none=True)
    appointment_id = fields.UUID(allow_none=True)
    voicemail = fields.Boolean(required=True)
    against = fields.List(
        fields.String(),
        required=True,
        metadata={
            "description": "What they had asked us not to do: letter, voicemail, quiet-hours, sender-name"
        },
    )
    because = fields.String(allow_none=True)


class MomentSchema(Schema):
    """One thing on the timeline."""

    kind = fields.String(
        required=True,
        metadata={
            "description": "contact, message, appointment, group, spell, programme, milestone, participant,"
            " referral or plan"
        },
    )
    id = fields.UUID(required=True)
    what = fields.String(required=True, metadata={"description": "What happened to it."})
    occurred_on = fields.Date(required=True)
    at = fields.AwareDateTime(
        required=True, allow_none=True, metadata={"description": "The instant, where it is known."}
    )
    channel = fields.String(allow_none=True)
    direction = fields.String(allow_none=True)
    code = fields.String(allow_none=True)
    about = fields.String(allow_none=True)
    helper = fields.String(allow_none=True, metadata={"description": "Who acted for the participant."})
    follows = fields.Nested(
        OutgoingSchema,
        allow_none=True,
        metadata={"description": "What we sent before about the same matter, by another channel."},
    )


class CallSchema(Schema):
    """Somebody to ring."""

    id = fields.UUID(attribute="call.id", required=True)
    participant_id = fields.UUID(attribute="call.participant_id", required=True)
    full_name = fields.String(required=True)
    called = fields.String(required=True)
    phone = fields.String(required=True, allow_none=True)
    language = fields.String(required=True)
    safe_contact = fields.Nested(SafeContactSchema, required=True)
    reason = fields.String(attribute="call.reason", required=True)
    about = fields.UUID(attribute="call.about", allow_none=True)
    due_on = fields.Date(attribute="call.due_on", required=True)
    script = fields.String(attribute="call.script", allow_none=True)
    said_before = fields.Nested(SaidBeforeSchema, allow_none=True)
    check_id = fields.UUID(
        allow_none=True,
        metadata={"description": "The question how work is going that this call can answer."},
    )


@blueprint.route("/participants/<uuid:participant_id>/contacts", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(NewContactSchema)
@blueprint.response(201, ContactRecordSchema)
def record_contact(body: dict[str, Any], participant_id: UUID) -> Contact:
    """Note a contact. Letters, calls and visits count the same as clicks."""
    return actions.record_contact(session(), actor(), participant_id, Said(**body))


@blueprint.route("/group-contacts", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(GroupContactSchema)
@blueprint.response(201, GroupRecordedSchema)
def record_group_contact(body: dict[str, Any]) -> dict[str, int]:
    """Note one contact for many people at once. It is in all of their records, or in none."""
    people = body.pop("participant_ids")
    return {"recorded": actions.record_group_contact(session(), actor(), people, Said(**body))}


@blueprint.route("/participants/<uuid:participant_id>/contact-advice")
@roles(*ADVISERS)
@blueprint.response(200, ContactAdviceSchema)
def contact_advice(participant_id: UUID) -> dict[str, Any]:
    """What they asked for, and what was sent last: to be known before one gets in touch."""
    return actions.contact_advice(session(), actor(), participant_id)


@blueprint.route("/participants/<uuid:participant_id>/timeline")
@roles(*READERS)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(MomentSchema))
def show_timeline(asked: dict[str, Any], participant_id: UUID) -> Page[Moment]:
    """Everything that happened with a person, the latest first."""
    return actions.show_timeline(
        session(), actor(), participant_id, cursor=asked.get("cursor"), limit=asked["limit"]
    )


@blueprint.route("/call-list")
@roles(*ADVISERS)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(CallSchema))
def list_calls(asked: dict[str, Any]) -> Page[dict[str, Any]]:
    """Whom to ring, the most pressing first. A call is made by recording a contact with its id."""
    return actions.list_calls(session(), actor(), cursor=asked.get("cursor"), limit=asked["limit"])
