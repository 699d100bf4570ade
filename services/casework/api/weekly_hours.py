"""When advisers can be met each week, and when they are away."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from services.casework.actions import weekly_hours as actions
from services.casework.api.fields import one_of, text
from services.casework.domain.weekly_hours import TimeOff, WeeklyHours

blueprint = Blueprint(
    "weekly-hours", description="When advisers can be met each week, and when they are away."
)
ADVISERS = ("adviser", "team leader")


class NewHoursSchema(Schema):
    """One weekday, from when until when by the clock on the wall, how, and for how long each time."""

    weekday = one_of("weekdays", required=True, metadata={"description": "monday, tuesday and so on"})
    begins = fields.Time(format="%H:%M", required=True)
    ends = fields.Time(format="%H:%M", required=True)
    minutes = fields.Integer(required=True, strict=True, metadata={"description": "Minutes of each slot."})
    channels = fields.List(fields.String(), required=True, validate=validate.Length(1, 3))
    place = text(300, required=False, load_default=None, allow_none=True)
    from_on = fields.Date(load_default=None, allow_none=True)
    until_on = fields.Date(load_default=None, allow_none=True)


class HoursSchema(Schema):
    """Weekly hours of an adviser."""

    id = fields.UUID(required=True)
    adviser_id = fields.UUID(required=True)
    weekday = fields.String(required=True)
    begins = fields.Time(format="%H:%M", required=True)
    ends = fields.Time(format="%H:%M", required=True)
    minutes = fields.Integer(required=True)
    channels = fields.List(fields.String(), required=True)
    place = fields.String(allow_none=True)
    from_on = fields.Date(required=True)
    until_on = fields.Date(allow_none=True)
    opened_until = fields.Date(
        allow_none=True, metadata={"description": "The day up to which days are open for booking."}
    )
    ended_at = fields.AwareDateTime(allow_none=True)


class NewTimeOffSchema(Schema):
    """The first and the last day on which an adviser is away. Nobody asks why."""

    from_on = fields.Date(required=True)
    until_on = fields.Date(required=True)
    adviser_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "You, if you leave it out; a team leader says so for a colleague."},
    )


class TimeOffArgs(PageArgs):
    """Whose."""

    adviser_id = fields.UUID(load_default=None, metadata={"description": "You, if you leave it out."})


class TimeOffSchema(Schema):
    """Days on which an adviser cannot be met."""

    id = fields.UUID(required=True)
    adviser_id = fields.UUID(required=True)
    from_on = fields.Date(required=True)
    until_on = fields.Date(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    taken_back_at = fields.AwareDateTime(allow_none=True)


@blueprint.route("/weekly-hours", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(NewHoursSchema)
@blueprint.response(201, HoursSchema)
def begin_hours(body: dict[str, Any]) -> WeeklyHours:
    """Say when you can be met each week. Days open by themselves as they come near, but for bank holidays."""
    return actions.begin_hours(session(), actor(), **body)


@blueprint.route("/weekly-hours")
@roles(*ADVISERS)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(HoursSchema))
def list_hours(asked: dict[str, Any]) -> Page[WeeklyHours]:
    """Your weekly hours."""
    return actions.list_hours(session(), actor(), cursor=asked.get("cursor"), limit=asked["limit"])


@blueprint.route("/weekly-hours/<uuid:hours_id>/ending", methods=["POST"])
@roles(*ADVISERS)
@blueprint.response(200, HoursSchema)
def end_hours(hours_id: UUID) -> WeeklyHours:
    """End your weekly hours: no further day opens. What has been booked stays booked."""
    return actions.end_hours(session(), actor(), hours_id)


@blueprint.route("/time-off", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(NewTimeOffSchema)
@blueprint.response(201, TimeOffSchema)
def take_time_off(body: dict[str, Any]) -> TimeOff:
    """Be away: nothing can be booked on those days. What has been booked stays, for you to move."""
    return actions.take_time_off(session(), actor(), **body)


@blueprint.route("/time-off")
@roles(*ADVISERS)
@blueprint.arguments(TimeOffArgs, location="query")
@blueprint.response(200, page_of(TimeOffSchema))
def list_time_off(asked: dict[str, Any]) -> Page[TimeOff]:
    """When you are away, from today on; a team leader names a colleague."""
    return actions.list_time_off(session(), actor(), cursor=asked.pop("cursor", None), **asked)


@blueprint.route("/time-off/<uuid:time_off_id>/withdrawal", methods=["POST"])
@roles(*ADVISERS)
@blueprint.response(200, TimeOffSchema)
def take_back_time_off(time_off_id: UUID) -> TimeOff:
    """Be there after all: those days open again."""
    return actions.take_back_time_off(session(), actor(), time_off_id)
