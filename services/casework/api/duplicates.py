"""Records that may be about one person: the list for team leaders, and making one record of two."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis import clock
from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from services.casework.actions import duplicates as actions
from services.casework.actions import mergers
from services.casework.api.fields import HappenedSchema, occurred_on, text
from services.casework.domain.mergers import Merger

blueprint = Blueprint("duplicates", description="Records that may be about one person, and making them one.")


class LookAlikeSchema(Schema):
    """One of two records."""

    id = fields.UUID(required=True)
    reference = fields.String(required=True)
    full_name = fields.String(required=True)
    called = fields.String(required=True)
    date_of_birth = fields.Date(allow_none=True)
    registered_on = fields.Date(required=True)


class PairSchema(Schema):
    """Two records that may be about one person."""

    id = fields.UUID(attribute="pair.id", required=True)
    people = fields.List(fields.Nested(LookAlikeSchema), required=True)
    score = fields.Integer(
        attribute="pair.score", required=True, metadata={"description": "How alike they are, from 0 to 100."}
    )
    because = fields.List(
        fields.String(), required=True, metadata={"description": "Codes of `/reference/found-by`."}
    )


class MergerInputSchema(Schema):
    """Into which record this one goes, and why."""

    into = fields.UUID(required=True)
    reason = text(500, metadata={"example": "Same number, same birthday; she was registered twice."})
    occurred_on = occurred_on()


class MergerSchema(Schema):
    """One record was merged into another."""

    id = fields.UUID(required=True)
    merged_id = fields.UUID(required=True)
    survivor_id = fields.UUID(required=True)
    reason = fields.String(required=True)
    occurred_on = fields.Date(required=True)
    undone_on = fields.Date(allow_none=True)
    account = fields.String(
        allow_none=True,
        metadata={
            "description": "What became of the merged record's own account, where both had one: closed,"
            " reopened when the merger was undone, or not-reopened, for it is the way in to another record."
        },
    )


class MergerInListSchema(Schema):
    """One merger, with both records in short."""

    merger = fields.Nested(MergerSchema, required=True)
    merged = fields.Nested(LookAlikeSchema, allow_none=True)
    survivor = fields.Nested(LookAlikeSchema, allow_none=True)


class MergersSchema(Schema):
    """All mergers of one record, the latest first."""

    items = fields.List(fields.Nested(MergerInListSchema), required=True)


@blueprint.route("/duplicates")
@roles("team leader")
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, page_of(PairSchema))
def list_duplicates(asked: dict[str, Any]) -> Page[dict[str, Any]]:
    """Pairs of records that may be about one person, the likeliest first."""
    return actions.list_duplicates(session(), actor(), cursor=asked.get("cursor"), limit=asked["limit"])


@blueprint.route("/duplicates/<uuid:pair_id>")
@roles("team leader")
@blueprint.response(200, PairSchema)
def show_duplicate(pair_id: UUID) -> dict[str, Any]:
    """One pair."""
    return actions.show_duplicate(session(), actor(), pair_id)


@blueprint.route("/duplicates/<uuid:pair_id>/dismissal", methods=["POST"])
@roles("team leader")
@blueprint.response(204)
def dismiss_duplicate(pair_id: UUID) -> None:
    """You have looked at both: they are two people. The pair leaves the list for good."""
    actions.dismiss_duplicate(session(), actor(), pair_id)


@blueprint.route("/participants/<uuid:participant_id>/merger", methods=["POST"])
@roles("team leader")
@blueprint.arguments(MergerInputSchema)
@blueprint.response(201, MergerSchema)
def merge_participants(body: dict[str, Any], participant_id: UUID) -> Merger:
    """Merge this record into another: what is known of it goes over, and claims are worked out anew."""
    on = body["occurred_on"] or clock.today()
    return mergers.merge_participants(
        session(), actor(), participant_id, body["into"], reason=body["reason"], on=on
    )


@blueprint.route("/participants/<uuid:participant_id>/mergers")
@roles("adviser", "team leader", "data-protection officer")
@blueprint.response(200, MergersSchema)
def list_mergers(participant_id: UUID) -> dict[str, Any]:
    """The records that were merged into this one, or it into them."""
    return {"items": mergers.list_mergers(session(), actor(), participant_id)}


@blueprint.route("/mergers/<uuid:merger_id>/reversal", methods=["POST"])
@roles("team leader")
@blueprint.arguments(HappenedSchema)
@blueprint.response(200, MergerSchema)
def undo_merger(body: dict[str, Any], merger_id: UUID) -> Merger:
    """They are two people after all: what had gone over comes back. What came since stays."""
    return mergers.undo_merger(session(), actor(), merger_id, body["occurred_on"] or clock.today())
