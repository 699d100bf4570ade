"""Which events are open, and which of their fields leave this instance. What is not named here stays
inside.
"""

from typing import Any

from marshmallow import Schema, fields
from sqlalchemy.orm import Session

from chassis.messaging.listeners import Listeners, Reads, Received
from gateway.store import feed


class Dated(Reads):
    """Something that happened on a day."""

    occurred_on = fields.Date(required=True)


class Joined(Dated):
    """An organisation takes part."""

    name = fields.String(required=True)
    kind = fields.String(required=True)


class Offered(Dated):
    """An offer as the public directory shows it."""

    organisation_id = fields.UUID(required=True)
    organisation_name = fields.String(required=True)
    title = fields.String(required=True)
    category = fields.String(required=True)
    summary = fields.String(required=True)
    how_it_helps = fields.String(required=True)
    barriers = fields.List(fields.String(), required=True)
    delivery = fields.List(fields.String(), required=True)
    languages = fields.List(fields.String(), required=True)
    accessibility = fields.List(fields.String(), required=True)
    capacity = fields.Integer(required=True)
    free_places = fields.Integer(required=True)
    price_pence = fields.Integer(required=True)
    town = fields.String(load_default=None, allow_none=True)
    postcode = fields.String(load_default=None, allow_none=True)
    latitude = fields.Float(load_default=None, allow_none=True)
    longitude = fields.Float(load_default=None, allow_none=True)


OPEN: dict[str, type[Reads]] = {
    "workstead.marketplace.organisation.joined.v1": Joined,
    "workstead.marketplace.organisation.verified.v1": Dated,
    "workstead.marketplace.offer.published.v1": Offered,
    "workstead.marketplace.offer.changed.v1": Offered,
    "workstead.marketplace.offer.withdrawn.v1": Dated,
}


def listen(listeners: Listeners) -> None:
    """Keep each open event for the feed, in the order in which they come in."""
    for type_, reads in OPEN.items():
        listeners.on(type_, reads=reads, rebuild=True)(_keep)


def _keep(session: Session, event: Received) -> None:
    row = {
        "id": event.id,
        "type": event.type,
        "source": event.source,
        "subject": event.subject,
        "sequence": event.sequence,
        "time": event.time,
        "correlation_id": event.correlation_id,
        "data": _plain(OPEN[event.type](), event.data),
    }
    feed.add(session, row)


def _plain(schema: Schema, data: dict[str, Any]) -> dict[str, Any]:
    """The named fields alone, as JSON."""
    wire: dict[str, Any] = schema.dump(data)
    return {name: value for name, value in wire.items() if value is not None}
