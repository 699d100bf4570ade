"""Consents: a person's word to a purpose, and its withdrawal."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis import clock
from chassis.http import Blueprint, Schema, actor, roles, session
from services.casework.actions import consents as actions
from services.casework.api.fields import occurred_on, one_of, text

blueprint = Blueprint("consents", description="What a person has agreed to, and taken back.")


class ConsentInputSchema(Schema):
    """The person says yes (`given: true`) or no to one purpose."""

    purpose = one_of("purposes", required=True, metadata={"example": "referral"})
    given = fields.Boolean(required=True)
    evidence = text(
        500,
        required=False,
        allow_none=True,
        metadata={"description": "How they told us. Needed when an adviser writes it down."},
    )
    occurred_on = occurred_on()


class ConsentSchema(Schema):
    """What the person said to one purpose."""

    id = fields.UUID(attribute="consent.id", required=True)
    purpose = fields.String(attribute="consent.purpose", required=True)
    given = fields.Boolean(attribute="consent.given", required=True)
    occurred_on = fields.Date(attribute="consent.occurred_on", required=True)
    recorded_at = fields.AwareDateTime(attribute="consent.recorded_at", required=True)
    party = fields.String(attribute="consent.party", required=True)
    assisted = fields.Boolean(attribute="consent.assisted", required=True)
    evidence = fields.String(attribute="consent.evidence", allow_none=True)
    holds = fields.Boolean(required=True, metadata={"description": "Whether it is the word that counts now."})


class ConsentsSchema(Schema):
    """Every word that the person has said, the latest first."""

    items = fields.List(fields.Nested(ConsentSchema), required=True)


@blueprint.route("/participants/<uuid:participant_id>/consents", methods=["POST"])
@roles("adviser", "team leader", "participant")
@blueprint.arguments(ConsentInputSchema)
@blueprint.response(201, ConsentsSchema)
def record_consent(body: dict[str, Any], participant_id: UUID) -> dict[str, Any]:
    """Say yes or no to one purpose. It can be taken back as easily as it was given."""
    said = actions.record_consent(
        session(),
        actor(),
        participant_id,
        purpose=body["purpose"],
        given=body["given"],
        on=body["occurred_on"] or clock.today(),
        evidence=body.get("evidence"),
    )
    return {"items": said}


@blueprint.route("/participants/<uuid:participant_id>/consents")
@roles("adviser", "team leader", "data-protection officer", "participant")
@blueprint.response(200, ConsentsSchema)
def list_consents(participant_id: UUID) -> dict[str, Any]:
    """What the person has agreed to and taken back."""
    return {"items": actions.list_consents(session(), actor(), participant_id)}
