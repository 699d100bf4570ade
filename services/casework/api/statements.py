"""Statements of a month, as a list and as a file; the forecast; and how one claim came about."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from flask import Response
from marshmallow import ValidationError, fields

from chassis import clock, ids
from chassis.http import Blueprint, PageArgs, Schema, actor, roles, session
from services.casework.actions import explanations
from services.casework.actions import statements as actions
from services.casework.api.claims import ACCOUNTABLE, ClaimSchema, LedgerEntrySchema

blueprint = Blueprint("statements", description="What each month brought, and the next ones will.")
COLUMNS = ("occurred_on", "recorded_on", "late", "what", "kind", "number", "tariff", "person", "claim_id")
MONEY = ("debit", "credit", "amount_pence", "currency")


class Month(fields.String):
    """A month as 2025-11."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        written = super()._deserialize(value, attr, data, **kwargs)
        try:
            return date.fromisoformat(f"{written}-01")
        except ValueError:
            raise ValidationError("Give a month, like 2025-11.") from None

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else f"{value:%Y-%m}"


class StatementArgs(PageArgs):
    """Of which month; this one, if you leave it out."""

    month = Month(load_default=None)


class StatementFileArgs(Schema):
    """Of which month; this one, if you leave it out."""

    month = Month(load_default=None)


class StatementAccountSchema(Schema):
    """What an account came to before the month and at its end: debits less credits."""

    account = fields.String(required=True)
    opening_pence = fields.Integer(required=True)
    closing_pence = fields.Integer(required=True)


class StatementSumSchema(Schema):
    """What happened in the month, programme by programme."""

    tariff = fields.String(required=True)
    kind = fields.String(required=True)
    what = fields.String(required=True)
    count = fields.Integer(required=True)
    amount_pence = fields.Integer(required=True)


class StatementLineSchema(Schema):
    """One row of the ledger, with what it is for. `late`: it was written after the month had ended."""

    occurred_on = fields.Date(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    late = fields.Boolean(required=True)
    what = fields.String(required=True)
    kind = fields.String(required=True)
    number = fields.Integer(required=True)
    tariff = fields.String(required=True)
    claim_id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True, allow_none=True)
    debit = fields.String(required=True)
    credit = fields.String(required=True)
    amount_pence = fields.Integer(required=True)
    currency = fields.String(required=True)


class StatementSchema(Schema):
    """A month of the ledger: accounts before and after, sums, and the lines page by page."""

    month = Month(required=True)
    last_day = fields.Date(required=True)
    currency = fields.String(required=True)
    accounts = fields.List(fields.Nested(StatementAccountSchema), required=True)
    sums = fields.List(fields.Nested(StatementSumSchema), required=True)
    items = fields.List(fields.Nested(StatementLineSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class ExpectedSchema(Schema):
    """How many fees of a kind can be claimed in a month, and what they come to."""

    month = Month(required=True)
    tariff = fields.String(required=True)
    kind = fields.String(required=True)
    count = fields.Integer(required=True)
    amount_pence = fields.Integer(required=True)


class ForecastSchema(Schema):
    """What comes in twelve months if everybody stays as they are: nobody leaves, joins or finds a job."""

    as_of = fields.Date(required=True)
    until = fields.Date(required=True)
    currency = fields.String(required=True)
    items = fields.List(fields.Nested(ExpectedSchema), required=True)
    total_pence = fields.Integer(required=True)


class StretchSchema(Schema):
    """The days of one job or benefit that fall within what the claim counts."""

    spell_id = fields.UUID(required=True)
    kind = fields.String(required=True)
    first = fields.Date(required=True)
    last = fields.Date(required=True)
    days = fields.Integer(required=True)


class WageSchema(Schema):
    """What came on a day."""

    on = fields.Date(required=True)
    amount_pence = fields.Integer(required=True)


class ExplanationSchema(Schema):
    """How a claim came about: its rule with the rule's numbers, and the facts that it counts."""

    claim = fields.Nested(ClaimSchema, required=True)
    rule = fields.String(required=True)
    numbers = fields.Dict(keys=fields.String(), required=True)
    stretches = fields.List(fields.Nested(StretchSchema), required=True)
    benefit = fields.List(fields.Nested(StretchSchema), required=True)
    days = fields.Integer(required=True, metadata={"description": "Two jobs on one day are one day."})
    weeks = fields.Integer(required=True)
    wages = fields.List(fields.Nested(WageSchema), required=True)
    wages_pence = fields.Integer(required=True)
    needed_pence = fields.Integer(required=True, allow_none=True)
    hourly_pence = fields.Integer(required=True, allow_none=True)
    ledger = fields.List(fields.Nested(LedgerEntrySchema), required=True)


@blueprint.route("/statement")
@roles(*ACCOUNTABLE)
@blueprint.arguments(StatementArgs, location="query")
@blueprint.response(200, StatementSchema)
def show_statement(asked: dict[str, Any]) -> dict[str, Any]:
    """Your organisation's month: what was claimed, paid and taken back, and what the accounts came to."""
    month = asked["month"] or clock.today()
    return actions.show_statement(session(), actor(), month, cursor=asked.get("cursor"), limit=asked["limit"])


@blueprint.route("/statement.csv")
@roles(*ACCOUNTABLE)
@blueprint.arguments(StatementFileArgs, location="query")
@blueprint.response(200, {"type": "string"}, content_type="text/csv")
def download_statement(asked: dict[str, Any]) -> Response:
    """The lines of the month as a file for a spreadsheet. People stand in it by their reference alone."""
    month = asked["month"] or clock.today()
    answer = Response(_table(actions.statement_lines(session(), actor(), month)), mimetype="text/csv")
    name = f"statement-{month:%Y-%m}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.route("/forecast")
@roles(*ACCOUNTABLE)
@blueprint.response(200, ForecastSchema)
def show_forecast() -> dict[str, Any]:
    """What your organisation can claim in the next twelve months if all goes on as it is now."""
    return actions.show_forecast(session(), actor())


@blueprint.route("/claims/<uuid:claim_id>/explanation")
@roles("adviser", *ACCOUNTABLE)
@blueprint.response(200, ExplanationSchema)
def explain_claim(claim_id: UUID) -> dict[str, Any]:
    """How it came about, by the facts as they are known now; and its rows in the ledger."""
    return explanations.explain_claim(session(), actor(), claim_id)


def _table(lines: Iterable[dict[str, Any]]) -> str:
    """Codes, dates and numbers only: there is nothing here that a spreadsheet could take for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*COLUMNS, *MONEY))
    for line in lines:
        person = line["participant_id"]
        written = line | {
            "recorded_on": clock.local(line["recorded_at"]).date(),
            "late": "yes" if line["late"] else "no",
            "person": ids.reference("P", person) if person else "",
        }
        writer.writerow([written[column] for column in (*COLUMNS, *MONEY)])
    return out.getvalue()
