"""The nameko service: api, listeners and timers. The only module of casework that knows the runtime."""

from chassis.runtime import Context, Http, OutboxRelay, Subscription
from services.casework.api import BLUEPRINTS
from services.casework.events import EVENTS
from services.casework.listeners import LISTENERS
from services.casework.store import metadata


class Casework:
    """Client management: people, plans, appointments, work and what is paid for it."""

    name = "casework"
    database = "casework"
    metadata = metadata
    events = EVENTS
    listeners = LISTENERS
    migrations = "services.casework:migrations"
    blueprints = BLUEPRINTS

    context = Context()
    http = Http()
    subscription = Subscription()
    relay = OutboxRelay()
