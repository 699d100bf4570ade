"""The nameko service: api, and what it says to others. The only module here that knows the runtime."""

from chassis.runtime import Context, Http, OutboxRelay, Subscription
from services.community.api import BLUEPRINTS
from services.community.events import EVENTS
from services.community.listeners import LISTENERS
from services.community.store import metadata


class Community:
    """Spaces, threads, articles and newsletters, under names of people's own choice."""

    name = "community"
    database = "community"
    metadata = metadata
    events = EVENTS
    listeners = LISTENERS
    migrations = "services.community:migrations"
    blueprints = BLUEPRINTS

    context = Context()
    http = Http()
    subscription = Subscription()
    relay = OutboxRelay()
