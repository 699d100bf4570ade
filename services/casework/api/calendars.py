"""Calendar feeds. Their text, as calendar programs read it, is made at the gateway."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis.http import Blueprint, Schema, actor, public, roles, session
from services.casework.actions import calendars as actions
from services.casework.api.appointments import PARTIES
from services.casework.domain.calendars import CalendarFeed

blueprint = Blueprint("calendars", description="Secret addresses for one's own calendar program.")


class NewFeedSchema(Schema):
    """An address is made by whoever has it: casework learns what is enough to know it again."""

    digest = fields.String(
        required=True,
        metadata={"description": "SHA-256 of a long random secret, as 64 hexadecimal digits."},
    )
    discreet = fields.Boolean(
        load_default=False, metadata={"description": "Say no more than that there is something."}
    )
    language = fields.String(load_default="en", metadata={"description": "en or cy"})


class FeedSchema(Schema):
    """An address that is on, or was."""

    id = fields.UUID(required=True)
    discreet = fields.Boolean(required=True)
    language = fields.String(required=True)
    made_at = fields.AwareDateTime(required=True)
    revoked_at = fields.AwareDateTime(allow_none=True)


class FeedsSchema(Schema):
    """Your addresses."""

    items = fields.List(fields.Nested(FeedSchema), required=True)


class CalendarEntrySchema(Schema):
    """When something is, and as much as may be said of it."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True, metadata={"description": "appointment, group or interview"})
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)
    booked_at = fields.AwareDateTime(required=True)
    channel = fields.String(allow_none=True)
    place = fields.String(allow_none=True)
    title = fields.String(allow_none=True)


class CalendarSchema(Schema):
    """What is at an address."""

    discreet = fields.Boolean(required=True)
    language = fields.String(attribute="feed.language", required=True)
    entries = fields.List(fields.Nested(CalendarEntrySchema), required=True)


@blueprint.route("/calendar-feeds", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(NewFeedSchema)
@blueprint.response(201, FeedSchema)
def switch_on_feed(body: dict[str, Any]) -> CalendarFeed:
    """Switch an address on."""
    return actions.switch_on(session(), actor(), **body)


@blueprint.route("/calendar-feeds")
@roles(*PARTIES)
@blueprint.response(200, FeedsSchema)
def list_feeds() -> dict[str, Any]:
    """Your addresses that are on."""
    return {"items": actions.list_feeds(session(), actor())}


@blueprint.route("/calendar-feeds/<uuid:feed_id>/revocation", methods=["POST"])
@roles(*PARTIES)
@blueprint.response(200, FeedSchema)
def switch_off_feed(feed_id: UUID) -> CalendarFeed:
    """Switch an address off. Whoever has it reads nothing any more."""
    return actions.switch_off(session(), actor(), feed_id)


@blueprint.route("/calendar-feeds/by-digest/<digest>")
@public
@blueprint.response(200, CalendarSchema)
def read_feed(digest: str) -> actions.Shown:
    """What is at an address, for whoever knows the digest of its secret. It names nobody."""
    return actions.read_feed(session(), digest)
