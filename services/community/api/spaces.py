"""Spaces: where people meet."""

from typing import Any

from marshmallow import fields

from chassis.http import Blueprint, Schema, actor, session, signed_in
from services.community.actions import threads as actions
from services.community.api.shapes import LabelsSchema
from services.community.domain.spaces import Space

blueprint = Blueprint("spaces", description="Where people meet.")


class SpaceSchema(Schema):
    """A space that the reader sees."""

    slug = fields.String(required=True)
    name = fields.Nested(LabelsSchema, required=True)
    about = fields.Nested(LabelsSchema, required=True)
    may_post = fields.Boolean(required=True)


class SpaceListSchema(Schema):
    """All spaces that the reader sees; there are few, so that they make one page."""

    items = fields.List(fields.Nested(SpaceSchema), required=True)
    next = fields.String(required=True, allow_none=True)


@blueprint.route("/spaces")
@signed_in
@blueprint.response(200, SpaceListSchema)
def list_spaces() -> dict[str, Any]:
    """The spaces that I may read."""
    return {"items": [_shown(*one) for one in actions.spaces(session(), actor())], "next": None}


@blueprint.route("/spaces/<slug>")
@signed_in
@blueprint.response(200, SpaceSchema)
def show_space(slug: str) -> dict[str, Any]:
    """One space."""
    return _shown(*actions.space(session(), actor(), slug))


def _shown(space: Space, may_post: bool) -> dict[str, Any]:
    return {"slug": space.slug, "name": space.name, "about": space.about, "may_post": may_post}
