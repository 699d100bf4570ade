"""Appointments: booked, moved, called off, attended."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from services.casework.actions import appointments as actions
from services.casework.actions import putting_right
from services.casework.actions.appointments import Wanted
from services.casework.actions.putting_right import Right
from services.casework.api.fields import one_of, text

blueprint = Blueprint("appointments", description="Meetings of a participant and an adviser.")
ADVISERS = ("adviser", "team leader")
PARTIES = (*ADVISERS, "participant")
READERS = (*PARTIES, "data-protection officer")


class WantedSchema(Schema):
    """A free slot; an adviser may also give any time of their own that is free."""

    slot_id = fields.UUID(load_default=None, allow_none=True)
    starts_at = fields.AwareDateTime(load_default=None, allow_none=True)
    ends_at = fields.AwareDateTime(load_default=None, allow_none=True)
    channel = fields.String(
        load_default=None, allow_none=True, metadata={"description": "in-person, phone or video"}
    )
    place = text(300, required=False, load_default=None, allow_none=True)
    purpose = text(300, required=False, load_default=None, allow_none=True)


class MovedSchema(WantedSchema):
    """The other time, and why."""

    reason = text(500, required=False, load_default=None, allow_none=True)


class CancellationSchema(Schema):
    """Why it will not take place."""

    reason = text(500, required=False, load_default=None, allow_none=True)


class AttendanceInputSchema(Schema):
    """Whether the participant came."""

    attendance = fields.String(required=True, metadata={"description": "attended, late or did-not-attend"})
    acceptability = fields.String(
        load_default=None,
        allow_none=True,
        metadata={"description": "For somebody who did not come: acceptable, unacceptable or unknown."},
    )
    reason = fields.String(
        load_default=None, allow_none=True, metadata={"description": "A code of missed-reasons."}
    )


class AttendanceCorrectionSchema(AttendanceInputSchema):
    """What is right, and why what was recorded is not."""

    because = one_of("correction-reasons", required=True)


class FormerAttendanceSchema(Schema):
    """What was recorded first and was wrong; who put it right, when, and why."""

    attendance = fields.String(required=True)
    acceptability = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    recorded_at = fields.AwareDateTime(required=True, allow_none=True)
    because = fields.String(required=True)
    corrected_at = fields.AwareDateTime(required=True)
    corrected_by_name = fields.String(required=True, allow_none=True)


class AttendanceSchema(Schema):
    """Whether the participant came, and who says so."""

    attendance = fields.String(required=True)
    acceptability = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    occurred_on = fields.Date(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    because = fields.String(
        allow_none=True, metadata={"description": "Why it was put right; null where nothing was wrong."}
    )


class AppointmentSchema(Schema):
    """A meeting, and where it stands now."""

    id = fields.UUID(attribute="appointment.id", required=True)
    participant_id = fields.UUID(attribute="appointment.participant_id", required=True)
    called = fields.String(required=True, allow_none=True, metadata={"description": "The participant."})
    adviser_id = fields.UUID(attribute="appointment.adviser_id", required=True)
    with_whom = fields.String(attribute="appointment.with_whom", allow_none=True)
    starts_at = fields.AwareDateTime(attribute="appointment.starts_at", required=True)
    ends_at = fields.AwareDateTime(attribute="appointment.ends_at", required=True)
    channel = fields.String(attribute="appointment.channel", required=True)
    place = fields.String(attribute="appointment.place", allow_none=True)
    purpose = fields.String(attribute="appointment.purpose", allow_none=True)
    status = fields.String(
        required=True,
        metadata={
            "description": "scheduled, needs-feedback, attended, late, did-not-attend, rearranged, cancelled"
        },
    )
    booked_by = fields.String(attribute="appointment.booked_by", required=True)
    booked_at = fields.AwareDateTime(attribute="appointment.booked_at", required=True)
    assisted = fields.Boolean(attribute="appointment.assisted", required=True)
    supersedes = fields.UUID(attribute="appointment.supersedes", allow_none=True)
    replacement_id = fields.UUID(attribute="appointment.replacement_id", allow_none=True)
    rearranged_by = fields.String(attribute="appointment.rearranged_by", allow_none=True)
    rearranged_reason = fields.String(attribute="appointment.rearranged_reason", allow_none=True)
    cancelled_by = fields.String(attribute="appointment.cancelled_by", allow_none=True)
    cancelled_reason = fields.String(attribute="appointment.cancelled_reason", allow_none=True)
    attendance = fields.Nested(AttendanceSchema, attribute="appointment.attendance", allow_none=True)
    travel_saved_minutes = fields.Integer(
        attribute="appointment.travel_saved_minutes",
        allow_none=True,
        metadata={
            "description": "What meeting by phone or video saves, there and back, as the person says; null"
            " for meeting in person, and where nothing was said."
        },
    )


class AppointmentWithFormerSchema(AppointmentSchema):
    """A meeting, with what was said of attendance before it was put right."""

    former = fields.List(fields.Nested(FormerAttendanceSchema), required=True)


class DiaryArgs(PageArgs):
    """Whose diary, from when until when."""

    adviser_id = fields.UUID(load_default=None)
    since = fields.AwareDateTime(
        data_key="from", load_default=None, metadata={"description": "From now on, if you leave it out."}
    )
    until = fields.AwareDateTime(load_default=None)


@blueprint.route("/participants/<uuid:participant_id>/appointments", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(WantedSchema)
@blueprint.response(201, AppointmentSchema)
def book_appointment(body: dict[str, Any], participant_id: UUID) -> dict[str, Any]:
    """Book a meeting. 409 when somebody else has just taken that time."""
    booked = actions.book_appointment(session(), actor(), participant_id, Wanted(**body))
    return actions.shown(session(), [booked])[0]


@blueprint.route("/participants/<uuid:participant_id>/appointments")
@roles(*READERS)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(AppointmentSchema))
def list_appointments(asked: dict[str, Any], participant_id: UUID) -> Page[dict[str, Any]]:
    """A person's meetings, the latest first."""
    return actions.list_appointments(
        session(), actor(), participant_id, cursor=asked.get("cursor"), limit=asked["limit"]
    )


@blueprint.route("/appointments")
@roles(*ADVISERS)
@blueprint.arguments(DiaryArgs, location="query")
@blueprint.response(200, page_of(AppointmentSchema))
def list_diary(asked: dict[str, Any]) -> Page[dict[str, Any]]:
    """Your diary; a team leader's shows everybody's, unless they name an adviser."""
    cursor = asked.pop("cursor", None)
    return actions.list_diary(session(), actor(), cursor=cursor, **asked)


@blueprint.route("/appointments/<uuid:appointment_id>")
@roles(*READERS)
@blueprint.response(200, AppointmentWithFormerSchema)
def show_appointment(appointment_id: UUID) -> dict[str, Any]:
    """One meeting."""
    return actions.show_appointment(session(), actor(), appointment_id)


@blueprint.route("/appointments/<uuid:appointment_id>/rearrangement", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(MovedSchema)
@blueprint.response(201, AppointmentSchema)
def rearrange_appointment(body: dict[str, Any], appointment_id: UUID) -> dict[str, Any]:
    """Meet at another time: the answer is a new appointment that stands in for this one."""
    new = actions.rearrange_appointment(session(), actor(), appointment_id, Wanted(**body))
    return actions.shown(session(), [new])[0]


@blueprint.route("/appointments/<uuid:appointment_id>/handover", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(CancellationSchema)
@blueprint.response(201, AppointmentSchema)
def hand_to_cover(body: dict[str, Any], appointment_id: UUID) -> dict[str, Any]:
    """The colleague who stands in on that day keeps it. 409 where nobody does, or they are not free then."""
    new = actions.hand_to_cover(session(), actor(), appointment_id, body["reason"])
    return actions.shown(session(), [new])[0]


@blueprint.route("/appointments/<uuid:appointment_id>/cancellation", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(CancellationSchema)
@blueprint.response(200, AppointmentSchema)
def cancel_appointment(body: dict[str, Any], appointment_id: UUID) -> dict[str, Any]:
    """Call it off; the time is free again."""
    gone = actions.cancel_appointment(session(), actor(), appointment_id, body["reason"])
    return actions.shown(session(), [gone])[0]


@blueprint.route("/appointments/<uuid:appointment_id>/attendance", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(AttendanceInputSchema)
@blueprint.response(200, AppointmentSchema)
def record_attendance(body: dict[str, Any], appointment_id: UUID) -> dict[str, Any]:
    """Whether the participant came. What was said is recorded as a contact."""
    met = actions.record_attendance(session(), actor(), appointment_id, **body)
    return actions.shown(session(), [met])[0]


@blueprint.route("/appointments/<uuid:appointment_id>/attendance/correction", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(AttendanceCorrectionSchema)
@blueprint.response(200, AppointmentSchema)
def correct_attendance(body: dict[str, Any], appointment_id: UUID) -> dict[str, Any]:
    """What was recorded is wrong: this is right, and why. What was said first is kept, with who said it."""
    right = putting_right.correct_attendance(session(), actor(), appointment_id, Right(**body))
    return actions.shown(session(), [right])[0]
