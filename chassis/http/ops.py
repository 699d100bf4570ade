"""For operations staff, in every service: what waits to be published, what could not be handled."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.http.access import roles
from chassis.http.blueprint import Blueprint
from chassis.http.current import actor, session
from chassis.http.schemas import Schema
from chassis.messaging import outbox, parked

OPERATOR = "operator"
LIMIT = 200


class OpsLimitSchema(Schema):
    """How much to show."""

    limit = fields.Integer(load_default=50, validate=validate.Range(1, LIMIT))
    discarded = fields.Boolean(load_default=False, metadata={"description": "Show what was given up."})


class OutboxEventSchema(Schema):
    """An event that has not been published yet, without its details."""

    id = fields.UUID(required=True)
    type = fields.String(required=True)
    subject = fields.UUID(required=True)
    age_seconds = fields.Float(required=True)
    attempts = fields.Integer(required=True)
    next_try_at = fields.DateTime(required=True, allow_none=True)


class OutboxSchema(Schema):
    """What has not been published yet, the oldest first."""

    oldest_seconds = fields.Float(required=True)
    items = fields.List(fields.Nested(OutboxEventSchema), required=True)


class ParkedEventSchema(Schema):
    """An event that could not be handled, without its details, which may be personal."""

    id = fields.UUID(required=True)
    event_id = fields.UUID(required=True)
    source = fields.String(required=True)
    type = fields.String(required=True)
    subject = fields.UUID(required=True, allow_none=True)
    sequence = fields.Integer(required=True, allow_none=True)
    state = fields.String(required=True)
    error = fields.String(required=True)
    attempts = fields.Integer(required=True)
    parked_at = fields.DateTime(required=True)
    next_try_at = fields.DateTime(required=True, allow_none=True)
    discarded_because = fields.String(required=True, allow_none=True)


class ParkedSchema(Schema):
    """What could not be handled, the oldest first."""

    total = fields.Integer(required=True)
    items = fields.List(fields.Nested(ParkedEventSchema), required=True)


class ParkedDiscardSchema(Schema):
    """Why a parked event is given up."""

    because = fields.String(required=True, validate=validate.Length(3, 500))


ops = Blueprint("ops", description="For operations staff: events on their way.")


@ops.route("/ops/outbox")
@roles(OPERATOR)
@ops.arguments(OpsLimitSchema(only=("limit",)), location="query")
@ops.response(200, OutboxSchema)
def show_outbox(args: dict[str, Any]) -> dict[str, Any]:
    """The events that have not been published yet."""
    return {
        "oldest_seconds": outbox.oldest_age(session()),
        "items": outbox.waiting(session(), args["limit"]),
    }


@ops.route("/ops/parked")
@roles(OPERATOR)
@ops.arguments(OpsLimitSchema, location="query")
@ops.response(200, ParkedSchema)
def show_parked(args: dict[str, Any]) -> dict[str, Any]:
    """The events that could not be handled."""
    return {
        "total": parked.count(session()),
        "items": parked.listing(session(), args["limit"], args["discarded"]),
    }


@ops.route("/ops/parked/<uuid:parked_id>/retry", methods=["POST"])
@roles(OPERATOR)
@ops.response(204)
def retry_parked(parked_id: UUID) -> None:
    """Have a parked event tried again; the service does so within seconds."""
    parked.retry(session(), parked_id)


@ops.route("/ops/parked/<uuid:parked_id>/discard", methods=["POST"])
@roles(OPERATOR)
@ops.arguments(ParkedDiscardSchema)
@ops.response(204)
def discard_parked(given: dict[str, Any], parked_id: UUID) -> None:
    """Give up a parked event for good, with the reason; those that waited for it go on."""
    parked.discard(session(), parked_id, given["because"], by=str(actor().id))


@ops.route("/ops/parked/<uuid:parked_id>/continuation", methods=["POST"])
@roles(OPERATOR)
@ops.response(204)
def continue_parked(parked_id: UUID) -> None:
    """Handle an event that waits for predecessors which will never come, as if they had."""
    parked.go_on_without(session(), parked_id)
