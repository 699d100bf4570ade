"""Breaches, their log and the 72 hours."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from services.casework.actions import breaches as actions
from services.casework.api.copies import RightsReasonSchema
from services.casework.api.fields import text
from services.casework.api.rights import OFFICER
from services.casework.domain.breaches import RISKS, Breach

blueprint = Blueprint("breaches", description="Breaches of personal data, and what was done within 72 hours.")


def _risk(**options: Any) -> fields.String:
    about = {"description": "unlikely need not be reported; high means that people are told"}
    return fields.String(validate=validate.OneOf(sorted(RISKS)), metadata=about, **options)


class NewBreachSchema(Schema):
    """What happened, and since when it has been known."""

    noticed_at = fields.AwareDateTime(required=True)
    what = text(5000)
    people = fields.Integer(
        strict=True, load_default=None, allow_none=True, validate=validate.Range(0, 100_000_000)
    )
    risk = _risk(required=True)


class BreachNoteSchema(Schema):
    """Something that was found or done."""

    words = text(5000)
    risk = _risk(load_default=None, allow_none=True)


class BreachReportSchema(Schema):
    """When the Information Commissioner was told; after 72 hours, why so late."""

    at = fields.AwareDateTime(load_default=None, allow_none=True)
    reference = text(200, required=False, load_default=None, allow_none=True)
    late_reason = text(2000, required=False, load_default=None, allow_none=True)


class BreachTellingSchema(Schema):
    """When and how the people were told."""

    at = fields.AwareDateTime(load_default=None, allow_none=True)
    how = text(2000)


class BreachLineSchema(Schema):
    """A line of the log."""

    step = fields.String(required=True)
    words = fields.String(required=True, allow_none=True)
    noted_by_name = fields.String(required=True, allow_none=True)
    noted_at = fields.AwareDateTime(required=True)


class BreachSchema(Schema):
    """A breach with its clock and its log."""

    id = fields.UUID(required=True)
    noticed_at = fields.AwareDateTime(required=True)
    due_at = fields.AwareDateTime(required=True)
    must_report = fields.Boolean(required=True)
    what = fields.String(required=True)
    people = fields.Integer(required=True, allow_none=True)
    risk = fields.String(required=True)
    recorded_by_name = fields.String(required=True, allow_none=True)
    recorded_at = fields.AwareDateTime(required=True)
    reported_at = fields.AwareDateTime(required=True, allow_none=True)
    reported_reference = fields.String(required=True, allow_none=True)
    late_reason = fields.String(required=True, allow_none=True)
    people_told_at = fields.AwareDateTime(required=True, allow_none=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)
    closed_reason = fields.String(required=True, allow_none=True)
    notes = fields.List(fields.Nested(BreachLineSchema), required=True)


@blueprint.route("/breaches", methods=["POST"])
@roles(OFFICER)
@blueprint.arguments(NewBreachSchema)
@blueprint.response(201, BreachSchema)
def record_breach(body: dict[str, Any]) -> Breach:
    """Write a breach down. The 72 hours have run since it was noticed."""
    return actions.record_breach(session(), actor(), **body)


@blueprint.route("/breaches")
@roles(OFFICER)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(BreachSchema))
def list_breaches(asked: dict[str, Any]) -> Page[Breach]:
    """The organisation's breaches, the latest first."""
    return actions.list_breaches(session(), actor(), cursor=asked.get("cursor"), limit=asked["limit"])


@blueprint.route("/breaches/<uuid:breach_id>")
@roles(OFFICER)
@blueprint.response(200, BreachSchema)
def show_breach(breach_id: UUID) -> Breach:
    """One breach with its log."""
    return actions.show(session(), actor(), breach_id)


@blueprint.route("/breaches/<uuid:breach_id>/notes", methods=["POST"])
@roles(OFFICER)
@blueprint.arguments(BreachNoteSchema)
@blueprint.response(201, BreachSchema)
def note_breach(body: dict[str, Any], breach_id: UUID) -> Breach:
    """Add a line to the log; lines are never changed."""
    return actions.note(session(), actor(), breach_id, body["words"], body["risk"])


@blueprint.route("/breaches/<uuid:breach_id>/report", methods=["POST"])
@roles(OFFICER)
@blueprint.arguments(BreachReportSchema)
@blueprint.response(200, BreachSchema)
def report_breach(body: dict[str, Any], breach_id: UUID) -> Breach:
    """Note that the Information Commissioner was told."""
    return actions.report(session(), actor(), breach_id, **body)


@blueprint.route("/breaches/<uuid:breach_id>/telling", methods=["POST"])
@roles(OFFICER)
@blueprint.arguments(BreachTellingSchema)
@blueprint.response(200, BreachSchema)
def tell_people(body: dict[str, Any], breach_id: UUID) -> Breach:
    """Note that the people whose data it was have been told."""
    return actions.tell_people(session(), actor(), breach_id, body["at"], body["how"])


@blueprint.route("/breaches/<uuid:breach_id>/closing", methods=["POST"])
@roles(OFFICER)
@blueprint.arguments(RightsReasonSchema)
@blueprint.response(200, BreachSchema)
def close_breach(body: dict[str, Any], breach_id: UUID) -> Breach:
    """Nothing is left to do, for this reason."""
    return actions.close(session(), actor(), breach_id, body["reason"])
