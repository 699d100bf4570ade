"""The nameko service of the web wing. With the exchange's, the only module here that knows the runtime."""

from chassis import clock
from chassis.runtime import Context, Http, every
from gateway.actions.bootstrap import ensure_operator
from gateway.events import EVENTS
from gateway.store import lockout, metadata, sessions
from gateway.web.app import make_app


class Web:
    """The door for people and programs: accounts, pages, and the way to each service's API."""

    name = "web"
    database = "gateway"
    metadata = metadata
    events = EVENTS
    migrations = "gateway:migrations"
    make_app = staticmethod(make_app)

    context = Context()
    http = Http()

    @every(seconds=600)
    def look_after(self) -> None:
        """Forget what counts no more; make the operator's account if the start could not."""
        ensure_operator(self.context)
        with self.context.database.transaction() as session:
            sessions.forget_old(session, clock.real_now())
            lockout.forget_old(session, clock.real_now())
