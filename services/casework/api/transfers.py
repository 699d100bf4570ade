"""Handing a person over to a colleague, who says yes or no."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from services.casework.actions import transfers as actions
from services.casework.api.fields import text

blueprint = Blueprint("transfers", description="Handing people over to colleagues.")
ADVISERS = ("adviser", "team leader")


class NewTransferSchema(Schema):
    """Who is asked, and what they have to know."""

    to_adviser_id = fields.UUID(required=True)
    note = text(5000)


class DeclineSchema(Schema):
    """Why not."""

    reason = text(500)


class TransferSchema(Schema):
    """An offer to hand somebody over, and what came of it."""

    id = fields.UUID(attribute="transfer.id", required=True)
    participant_id = fields.UUID(attribute="transfer.participant_id", required=True)
    called = fields.String(required=True, allow_none=True, metadata={"description": "The participant."})
    from_adviser_id = fields.UUID(attribute="transfer.from_adviser_id", allow_none=True)
    from_adviser_name = fields.String(allow_none=True)
    to_adviser_id = fields.UUID(attribute="transfer.to_adviser_id", required=True)
    to_adviser_name = fields.String(allow_none=True)
    note = fields.String(attribute="transfer.note", required=True)
    offered_by_name = fields.String(attribute="transfer.offered_by_name", allow_none=True)
    offered_at = fields.AwareDateTime(attribute="transfer.offered_at", required=True)
    status = fields.String(
        attribute="transfer.status",
        required=True,
        metadata={"description": "offered, accepted, declined or withdrawn"},
    )
    declined_because = fields.String(attribute="transfer.declined_because", allow_none=True)


@blueprint.route("/participants/<uuid:participant_id>/transfers", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(NewTransferSchema)
@blueprint.response(201, TransferSchema)
def offer_transfer(body: dict[str, Any], participant_id: UUID) -> dict[str, Any]:
    """Ask a colleague to look after the person. Until they say yes, nothing changes."""
    return actions.offer_transfer(session(), actor(), participant_id, **body)


@blueprint.route("/participants/<uuid:participant_id>/transfers")
@roles(*ADVISERS)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(TransferSchema))
def list_transfers(asked: dict[str, Any], participant_id: UUID) -> Page[dict[str, Any]]:
    """Every time that the person was to be handed over, the latest first."""
    return actions.list_transfers(
        session(), actor(), participant_id, cursor=asked.get("cursor"), limit=asked["limit"]
    )


@blueprint.route("/transfers/<uuid:transfer_id>/acceptance", methods=["POST"])
@roles(*ADVISERS)
@blueprint.response(200, TransferSchema)
def accept_transfer(transfer_id: UUID) -> dict[str, Any]:
    """Say yes: you look after the person from today on."""
    return actions.accept_transfer(session(), actor(), transfer_id)


@blueprint.route("/transfers/<uuid:transfer_id>/decline", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(DeclineSchema)
@blueprint.response(200, TransferSchema)
def decline_transfer(body: dict[str, Any], transfer_id: UUID) -> dict[str, Any]:
    """Say no, and why; the person stays with whoever looks after them."""
    return actions.decline_transfer(session(), actor(), transfer_id, body["reason"])


@blueprint.route("/transfers/<uuid:transfer_id>/withdrawal", methods=["POST"])
@roles(*ADVISERS)
@blueprint.response(200, TransferSchema)
def withdraw_transfer(transfer_id: UUID) -> dict[str, Any]:
    """Take the question back."""
    return actions.withdraw_transfer(session(), actor(), transfer_id)
