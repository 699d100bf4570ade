"""Caseloads: an adviser's day, the team, who fits whom, cover for leave."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from services.casework.actions import caseloads as actions
from services.casework.actions import covers, mornings
from services.casework.api.appointments import AppointmentSchema
from services.casework.api.contacts import CallSchema
from services.casework.api.fields import text
from services.casework.api.groups import GroupSchema
from services.casework.api.transfers import TransferSchema

blueprint = Blueprint("caseloads", description="Who looks after whom, and who needs to be looked at.")
ADVISERS = ("adviser", "team leader")


class NewCoverSchema(Schema):
    """Who stands in, for whom (you, if nobody is named), and on which days, both included."""

    adviser_id = fields.UUID(load_default=None, allow_none=True)
    covered_by = fields.UUID(required=True)
    from_on = fields.Date(required=True)
    until_on = fields.Date(required=True)
    note = text(1000, required=False, load_default=None, allow_none=True)


class CoverSchema(Schema):
    """A colleague stands in for an adviser."""

    id = fields.UUID(attribute="cover.id", required=True)
    adviser_id = fields.UUID(attribute="cover.adviser_id", required=True)
    adviser_name = fields.String(allow_none=True)
    covered_by = fields.UUID(attribute="cover.covered_by", required=True)
    covered_by_name = fields.String(allow_none=True)
    from_on = fields.Date(attribute="cover.from_on", required=True)
    until_on = fields.Date(attribute="cover.until_on", required=True)
    ended_on = fields.Date(attribute="cover.ended_on", allow_none=True)
    note = fields.String(attribute="cover.note", allow_none=True)


class ProfileInputSchema(Schema):
    """What an adviser tells, so that people who fit can be suggested to them."""

    languages = fields.List(fields.String(), required=True, validate=validate.Length(1, 20))
    places = fields.List(
        fields.String(validate=validate.Length(1, 10)),
        required=True,
        validate=validate.Length(0, 50),
        metadata={"description": "Beginnings of postcodes: CF10, SA."},
    )
    needs = fields.List(fields.String(), required=True, validate=validate.Length(0, 50))
    part_time_percent = fields.Integer(required=True, strict=True, validate=validate.Range(10, 100))


class ProfileSchema(ProfileInputSchema):
    """What an adviser has told."""

    adviser_id = fields.UUID(required=True)


class ReasonSchema(Schema):
    """One reason why an adviser fits: room, place, language or need, and the codes that it is about."""

    code = fields.String(required=True)
    points = fields.Integer(required=True)
    about = fields.List(fields.String(), required=True)


class SuggestionSchema(Schema):
    """An adviser who might look after the person."""

    adviser_id = fields.UUID(attribute="candidate.adviser_id", required=True)
    adviser_name = fields.String(attribute="candidate.name", allow_none=True)
    load_percent = fields.Integer(attribute="candidate.load_percent", required=True)
    away = fields.Boolean(attribute="candidate.away", required=True)
    points = fields.Integer(required=True)
    reasons = fields.List(fields.Nested(ReasonSchema), required=True)


class SuggestionsSchema(Schema):
    """The best fit first."""

    items = fields.List(fields.Nested(SuggestionSchema), required=True)


class SilentSchema(Schema):
    """How many people nobody has been in touch with for so many days."""

    days = fields.Integer(required=True)
    people = fields.Integer(required=True)


class BoardRowSchema(Schema):
    """One adviser's caseload, or those whom nobody looks after."""

    adviser_id = fields.UUID(required=True, allow_none=True)
    name = fields.String(required=True, allow_none=True)
    people = fields.Integer(required=True)
    in_work = fields.Integer(required=True)
    load_percent = fields.Integer(required=True, metadata={"description": "Of a full caseload."})
    no_contact = fields.List(fields.Nested(SilentSchema), required=True)
    plan_review = fields.Integer(required=True)
    outcome_unclaimed = fields.Integer(required=True)
    covered_by = fields.UUID(attribute="cover.covered_by", allow_none=True)
    away_until = fields.Date(attribute="cover.until_on", allow_none=True)


class BoardSchema(Schema):
    """The team, the fullest caseload first."""

    items = fields.List(fields.Nested(BoardRowSchema), required=True)


class AlertSchema(Schema):
    """Somebody who needs to be looked at, and why."""

    participant_id = fields.UUID(attribute="person.id", required=True)
    reference = fields.String(attribute="person.reference", required=True)
    full_name = fields.String(attribute="person.full_name", required=True)
    adviser_id = fields.UUID(attribute="person.adviser_id", required=True)
    kind = fields.String(
        attribute="alert.kind",
        required=True,
        metadata={"description": "no-contact, plan-review or outcome-unclaimed"},
    )
    since = fields.Date(attribute="alert.since", required=True)
    days = fields.Integer(attribute="alert.days", required=True)
    pressing = fields.Integer(attribute="alert.pressing", required=True)


class OwnActionSchema(Schema):
    """Something in a person's plan that their adviser is to do."""

    id = fields.UUID(required=True)
    plan_id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True)
    called = fields.String(required=True)
    title = fields.String(required=True)
    due_on = fields.Date(required=True)


class DaySchema(Schema):
    """What waits for an adviser this morning."""

    day = fields.Date(required=True)
    covering = fields.List(fields.Nested(CoverSchema), required=True)
    transfers = fields.List(fields.Nested(TransferSchema), required=True)
    appointments = fields.List(fields.Nested(AppointmentSchema), required=True)
    groups = fields.List(fields.Nested(GroupSchema), required=True)
    actions = fields.List(
        fields.Nested(OwnActionSchema),
        required=True,
        metadata={"description": "What the adviser is to do within a week, and what is overdue."},
    )
    calls = fields.List(fields.Nested(CallSchema), required=True)
    alerts = fields.List(fields.Nested(AlertSchema), required=True)
    alerts_count = fields.Integer(required=True)


@blueprint.route("/my-day")
@roles(*ADVISERS)
@blueprint.response(200, DaySchema)
def show_day() -> dict[str, Any]:
    """What waits for you this morning: for your own people, and for those whom you cover."""
    return mornings.show_day(session(), actor())


@blueprint.route("/team-board")
@roles("team leader")
@blueprint.response(200, BoardSchema)
def show_board() -> dict[str, Any]:
    """For each adviser how many people, how much work they are, and how many need to be looked at."""
    return {"items": actions.show_board(session(), actor())}


@blueprint.route("/participants/<uuid:participant_id>/adviser-suggestions")
@roles(*ADVISERS)
@blueprint.response(200, SuggestionsSchema)
def suggest_advisers(participant_id: UUID) -> dict[str, Any]:
    """Who might look after the person, with the reasons. Nobody is allocated by this: a person decides."""
    return {"items": actions.suggest_advisers(session(), actor(), participant_id)}


@blueprint.route("/advisers/<uuid:adviser_id>/profile")
@roles(*ADVISERS)
@blueprint.etag
@blueprint.response(200, ProfileSchema)
def show_profile(adviser_id: UUID) -> dict[str, Any]:
    """Languages, places and needs that an adviser knows, and how much of a week they work."""
    return actions.show_profile(session(), actor(), adviser_id)


@blueprint.route("/advisers/<uuid:adviser_id>/profile", methods=["PUT"])
@roles(*ADVISERS)
@blueprint.etag
@blueprint.arguments(ProfileInputSchema)
@blueprint.response(200, ProfileSchema)
def tell_profile(body: dict[str, Any], adviser_id: UUID) -> dict[str, Any]:
    """Say it anew."""
    blueprint.check_etag(actions.show_profile(session(), actor(), adviser_id), ProfileSchema)
    return actions.tell_profile(session(), actor(), adviser_id, body)


@blueprint.route("/covers")
@roles(*ADVISERS)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(CoverSchema))
def list_covers(asked: dict[str, Any]) -> Page[dict[str, Any]]:
    """Who stands in for whom, today and on days to come."""
    return covers.list_covers(session(), actor(), cursor=asked.get("cursor"), limit=asked["limit"])


@blueprint.route("/covers", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(NewCoverSchema)
@blueprint.response(201, CoverSchema)
def arrange_cover(body: dict[str, Any]) -> dict[str, Any]:
    """Have a colleague stand in for you; a team leader arranges it for anybody."""
    return covers.arrange_cover(session(), actor(), **body)


@blueprint.route("/covers/<uuid:cover_id>/ending", methods=["POST"])
@roles(*ADVISERS)
@blueprint.response(200, CoverSchema)
def end_cover(cover_id: UUID) -> dict[str, Any]:
    """The adviser is back before the last day, or stays after all."""
    return covers.end_cover(session(), actor(), cover_id)
