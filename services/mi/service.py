"""The nameko service: api and listeners. The only module of MI that knows the runtime."""

from chassis.runtime import Context, Http, OutboxRelay, Subscription
from services.mi.api import BLUEPRINTS
from services.mi.events import EVENTS
from services.mi.listeners import LISTENERS
from services.mi.reach import REACHING
from services.mi.store import metadata


class ManagementInformation:
    """Figures that can be traced to the facts that they count."""

    name = "mi"
    database = "mi"
    metadata = metadata
    events = EVENTS
    listeners = LISTENERS
    migrations = "services.mi:migrations"
    blueprints = BLUEPRINTS
    reaching = REACHING

    context = Context()
    http = Http()
    subscription = Subscription()
    relay = OutboxRelay()
