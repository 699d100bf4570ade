"""The nameko service of the exchange wing: streams, and the gateway's part on the bus."""

from chassis.runtime import Context, Http, OutboxRelay, Subscription
from gateway.events import EVENTS
from gateway.exchange.api import BLUEPRINTS
from gateway.listeners import LISTENERS
from gateway.store import metadata


class Exchange:
    """The door for events: what leaves is re-made for whom it is for; what the gateway hears comes in
    here.
    """

    name = "exchange"
    database = "gateway"
    metadata = metadata
    events = EVENTS
    listeners = LISTENERS
    migrations = "gateway:migrations"
    blueprints = BLUEPRINTS

    context = Context()
    http = Http()
    subscription = Subscription()
    relay = OutboxRelay()
