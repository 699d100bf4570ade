"""Circumstances over time, and the barriers that follow from them."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis import clock
from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from services.casework.actions import circumstances as actions
from services.casework.api.fields import LabelSchema, occurred_on

blueprint = Blueprint("circumstances", description="How a person's life is, and what stands in the way.")
READERS = ("adviser", "team leader", "data-protection officer", "participant")


class CircumstancesInputSchema(Schema):
    """What was told, topic by topic; `GET /reference/circumstances` says what can be told."""

    circumstances = fields.Dict(
        keys=fields.String(),
        values=fields.Dict(keys=fields.String(), values=fields.Raw()),
        required=True,
        validate=validate.Length(1, 30),
        metadata={"example": {"digital_access": {"device": "none", "confidence": 2}}},
    )
    occurred_on = occurred_on()


class CircumstancesArgs(PageArgs):
    """Which circumstances."""

    topic = fields.String(validate=validate.Length(1, 40))


class CircumstanceSchema(Schema):
    """What was told about one topic."""

    id = fields.UUID(attribute="circumstance.id", required=True)
    topic = fields.String(attribute="circumstance.topic", required=True)
    details = fields.Dict(keys=fields.String(), attribute="circumstance.details", required=True)
    occurred_on = fields.Date(attribute="circumstance.occurred_on", required=True)
    recorded_at = fields.AwareDateTime(attribute="circumstance.recorded_at", required=True)
    told_by = fields.String(attribute="circumstance.party", required=True)
    assisted = fields.Boolean(attribute="circumstance.assisted", required=True)
    is_current = fields.Boolean(required=True)


class BarrierSchema(Schema):
    """Something that stands, or stood, between the person and work; and why we think so."""

    code = fields.String(attribute="barrier.code", required=True)
    label = fields.Nested(LabelSchema, required=True)
    because = fields.Nested(LabelSchema, attribute="barrier.because", required=True)
    from_on = fields.Date(attribute="barrier.from_on", required=True)
    until_on = fields.Date(attribute="barrier.until_on", allow_none=True)
    rules_version = fields.String(attribute="barrier.rules_version", required=True)


class BarriersSchema(Schema):
    """All barriers of a person; those that stand come first."""

    items = fields.List(fields.Nested(BarrierSchema), required=True)


@blueprint.route("/participants/<uuid:participant_id>/circumstances", methods=["POST"])
@roles("adviser", "team leader", "participant")
@blueprint.arguments(CircumstancesInputSchema)
@blueprint.response(201, BarriersSchema)
def record_circumstances(body: dict[str, Any], participant_id: UUID) -> dict[str, Any]:
    """Tell how things are, from one day on. The answer is what stands in the way now."""
    on = body["occurred_on"] or clock.today()
    return {
        "items": actions.record_circumstances(session(), actor(), participant_id, body["circumstances"], on)
    }


@blueprint.route("/participants/<uuid:participant_id>/circumstances")
@roles(*READERS)
@blueprint.arguments(CircumstancesArgs, location="query")
@blueprint.response(200, page_of(CircumstanceSchema))
def list_circumstances(asked: dict[str, Any], participant_id: UUID) -> Page[dict[str, Any]]:
    """What was told, the latest first."""
    return actions.list_circumstances(
        session(),
        actor(),
        participant_id,
        topic=asked.get("topic"),
        cursor=asked.get("cursor"),
        limit=asked["limit"],
    )


@blueprint.route("/participants/<uuid:participant_id>/barriers")
@roles(*READERS)
@blueprint.response(200, BarriersSchema)
def list_barriers(participant_id: UUID) -> dict[str, Any]:
    """What stands or stood between the person and work."""
    return {"items": actions.list_barriers(session(), actor(), participant_id)}
