"""Messages: a log that a person can read."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session, signed_in
from chassis.store.paging import Page
from services.notify import policy
from services.notify.actions import reading
from services.notify.actions.reading import Wanted
from services.notify.domain.messages import STATES, Message

blueprint = Blueprint("messages", description="What people are told, by which way, and what became of it.")


class StepSchema(Schema):
    """One thing that was tried, or the reason why a way was passed over."""

    channel = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    outcome = fields.String(required=True)
    words = fields.String(required=True)


class MessageSchema(Schema):
    """A message, without what it says."""

    id = fields.UUID(required=True)
    participant_id = fields.Function(
        lambda message: _readable(message, message.person_id),
        metadata={"type": ["string", "null"], "format": "uuid", "description": "Not for the operator."},
    )
    about = fields.Function(
        lambda message: _readable(message, message.about),
        metadata={"type": ["string", "null"], "format": "uuid", "description": "The id of what it tells of."},
    )
    fact = fields.String(required=True, metadata={"description": "What led to it: appointment.booked."})
    template = fields.String(required=True)
    template_version = fields.Integer(required=True, allow_none=True)
    language = fields.String(required=True, allow_none=True)
    channel = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    reason = fields.String(required=True, allow_none=True)
    due_at = fields.AwareDateTime(required=True)
    told_on = fields.Date(required=True, allow_none=True)
    attempts = fields.Integer(required=True)
    next_try_at = fields.AwareDateTime(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)


class MessageDetailSchema(MessageSchema):
    """A message with its words, for those who may read them, and with everything that was tried."""

    subject = fields.Function(
        lambda message: _readable(message, message.subject), metadata={"type": ["string", "null"]}
    )
    body = fields.Function(
        lambda message: _readable(message, message.body), metadata={"type": ["string", "null"]}
    )
    log = fields.List(fields.Nested(StepSchema), required=True)


class MessageArgs(PageArgs):
    """Which messages are asked for."""

    participant_id = fields.UUID(load_default=None)
    state = fields.String(load_default=None, validate=validate.OneOf(STATES))


@blueprint.route("/messages")
@roles("operator", *policy.HELPERS)
@blueprint.arguments(MessageArgs, location="query")
@blueprint.response(200, page_of(MessageSchema))
def list_messages(asked: dict[str, Any]) -> Page[Message]:
    """What was sent to the people whom the organisation helps; the operator sees the states of all."""
    cursor, limit = asked.pop("cursor", None), asked.pop("limit")
    return reading.log(session(), actor(), Wanted(**asked), cursor, limit)


@blueprint.route("/messages/<uuid:message_id>")
@signed_in
@blueprint.response(200, MessageDetailSchema)
def show_message(message_id: UUID) -> Message:
    """One message, and everything that was tried to deliver it."""
    return reading.one(session(), actor(), message_id)


@blueprint.route("/participants/<uuid:participant_id>/messages")
@roles("participant", *policy.HELPERS)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(MessageDetailSchema))
def list_messages_of_participant(asked: dict[str, Any], participant_id: UUID) -> Page[Message]:
    """What this person was told, by each way, and what waits to be told."""
    return reading.of_person(session(), actor(), participant_id, asked.get("cursor"), asked["limit"])


def _readable(message: Message, value: Any) -> Any:
    """The value for those who may read what a message says, else nothing."""
    if value is None or not policy.reads_content(actor()):
        return None
    return str(value) if isinstance(value, UUID) else value
