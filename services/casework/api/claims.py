"""Claims and the ledger: what is owed for results, and how each pound came about."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis import clock
from chassis.http import Blueprint, PageArgs, Schema, actor, roles, session
from services.casework.actions import claims as actions
from services.casework.api.fields import HappenedSchema
from services.casework.domain.claims import Claim
from services.casework.reference import codes

blueprint = Blueprint("claims", description="What is owed for results, checked and paid.")
ACCOUNTABLE = ("finance officer", "team leader")


class AsOfArgs(PageArgs):
    """By the end of which day; today, if you leave it out."""

    as_of = fields.Date(load_default=None)


class ClaimArgs(AsOfArgs):
    """Which claims."""

    state = fields.String(
        load_default=None, validate=validate.OneOf([code.code for code in codes("claim-states")])
    )


class RejectionSchema(HappenedSchema):
    """Why it is not accepted."""

    reason = fields.String(required=True, metadata={"description": "A code of claim-rejection-reasons."})


class ClaimEvidenceSchema(HappenedSchema):
    """What shows that it was earned."""

    evidence = fields.String(required=True, metadata={"description": "A code of work-evidence."})


class ClaimSchema(Schema):
    """One fee: earned by what was reached, from the day on which it can be claimed.

    It is for one person, or by a contract for no one in particular.
    """

    id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True, allow_none=True)
    contract_id = fields.UUID(allow_none=True)
    organisation_id = fields.UUID(required=True)
    tariff = fields.String(required=True)
    payment_group = fields.String(required=True)
    kind = fields.String(required=True)
    number = fields.Integer(required=True)
    began_on = fields.Date(required=True)
    reached_on = fields.Date(required=True)
    claimable_on = fields.Date(required=True)
    amount_pence = fields.Integer(required=True)
    currency = fields.String(required=True)
    state = fields.String(required=True)
    claimed_on = fields.Date(allow_none=True)
    evidence = fields.String(allow_none=True)
    evidenced_on = fields.Date(allow_none=True)
    validated_on = fields.Date(allow_none=True)
    validated_by = fields.UUID(allow_none=True)
    paid_on = fields.Date(allow_none=True)
    rejected_on = fields.Date(allow_none=True)
    rejected_reason = fields.String(allow_none=True)
    reversed_on = fields.Date(allow_none=True)
    reversed_because = fields.String(allow_none=True)
    repaid_on = fields.Date(allow_none=True)


class ClaimListSchema(Schema):
    """Claims reached by the end of a day, as they stand now, and what of them is earned by then."""

    items = fields.List(fields.Nested(ClaimSchema), required=True)
    next = fields.String(required=True, allow_none=True)
    as_of = fields.Date(required=True)
    currency = fields.String(required=True)
    earned_pence = fields.Integer(
        required=True,
        metadata={"description": "Of all pages: claimable by then, and neither rejected nor reversed."},
    )


class LedgerEntrySchema(Schema):
    """One row: an amount goes from one account to another."""

    id = fields.UUID(required=True)
    claim_id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True, allow_none=True)
    what = fields.String(required=True)
    debit = fields.String(required=True)
    credit = fields.String(required=True)
    amount_pence = fields.Integer(required=True)
    currency = fields.String(required=True)
    occurred_on = fields.Date(required=True)
    recorded_at = fields.AwareDateTime(required=True)


class BalanceSchema(Schema):
    """What an account comes to: debits less credits."""

    account = fields.String(required=True)
    balance_pence = fields.Integer(required=True)


class LedgerSchema(Schema):
    """Rows that hold as of the end of a day, and the accounts, which together come to nought."""

    items = fields.List(fields.Nested(LedgerEntrySchema), required=True)
    next = fields.String(required=True, allow_none=True)
    as_of = fields.Date(required=True)
    currency = fields.String(required=True)
    totals = fields.List(fields.Nested(BalanceSchema), required=True)


@blueprint.route("/participants/<uuid:participant_id>/claims")
@roles("adviser", *ACCOUNTABLE)
@blueprint.arguments(AsOfArgs, location="query")
@blueprint.response(200, ClaimListSchema)
def list_participant_claims(asked: dict[str, Any], participant_id: UUID) -> dict[str, Any]:
    """What has been reached for a person, the earliest first, and what of it is earned."""
    as_of = asked["as_of"] or clock.today()
    return actions.list_claims_for(
        session(), actor(), participant_id, as_of, cursor=asked.get("cursor"), limit=asked["limit"]
    )


@blueprint.route("/claims")
@roles(*ACCOUNTABLE)
@blueprint.arguments(ClaimArgs, location="query")
@blueprint.response(200, ClaimListSchema)
def list_claims(asked: dict[str, Any]) -> dict[str, Any]:
    """Your organisation's claims, the earliest first."""
    as_of = asked["as_of"] or clock.today()
    return actions.list_claims(
        session(), actor(), as_of, asked["state"], cursor=asked.get("cursor"), limit=asked["limit"]
    )


@blueprint.route("/claims/<uuid:claim_id>")
@roles("adviser", *ACCOUNTABLE)
@blueprint.response(200, ClaimSchema)
def show_claim(claim_id: UUID) -> Claim:
    """One claim, as it stands now."""
    return actions.show_claim(session(), actor(), claim_id)


@blueprint.route("/claims/<uuid:claim_id>/evidence", methods=["POST"])
@roles("adviser", *ACCOUNTABLE)
@blueprint.arguments(ClaimEvidenceSchema)
@blueprint.response(200, ClaimSchema)
def lodge_evidence(body: dict[str, Any], claim_id: UUID) -> Claim:
    """Say what shows that it was earned. Somebody else checks it."""
    on = body["occurred_on"] or clock.today()
    return actions.lodge_evidence(session(), actor(), claim_id, body["evidence"], on)


@blueprint.route("/claims/<uuid:claim_id>/validation", methods=["POST"])
@roles(*ACCOUNTABLE)
@blueprint.arguments(HappenedSchema)
@blueprint.response(200, ClaimSchema)
def validate_claim(body: dict[str, Any], claim_id: UUID) -> Claim:
    """You have checked the evidence. Whoever recorded the facts, or added it, cannot be the one."""
    return actions.validate_claim(session(), actor(), claim_id, body["occurred_on"] or clock.today())


@blueprint.route("/claims/<uuid:claim_id>/payment", methods=["POST"])
@roles("finance officer")
@blueprint.arguments(HappenedSchema)
@blueprint.response(200, ClaimSchema)
def pay_claim(body: dict[str, Any], claim_id: UUID) -> Claim:
    """The money has come."""
    return actions.pay_claim(session(), actor(), claim_id, body["occurred_on"] or clock.today())


@blueprint.route("/claims/<uuid:claim_id>/repayment", methods=["POST"])
@roles("finance officer")
@blueprint.arguments(HappenedSchema)
@blueprint.response(200, ClaimSchema)
def repay_claim(body: dict[str, Any], claim_id: UUID) -> Claim:
    """What was paid and turned out never to have been earned has gone back."""
    return actions.repay_claim(session(), actor(), claim_id, body["occurred_on"] or clock.today())


@blueprint.route("/claims/<uuid:claim_id>/rejection", methods=["POST"])
@roles(*ACCOUNTABLE)
@blueprint.arguments(RejectionSchema)
@blueprint.response(200, ClaimSchema)
def reject_claim(body: dict[str, Any], claim_id: UUID) -> Claim:
    """It is not accepted. It comes again only if the facts change."""
    on = body["occurred_on"] or clock.today()
    return actions.reject_claim(session(), actor(), claim_id, body["reason"], on)


@blueprint.route("/ledger")
@roles(*ACCOUNTABLE)
@blueprint.arguments(AsOfArgs, location="query")
@blueprint.response(200, LedgerSchema)
def show_ledger(asked: dict[str, Any]) -> dict[str, Any]:
    """Your organisation's ledger, the latest row first, and what its accounts come to."""
    as_of = asked["as_of"] or clock.today()
    return actions.show_ledger(session(), actor(), as_of, cursor=asked.get("cursor"), limit=asked["limit"])
