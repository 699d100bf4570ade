"""Group sessions, places in them, and their registers."""

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from services.casework.actions import group_changes, putting_right, registers
from services.casework.actions import groups as actions
from services.casework.actions.putting_right import Right
from services.casework.actions.registers import Entry
from services.casework.api.appointments import AttendanceCorrectionSchema
from services.casework.api.fields import text
from services.casework.domain.groups import MOST_WEEKS, GroupPlace, GroupSession

blueprint = Blueprint(
    "groups", description="Job clubs, digital skills, drop-ins: several people at one time."
)
ADVISERS = ("adviser", "team leader")
PARTIES = (*ADVISERS, "participant")
READERS = (*PARTIES, "data-protection officer")
MOST_ENTRIES = 500


class NewGroupSchema(Schema):
    """What it is for, when, how and where, and how many can come."""

    kind = fields.String(required=True, metadata={"description": "A code of group-kinds."})
    title = text(120)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    channel = fields.String(required=True, metadata={"description": "in-person, phone or video"})
    place = text(300, required=False, load_default=None, allow_none=True)
    capacity = fields.Integer(required=True, strict=True, metadata={"description": "How many can come."})
    led_by = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "You, if you leave it out."}
    )
    weeks = fields.Integer(
        load_default=1,
        strict=True,
        validate=validate.Range(1, MOST_WEEKS, error=f"Give 1 to {MOST_WEEKS} weeks."),
        metadata={"description": "In how many weeks it is held, at the same time; each is its own session."},
    )


class GroupSchema(Schema):
    """A session, with the number of its places."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    led_by = fields.UUID(required=True)
    led_by_name = fields.String(allow_none=True)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    channel = fields.String(required=True)
    place = fields.String(allow_none=True)
    capacity = fields.Integer(required=True)
    taken = fields.Integer(required=True)
    waiting = fields.Integer(required=True)
    free = fields.Integer(
        required=True, metadata={"description": "Places that can be had now: none while others wait."}
    )
    series_id = fields.UUID(
        allow_none=True, metadata={"description": "What sessions that repeat have in common."}
    )
    cancelled_at = fields.AwareDateTime(allow_none=True)
    cancelled_reason = fields.String(allow_none=True)


class PlaceSchema(Schema):
    """Somebody's place in a session."""

    id = fields.UUID(required=True)
    session_id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True)
    status = fields.String(
        required=True,
        metadata={"description": "waiting, booked, given-up, cancelled, attended, late or did-not-attend"},
    )
    asked_at = fields.AwareDateTime(required=True)
    asked_by = fields.String(required=True)
    assisted = fields.Boolean(required=True)
    walked_in = fields.Boolean(required=True)
    acceptability = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    marked_at = fields.AwareDateTime(allow_none=True)
    because = fields.String(
        allow_none=True, metadata={"description": "Why the register was put right; null where it was right."}
    )


class RegisterLineSchema(Schema):
    """Somebody's place, and what to call them."""

    place = fields.Nested(PlaceSchema, required=True)
    called = fields.String(required=True, allow_none=True)


class RegisterSchema(Schema):
    """A session with who has a place in it, and who waits."""

    group = fields.Nested(GroupSchema, required=True)
    status = fields.String(required=True, metadata={"description": "to-come, begun or cancelled"})
    places = fields.List(fields.Nested(RegisterLineSchema), required=True)


class GroupForPersonSchema(Schema):
    """A session to which a person can come, and the place that they have in it."""

    group = fields.Nested(GroupSchema, required=True)
    own = fields.Nested(PlaceSchema, allow_none=True)


class WantedPlaceSchema(Schema):
    """The session in which a place is wanted."""

    session_id = fields.UUID(required=True)


def _following() -> fields.Boolean:
    told = "Also for those of its series that come after it; all of them or none."
    return fields.Boolean(load_default=False, metadata={"description": told})


class GroupCancellationSchema(Schema):
    """Why it will not take place."""

    reason = text(500, required=False, load_default=None, allow_none=True)
    following = _following()


class GroupChangesSchema(Schema):
    """What is to be otherwise; what is left out stays as it is."""

    title = text(120, required=False, load_default=None, allow_none=True)
    starts_at = fields.AwareDateTime(load_default=None, allow_none=True)
    ends_at = fields.AwareDateTime(load_default=None, allow_none=True)
    channel = fields.String(
        load_default=None, allow_none=True, metadata={"description": "in-person, phone or video"}
    )
    place = text(300, required=False, load_default=None, allow_none=True)
    capacity = fields.Integer(
        load_default=None, allow_none=True, strict=True, metadata={"description": "How many can come."}
    )
    following = _following()


class GroupHandoverSchema(Schema):
    """Who holds it from now on."""

    led_by = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "A colleague; whoever stands in on its day, if you leave it out."},
    )
    following = _following()


class EntrySchema(Schema):
    """One line of a register."""

    participant_id = fields.UUID(required=True)
    attendance = fields.String(required=True, metadata={"description": "attended, late or did-not-attend"})
    acceptability = fields.String(load_default=None, allow_none=True)
    reason = fields.String(
        load_default=None, allow_none=True, metadata={"description": "A code of missed-reasons."}
    )
    note = text(2000, required=False, load_default=None, allow_none=True)


class EntriesSchema(Schema):
    """The register, or the lines of it that are entered now."""

    entries = fields.List(
        fields.Nested(EntrySchema), required=True, validate=validate.Length(1, MOST_ENTRIES)
    )


class GroupsArgs(PageArgs):
    """From when until when, and whose."""

    since = fields.AwareDateTime(data_key="from", load_default=None)
    until = fields.AwareDateTime(load_default=None)
    mine = fields.Boolean(load_default=False, metadata={"description": "Only those that you hold."})
    led_by = fields.UUID(load_default=None, metadata={"description": "Only those that a colleague holds."})


@blueprint.route("/groups", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(NewGroupSchema)
@blueprint.response(201, GroupSchema)
def open_group(body: dict[str, Any]) -> GroupSession:
    """Hold a session, also week after week. It takes its time in the diary of whoever holds it."""
    return actions.open_session(session(), actor(), **body)


@blueprint.route("/groups")
@roles(*ADVISERS)
@blueprint.arguments(GroupsArgs, location="query")
@blueprint.response(200, page_of(GroupSchema))
def list_groups(asked: dict[str, Any]) -> Page[GroupSession]:
    """The sessions of your organisation from now on."""
    cursor = asked.pop("cursor", None)
    return actions.list_sessions(session(), actor(), cursor=cursor, **asked)


@blueprint.route("/groups/<uuid:session_id>")
@roles(*ADVISERS)
@blueprint.response(200, RegisterSchema)
def show_group(session_id: UUID) -> dict[str, Any]:
    """One session with its register."""
    return actions.show_session(session(), actor(), session_id)


@blueprint.route("/groups/<uuid:session_id>/cancellation", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(GroupCancellationSchema)
@blueprint.response(200, GroupSchema)
def cancel_group(body: dict[str, Any], session_id: UUID) -> GroupSession:
    """Call a session off, or it and those that follow it. Everybody with a place is told."""
    return actions.cancel_session(session(), actor(), session_id, **body)


@blueprint.route("/groups/<uuid:session_id>/changes", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(GroupChangesSchema)
@blueprint.response(200, GroupSchema)
def change_group(body: dict[str, Any], session_id: UUID) -> GroupSession:
    """Hold a session otherwise, or it and those that follow it. Everybody with a place is told what matters
    to them. 409 where the diary, or somebody with a place, has something else at that time.
    """
    return group_changes.change_session(session(), actor(), session_id, **body)


@blueprint.route("/groups/<uuid:session_id>/handover", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(GroupHandoverSchema)
@blueprint.response(200, GroupSchema)
def hand_over_group(body: dict[str, Any], session_id: UUID) -> GroupSession:
    """A colleague holds it: the one you name, or whoever stands in on its day. Everybody with a place is
    told. 409 where nobody stands in, or they are not free then.
    """
    return group_changes.hand_over_session(session(), actor(), session_id, **body)


@blueprint.route("/groups/<uuid:session_id>/register", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(EntriesSchema)
@blueprint.response(200, RegisterSchema)
def enter_register(body: dict[str, Any], session_id: UUID) -> dict[str, Any]:
    """Enter the register, all lines or none. Whoever came has a contact in their timeline."""
    entries = [Entry(**entry) for entry in body["entries"]]
    return registers.enter_register(session(), actor(), session_id, entries)


@blueprint.route("/participants/<uuid:participant_id>/groups")
@roles(*READERS)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(GroupForPersonSchema))
def list_groups_for_person(asked: dict[str, Any], participant_id: UUID) -> Page[dict[str, Any]]:
    """The sessions to which a person can come, each with the place that they have in it."""
    return actions.list_for_person(
        session(), actor(), participant_id, cursor=asked.get("cursor"), limit=asked["limit"]
    )


@blueprint.route("/participants/<uuid:participant_id>/group-places", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(WantedPlaceSchema)
@blueprint.response(201, PlaceSchema)
def take_place(body: dict[str, Any], participant_id: UUID) -> GroupPlace:
    """Book a place; where all are taken, the answer's status is `waiting`."""
    return actions.take_place(session(), actor(), participant_id, body["session_id"])


@blueprint.route("/group-places/<uuid:place_id>/giving-up", methods=["POST"])
@roles(*PARTIES)
@blueprint.response(200, PlaceSchema)
def give_up_place(place_id: UUID) -> GroupPlace:
    """Not come after all, or wait no more. Whoever waits first has the place."""
    return actions.give_up_place(session(), actor(), place_id)


@blueprint.route("/group-places/<uuid:place_id>/correction", methods=["POST"])
@roles(*ADVISERS)
@blueprint.arguments(AttendanceCorrectionSchema)
@blueprint.response(200, PlaceSchema)
def correct_register(body: dict[str, Any], place_id: UUID) -> GroupPlace:
    """The register is wrong about somebody: this is right, and why. Their timeline follows."""
    return putting_right.correct_register(session(), actor(), place_id, Right(**body))
