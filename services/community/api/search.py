"""One search over threads, replies and articles."""

from typing import Any

from marshmallow import fields, validate

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, session, signed_in
from chassis.store.paging import Page
from services.community.actions import search as actions
from services.community.actions.search import Hit

blueprint = Blueprint("search", description="Find what was said and written.")


class SearchArgs(PageArgs):
    """What to look for."""

    q = fields.String(required=True, validate=validate.Length(1, 200))


class HitSchema(Schema):
    """A thread or an article that was found."""

    sort = fields.String(required=True, validate=validate.OneOf(("thread", "article")))
    id = fields.UUID(required=True)
    title = fields.String(required=True)
    space = fields.String(required=True)
    at = fields.AwareDateTime(required=True)


@blueprint.route("/search")
@signed_in
@blueprint.arguments(SearchArgs, location="query")
@blueprint.response(200, page_of(HitSchema))
def search(asked: dict[str, Any]) -> Page[Hit]:
    """Everything that I may read and that says these words."""
    return actions.everywhere(session(), actor(), asked["q"], asked.get("cursor"), asked["limit"])
