"""Members: join under a name of one's own choice."""

from typing import Any

from marshmallow import fields

from chassis.http import Blueprint, Schema, actor, session, signed_in
from chassis.store.holdings import Rows
from services.community.actions import members as actions
from services.community.api.shapes import text
from services.community.domain.members import NAME_LENGTH, Member

blueprint = Blueprint("members", description="Who somebody is in the community.")


class JoiningSchema(Schema):
    """The name that others will see."""

    name = text(NAME_LENGTH[1], required=True)
    pseudonym = fields.Boolean(
        load_default=True, metadata={"description": "Whether it is a made-up name. Nobody sees this."}
    )


class MemberSchema(Schema):
    """A member, as they see themselves."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    pseudonym = fields.Boolean(required=True)
    kind = fields.String(required=True)
    joined_on = fields.Date(required=True)


@blueprint.route("/members", methods=["POST"])
@signed_in
@blueprint.arguments(JoiningSchema)
@blueprint.response(201, MemberSchema)
def join(said: dict[str, Any]) -> Member:
    """Join the community. Nobody outside it can tell who a member is."""
    return actions.join(session(), actor(), said["name"], pseudonym=said["pseudonym"])


@blueprint.route("/members/me")
@signed_in
@blueprint.response(200, MemberSchema)
def show_me() -> Member:
    """Who I am here; not found until I have joined."""
    return actions.me(session(), actor())


class CopySchema(Schema):
    """All rows about a member, by table."""

    held = fields.Dict(keys=fields.String(), required=True)


@blueprint.route("/members/me/copy")
@signed_in
@blueprint.response(200, CopySchema)
def show_copy() -> dict[str, Rows]:
    """Everything that the community holds about me. Nobody else gets it: nobody knows who I am."""
    return {"held": actions.copy(session(), actor())}
