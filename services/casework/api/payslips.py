"""What people are paid in their jobs, before tax."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from services.casework.actions import payslips as actions
from services.casework.actions.payslips import PayTold
from services.casework.api.work import ADVISERS, READERS
from services.casework.domain.wages import Payslip

blueprint = Blueprint("pay", description="What people are paid in their jobs.")
MOST_PENCE = 10_000_000


class NewPayslipSchema(Schema):
    """What came on a day, before tax, and what shows it."""

    paid_on = fields.Date(required=True)
    amount_pence = fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(1, MOST_PENCE, error="Give an amount between 1p and £100,000."),
    )
    evidence = fields.String(required=True, metadata={"description": "A code of work-evidence."})


class PayWithdrawalSchema(Schema):
    """Why it counts no more."""

    reason = fields.String(required=True, metadata={"description": "A code of correction-reasons."})


class PayslipSchema(Schema):
    """What somebody was paid in a job on a day."""

    id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True)
    spell_id = fields.UUID(required=True)
    paid_on = fields.Date(required=True)
    amount_pence = fields.Integer(required=True)
    evidence = fields.String(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    withdrawn_at = fields.AwareDateTime(allow_none=True)
    withdrawn_reason = fields.String(allow_none=True)


@blueprint.route("/spells/<uuid:spell_id>/pay", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(NewPayslipSchema)
@blueprint.response(201, PayslipSchema)
def record_pay(body: dict[str, Any], spell_id: UUID) -> Payslip:
    """Record what a job paid on a day. Where the programme pays by earnings, claims follow at once."""
    return actions.record_pay(session(), actor(), spell_id, PayTold(**body))


@blueprint.route("/participants/<uuid:participant_id>/pay")
@roles(*READERS)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(PayslipSchema))
def list_pay(asked: dict[str, Any], participant_id: UUID) -> Page[Payslip]:
    """What a person was paid in their jobs, the latest first; with what was taken back."""
    return actions.list_pay(
        session(), actor(), participant_id, cursor=asked.get("cursor"), limit=asked["limit"]
    )


@blueprint.route("/pay/<uuid:payslip_id>/withdrawal", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(PayWithdrawalSchema)
@blueprint.response(200, PayslipSchema)
def withdraw_pay(body: dict[str, Any], payslip_id: UUID) -> Payslip:
    """Take back what was recorded wrongly. Claims that stood on it are reversed, others made."""
    return actions.withdraw_pay(session(), actor(), payslip_id, body["reason"])
