"""Contracts: what a programme pays an organisation besides what each person brings."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.http import Blueprint, Schema, actor, roles, session
from services.casework.actions import contracts as actions
from services.casework.actions.contracts import ContractTold
from services.casework.domain.contracts import Contract

blueprint = Blueprint("contracts", description="What programmes pay by contract, besides what people bring.")
ACCOUNTABLE = ("finance officer", "team leader")
MOST_PENCE = 10**12


class ContractTermsSchema(Schema):
    """Since when, worth how much over its whole life, and over how many outcomes a cohort pays more."""

    begins_on = fields.Date(required=True)
    value_pence = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(0, MOST_PENCE, error="Give an amount up to £10,000,000,000."),
    )
    cohort_volume = fields.Integer(
        load_default=None,
        allow_none=True,
        strict=True,
        validate=validate.Range(0, 1_000_000, error="Give a number up to 1,000,000."),
    )


class NewContractSchema(ContractTermsSchema):
    """A contract for a programme that pays by contract."""

    programme = fields.String(required=True, metadata={"description": "A code of programmes."})


class ContractCorrectionSchema(ContractTermsSchema):
    """What should have stood there, and why it did not."""

    reason = fields.String(required=True, metadata={"description": "A code of correction-reasons."})


class ContractSchema(Schema):
    """An organisation's contract for a programme."""

    id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    programme = fields.String(required=True)
    tariff = fields.String(required=True)
    begins_on = fields.Date(required=True)
    value_pence = fields.Integer(required=True)
    cohort_volume = fields.Integer(allow_none=True)
    recorded_at = fields.AwareDateTime(required=True)


class ContractListSchema(Schema):
    """An organisation's contracts."""

    items = fields.List(fields.Nested(ContractSchema), required=True)
    next = fields.String(required=True, allow_none=True)


@blueprint.route("/contracts", methods=["POST"])
@roles("finance officer")
@blueprint.arguments(NewContractSchema)
@blueprint.response(201, ContractSchema)
def sign_contract(body: dict[str, Any]) -> Contract:
    """Record your organisation's contract for a programme. The delivery fees of months over are claimed."""
    programme = body.pop("programme")
    return actions.sign_contract(session(), actor(), programme, ContractTold(**body))


@blueprint.route("/contracts")
@roles(*ACCOUNTABLE)
@blueprint.response(200, ContractListSchema)
def list_contracts() -> dict[str, Any]:
    """Your organisation's contracts, the oldest first."""
    return {"items": actions.list_contracts(session(), actor()), "next": None}


@blueprint.route("/contracts/<uuid:contract_id>/correction", methods=["POST"])
@roles("finance officer")
@blueprint.arguments(ContractCorrectionSchema)
@blueprint.response(200, ContractSchema)
def correct_contract(body: dict[str, Any], contract_id: UUID) -> Contract:
    """Put right what it says. Fees that no longer stand are reversed, others made."""
    reason = body.pop("reason")
    return actions.correct_contract(session(), actor(), contract_id, ContractTold(**body), reason)
