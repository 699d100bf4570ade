"""The nameko service: api, listeners and the sender's timer. The only module here that knows the runtime."""

from chassis import clock
from chassis.runtime import Context, Http, OutboxRelay, Subscription, every
from services.notify.actions import colleagues, people, sending
from services.notify.api import BLUEPRINTS
from services.notify.carriers import carriers_for
from services.notify.events import EVENTS
from services.notify.listeners import LISTENERS
from services.notify.reach import REACHING
from services.notify.store import messages, metadata


class Notify:
    """Tells people things: by email, text, letter or their adviser's call list."""

    name = "notify"
    database = "notify"
    metadata = metadata
    events = EVENTS
    listeners = LISTENERS
    migrations = "services.notify:migrations"
    blueprints = BLUEPRINTS
    reaching = REACHING

    context = Context()
    http = Http()
    subscription = Subscription()
    relay = OutboxRelay()

    @every(seconds=1)
    def send_due_messages(self) -> None:
        """Whatever is due goes out by the way that suits."""
        sending.send_due(self.context, carriers_for(self.context.settings))

    @every(seconds=30)
    def catch_up(self) -> None:
        """A clock that was wrong and is right again keeps nobody waiting for their message."""
        with self.context.database.transaction() as session:
            messages.catch_up(session, clock.now())

    @every(seconds=60)
    def tell_colleagues(self) -> None:
        """Once the day has begun, those who work here are told what waits for them."""
        with self.context.database.transaction() as session:
            colleagues.tell_the_day(session)

    @every(seconds=3600)
    def forget_passers_by(self) -> None:
        """How to reach whoever has no record here is kept for as long as it takes to tell them."""
        with self.context.database.transaction() as session:
            people.forget_passers_by(session)
