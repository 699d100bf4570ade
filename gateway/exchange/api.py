"""The feed: what is open, from the beginning or from where one left off."""

from typing import Any

from marshmallow import fields

from chassis.actor import Actor
from chassis.http import Blueprint, PageArgs, Schema, actor, context, public, session
from gateway.domain.roles import INTEGRATOR
from gateway.exchange import signing
from gateway.exchange.audiences import EVERYBODY, ForAudience
from gateway.store import feed

blueprint = Blueprint("streams", description="Open events, for programs of others.")


class OpenEventSchema(Schema):
    """A CloudEvent 1.0 that is open to everybody, made for whoever asks: its ids fit theirs alone."""

    specversion = fields.String(required=True)
    id = fields.UUID(required=True)
    source = fields.String(required=True)
    type = fields.String(required=True)
    subject = fields.UUID(required=True, metadata={"description": "The thing that it is about."})
    time = fields.String(required=True, metadata={"description": "When it was recorded, to the hour."})
    datacontenttype = fields.String(required=True)
    sequence = fields.String(required=True, metadata={"description": "Its place among those of its subject."})
    correlationid = fields.String(required=True)
    dataclassification = fields.String(required=True)
    data = fields.Dict(required=True)


class FeedSchema(Schema):
    """Some events. Ask again with `next`, now or later: it is there even when there is nothing new."""

    items = fields.List(fields.Nested(OpenEventSchema), required=True)
    next = fields.String(required=True)


class PublicKeySchema(Schema):
    """A public key (RFC 8037)."""

    kty = fields.String(required=True)
    crv = fields.String(required=True)
    use = fields.String(required=True)
    alg = fields.String(required=True)
    kid = fields.String(required=True, metadata={"description": "As the signature names it."})
    x = fields.String(required=True)


class KeySetSchema(Schema):
    """The keys of this instance, the newest first; older ones are for what was signed by them."""

    keys = fields.List(fields.Nested(PublicKeySchema), required=True)


@blueprint.route("/streams/keys")
@public
@blueprint.response(200, KeySetSchema)
def public_keys() -> dict[str, Any]:
    """The keys by which to check the signature of each page of a stream."""
    return signing.key_set()


@blueprint.route("/streams/open")
@public
@blueprint.arguments(PageArgs, location="query")
@blueprint.response(200, FeedSchema)
def open_stream(page: dict[str, Any]) -> dict[str, Any]:
    """Open events in the order in which they came in. An integrator gets ids of their own.

    Each page is signed: X-JWS-Signature is a JWS of its exact bytes (detached, unencoded, Ed25519) by a key
    of /api/streams/keys.
    """
    signing.sign_answer()
    made = ForAudience(context().keyring.columns.blind, audience_of(actor()))
    place = made.place(page.get("cursor"))
    rows = feed.after(session(), place, page["limit"])
    return {
        "items": [made.event(row) for row in rows],
        "next": made.cursor(rows[-1].place if rows else place),
    }


def audience_of(who: Actor) -> str:
    """An integrator is an audience of its own; all others are the public."""
    return f"integrator:{who.id}" if who.has(INTEGRATOR) and who.id else EVERYBODY


BLUEPRINTS = (blueprint,)
