"""The nameko service: api, listeners and timers. The only module here that knows the runtime."""

from chassis import clock
from chassis.runtime import Context, Http, OutboxRelay, Subscription, every
from services.marketplace.actions import referrals
from services.marketplace.api import BLUEPRINTS
from services.marketplace.events import EVENTS
from services.marketplace.listeners import LISTENERS
from services.marketplace.reach import REACHING
from services.marketplace.store import metadata


class Marketplace:
    """Organisations, what they offer, and the referrals between them."""

    name = "marketplace"
    database = "marketplace"
    metadata = metadata
    events = EVENTS
    listeners = LISTENERS
    migrations = "services.marketplace:migrations"
    blueprints = BLUEPRINTS
    reaching = REACHING

    context = Context()
    http = Http()
    subscription = Subscription()
    relay = OutboxRelay()

    @every(seconds=300)
    def expire_referrals(self) -> None:
        """What nobody answered in time expires."""
        with self.context.database.transaction() as session:
            referrals.expire_due(session, clock.today())
