"""Subscriptions: anybody may ask; only the owner of the address confirms or ends."""

from typing import Any

from marshmallow import fields, validate

from chassis.http import Blueprint, Schema, public, session
from services.community.actions import subscriptions as actions
from services.community.domain.subscriptions import Subscription

blueprint = Blueprint("subscriptions", description="Who gets the newsletter.")


class SubscribingSchema(Schema):
    """Where to send it."""

    address = fields.Email(required=True, validate=validate.Length(max=254))
    language = fields.String(load_default="en", validate=validate.OneOf(("en", "cy")))


class AskedSchema(Schema):
    """What happens next; the same for every address, so that nobody learns who subscribes."""

    state = fields.String(required=True)


class TokenSchema(Schema):
    """What the link bears."""

    token = fields.String(required=True, validate=validate.Length(1, 200))


class SubscriptionSchema(Schema):
    """How the subscription stands now."""

    state = fields.String(required=True)


@blueprint.route("/subscriptions", methods=["POST"])
@public
@blueprint.arguments(SubscribingSchema)
@blueprint.response(202, AskedSchema)
def subscribe(said: dict[str, Any]) -> dict[str, str]:
    """Ask for the newsletter. An email with a link follows, if none was sent just now."""
    actions.request(session(), said["address"], said["language"])
    return {"state": "requested"}


@blueprint.route("/subscriptions/confirmation", methods=["POST"])
@public
@blueprint.arguments(TokenSchema)
@blueprint.response(200, SubscriptionSchema)
def confirm_subscription(said: dict[str, Any]) -> Subscription:
    """The owner of the address wants it."""
    return actions.confirm(session(), said["token"])


@blueprint.route("/subscriptions/ending", methods=["POST"])
@public
@blueprint.arguments(TokenSchema)
@blueprint.response(200, SubscriptionSchema)
def end_subscription(said: dict[str, Any]) -> Subscription:
    """They do not want it any more."""
    return actions.end(session(), said["token"])
