"""Job search: applications, and who may see them."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from chassis import clock
from chassis.http import Blueprint, PageArgs, Schema, actor, roles, session
from services.casework.actions import applications as actions
from services.casework.actions.applications import Sent
from services.casework.api.fields import HappenedSchema, occurred_on, text
from services.casework.domain.applications import Application
from services.casework.domain.grants import APPLICATIONS

blueprint = Blueprint("job-search", description="A participant's applications, seen by whom they choose.")
PARTIES = ("participant", "adviser", "team leader")


class NewApplicationSchema(Schema):
    """For which job, with whom."""

    title = text(200)
    employer = text(200)
    vacancy = text(5000, required=False, load_default=None, allow_none=True)
    notes = text(5000, required=False, load_default=None, allow_none=True)
    occurred_on = occurred_on()
    vacancy_id = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "One that they keep."}
    )
    cv_id = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "The version that went with it."}
    )
    letter_id = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "The version that went with it."}
    )
    sent_anyway = fields.Boolean(
        load_default=False,
        metadata={"description": "You were told that it is like another's, and want to send it as it is."},
    )


class StageInputSchema(HappenedSchema):
    """How far it has got."""

    stage = fields.String(
        required=True,
        metadata={"description": "selected-for-interview, interview-booked, offer or unsuccessful"},
    )


class StageSchema(Schema):
    """How far it had got, from which day."""

    stage = fields.String(required=True)
    occurred_on = fields.Date(required=True)
    assisted = fields.Boolean(required=True)
    helper = fields.String(allow_none=True, metadata={"description": "Who acted for the participant."})


class ApplicationSchema(Schema):
    """An application, with its stages in order."""

    id = fields.UUID(required=True)
    participant_id = fields.UUID(required=True)
    title = fields.String(required=True)
    employer = fields.String(required=True)
    vacancy = fields.String(allow_none=True)
    notes = fields.String(allow_none=True)
    origin = fields.String(required=True, metadata={"description": "A code of vacancy-origins."})
    vacancy_id = fields.UUID(allow_none=True)
    cv_id = fields.UUID(allow_none=True)
    letter_id = fields.UUID(allow_none=True)
    stage = fields.String(required=True)
    made_on = fields.Date(required=True)
    stages = fields.List(fields.Nested(StageSchema), required=True)


class ApplicationListSchema(Schema):
    """The applications, for those who may see them; for others only how many there are."""

    items = fields.List(fields.Nested(ApplicationSchema), required=True)
    next = fields.String(required=True, allow_none=True)
    count = fields.Integer(required=True)
    granted = fields.Boolean(required=True, metadata={"description": "Whether you may see them."})


class NewGrantSchema(Schema):
    """Who may see which part of your job search; your adviser and your applications, if you leave it out."""

    viewer_id = fields.UUID(load_default=None, allow_none=True)
    opens = fields.String(load_default=APPLICATIONS, metadata={"description": "A code of job-search-parts."})


class GrantSchema(Schema):
    """Somebody may see your applications, or might until you took it back."""

    id = fields.UUID(attribute="grant.id", required=True)
    viewer_id = fields.UUID(attribute="grant.viewer_id", required=True)
    viewer_name = fields.String(allow_none=True)
    opens = fields.String(attribute="grant.opens", required=True)
    given_at = fields.AwareDateTime(attribute="grant.given_at", required=True)
    revoked_at = fields.AwareDateTime(attribute="grant.revoked_at", allow_none=True)
    holds = fields.Boolean(attribute="grant.holds", required=True)


class GrantListSchema(Schema):
    """Every grant that you have given."""

    items = fields.List(fields.Nested(GrantSchema), required=True)
    next = fields.String(required=True, allow_none=True)


@blueprint.route("/participants/<uuid:participant_id>/applications", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(NewApplicationSchema)
@blueprint.response(201, ApplicationSchema)
def record_application(body: dict[str, Any], participant_id: UUID) -> Application:
    """Note an application that you made."""
    on = body.pop("occurred_on") or clock.today()
    sent = Sent(**{name: body.pop(name) for name in ("vacancy_id", "cv_id", "letter_id")})
    return actions.record_application(session(), actor(), participant_id, on=on, sent=sent, **body)


@blueprint.route("/participants/<uuid:participant_id>/applications")
@roles(*PARTIES)
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, ApplicationListSchema)
def list_applications(asked: dict[str, Any], participant_id: UUID) -> dict[str, Any]:
    """A person's applications, if they let you see them."""
    return actions.list_applications(
        session(), actor(), participant_id, cursor=asked.get("cursor"), limit=asked["limit"]
    )


@blueprint.route("/applications/<uuid:application_id>/stage", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(StageInputSchema)
@blueprint.response(200, ApplicationSchema)
def move_application(body: dict[str, Any], application_id: UUID) -> Application:
    """It has got further, or come to an end."""
    on = body["occurred_on"] or clock.today()
    return actions.move_application(session(), actor(), application_id, body["stage"], on)


@blueprint.route("/participants/<uuid:participant_id>/grants", methods=["POST"])
@roles(*PARTIES)
@blueprint.arguments(NewGrantSchema)
@blueprint.response(201, GrantSchema)
def give_grant(body: dict[str, Any], participant_id: UUID) -> dict[str, Any]:
    """Let somebody see a part of your job search. Nobody can do that for you."""
    grant = actions.give_grant(session(), actor(), participant_id, body["viewer_id"], body["opens"])
    return actions.shown(session(), [grant])[0]


@blueprint.route("/participants/<uuid:participant_id>/grants")
@roles(*PARTIES)
@blueprint.response(200, GrantListSchema)
def list_grants(participant_id: UUID) -> dict[str, Any]:
    """Whom you let see your applications."""
    return {"items": actions.list_grants(session(), actor(), participant_id), "next": None}


@blueprint.route("/grants/<uuid:grant_id>/revocation", methods=["POST"])
@roles(*PARTIES)
@blueprint.response(200, GrantSchema)
def revoke_grant(grant_id: UUID) -> dict[str, Any]:
    """Take it back; from now on they see no more than how many there are."""
    return actions.shown(session(), [actions.revoke_grant(session(), actor(), grant_id)])[0]
