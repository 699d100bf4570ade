"""Who else works for one's organisation, for those who hand people over to each other."""

from typing import Any

from marshmallow import fields, validate

from chassis.http import Blueprint, PageArgs, Schema, actor, page_of, roles, session
from chassis.store.paging import Page
from gateway.actions import accounts
from gateway.domain.accounts import Account
from gateway.domain.roles import ADVISER, STAFF
from gateway.policy import WHO_SEES_COLLEAGUES

blueprint = Blueprint("colleagues", url_prefix="/api", description="Who else works for your organisation.")


class ColleagueArgs(PageArgs):
    """Whom to list."""

    role = fields.String(
        load_default=ADVISER,
        validate=validate.OneOf(STAFF),
        metadata={"description": "What they do there; advisers, if you leave it out."},
    )


class ColleagueSchema(Schema):
    """Somebody who works for your organisation: a name, and the id by which others are told of them."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


@blueprint.route("/colleagues")
@roles(*WHO_SEES_COLLEAGUES)
@blueprint.arguments(ColleagueArgs, location="query")
@blueprint.response(200, page_of(ColleagueSchema))
def list_colleagues(asked: dict[str, Any]) -> Page[Account]:
    """Whoever holds a role in your organisation, the longest there first. Yourself as well."""
    return accounts.list_colleagues(session(), actor(), asked["role"], asked.get("cursor"), asked["limit"])
