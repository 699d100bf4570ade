"""HTTP in a container: nameko's web server, with the app of the service, limits on time, and a drain."""

import resource
from functools import partial
from typing import Any, cast

import eventlet
import structlog
from eventlet import greenio, wsgi
from flask import Flask
from nameko.extensions import DependencyProvider
from nameko.web.server import WebServer
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from chassis import tls
from chassis.http import create_app, idempotency
from chassis.http.app import BODY_LIMIT
from chassis.runtime.admission import Admission, WsgiApp
from chassis.runtime.context import DOOR, context_of
from chassis.runtime.handshake import secured
from chassis.runtime.protocol import WAITING, Protocol

SOCKET = "workstead.socket"
"""The runner listens before it builds the containers, so that each can be told where the others are."""

IDLE_SECONDS = 75.0
"""So long a kept connection may rest; longer than the gateway's pool keeps one."""
SOCKET_SECONDS = 15.0
"""So long one read or write may take."""
CONNECTIONS = 1000
"""At most so many at once, or half of what the system lets the process open."""
TIDY_SECONDS = 3600.0

log = structlog.get_logger("workstead.http")


class Server(WebServer):  # type: ignore[misc]  # nameko has no types
    """Serves one app on the socket that the runner has opened."""

    app: Flask
    places: int
    contexts: tls.Contexts | None = None
    """How it serves, if not in clear."""

    def start(self) -> None:
        """Accept connections."""
        self._sock = self.container.config[SOCKET]
        self._connections: dict[int, list[Any]] = {}
        self._room = eventlet.semaphore.Semaphore(_connections())
        self._serv = self.get_wsgi_server(self._sock, self.get_wsgi_app())
        self._gt = self.container.spawn_managed_thread(self.run)

    def get_wsgi_app(self) -> WsgiApp:
        """The Flask app behind its admission."""
        limit: int = self.app.config["MAX_CONTENT_LENGTH"]
        return Admission(self.app, self.container.service_name, self.places, limit)

    def get_wsgi_server(self, sock: Any, wsgi_app: WsgiApp, **_: Any) -> wsgi.Server:
        """Eventlet's server, which says nothing about itself and logs nothing: the app logs its requests."""
        server = wsgi.Server(
            sock,
            sock.getsockname(),
            wsgi_app,
            protocol=Protocol,
            debug=False,
            log_output=False,
            keepalive=IDLE_SECONDS,
            socket_timeout=SOCKET_SECONDS,
            environ={"wsgi.url_scheme": "https", "HTTPS": "on"} if self.contexts else None,
        )
        server.body_limit = self.app.config["MAX_CONTENT_LENGTH"]
        return server

    def run(self) -> None:
        """Accept until the drain begins. What one connection does to us must not end the service."""
        while self._is_accepting:
            self._make_room()
            self._room.acquire()
            try:
                sock, address = self._sock.accept()
            except OSError as error:
                self._room.release()
                if self._is_accepting:
                    log.warning("cannot accept", service=self.container.service_name, error=str(error))
                    eventlet.sleep(0.1)
                continue
            sock.settimeout(SOCKET_SECONDS)
            self.container.spawn_managed_thread(partial(self.process_request, sock, address))

    def process_request(self, sock: Any, address: Any) -> None:
        """Serve one connection until it ends."""
        state = [address, sock, wsgi.STATE_IDLE, True]
        self._connections[id(state)] = state
        try:
            if self.contexts is not None:
                state[1] = secured(sock, self.contexts)
            self._serv.process_request(state)
        except OSError as error:
            log.debug("connection lost", service=self.container.service_name, error=str(error))
        except Exception as error:
            # What is read from after we have shut it down is a ValueError where it was secured.
            if self.contexts is None or not isinstance(error, ValueError):
                log.exception("connection failed", service=self.container.service_name)
        finally:
            self._connections.pop(id(state), None)
            self._room.release()
            state[1].close()

    def drain(self, seconds: float) -> bool:
        """Take no more, let what has begun end. Whether all of it did within the time."""
        if self._serv is None:  # the start was broken off before anything was served
            return True
        self._is_accepting = False
        self._serv.keepalive = False
        self._sock.close()
        self._gt.kill()
        with eventlet.Timeout(seconds, False):
            while self._busy():
                eventlet.sleep(0.02)
            return True
        return False

    def stop(self) -> None:
        """Called when the container stops; the runner has drained by then."""
        if self._is_accepting:
            self.drain(seconds=0)

    def kill(self) -> None:
        """Stop at once."""
        self._is_accepting = False
        if self._serv is not None:
            self._gt.kill()
            self._sock.close()

    def _make_room(self) -> None:
        """When no more connections fit, whoever has kept us waiting longest for a request has to leave."""
        if self._room.locked():
            for state in self._connections.values():
                if state[WAITING]:
                    greenio.shutdown_safe(state[1])
                    return

    def _busy(self) -> bool:
        """Whether a request is being answered. Connections that rest are closed meanwhile."""
        for state in list(self._connections.values()):
            if state[2] == wsgi.STATE_IDLE:
                greenio.shutdown_safe(state[1])
        return bool(self._serv.outstanding_requests)


def _connections() -> int:
    """How many connections there can be at once."""
    may_open, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return CONNECTIONS if may_open == resource.RLIM_INFINITY else min(CONNECTIONS, max(16, may_open // 2))


class Http(DependencyProvider):  # type: ignore[misc]  # nameko has no types
    """Serves the blueprints of the service class, or the app that its `make_app(context)` makes.

    `at_once`: how many requests are answered at the same time. Each takes a connection of the pool, so by
    default all but one, which is left to listeners and timers; an app of its own making, which mostly waits
    for others, answers eight times as many as the pool has.
    """

    server = Server()

    def __init__(self, at_once: int | None = None) -> None:
        self.at_once = at_once

    def setup(self) -> None:
        """Build the app before anything starts: a route without an access rule must stop the start."""
        context = context_of(self)
        service_class = self.container.service_cls
        serves = tls.public if self.container.service_name == DOOR else tls.serving
        self.server.contexts = serves(context.settings)
        pool = cast(QueuePool, context.database.engine.pool).size()
        if (make_app := getattr(service_class, "make_app", None)) is not None:
            self.server.app, places = make_app(context), pool * 8
        else:
            limit = getattr(service_class, "body_limit", BODY_LIMIT)
            self.server.app = create_app(context, service_class.blueprints, body_limit=limit)
            places = max(1, pool - 1)
        self.server.places = self.at_once or places
        self._context = context

    def start(self) -> None:
        """Begin to forget old keys."""
        self._thread = self.container.spawn_managed_thread(self._tidy, identifier="Http.tidy")

    def stop(self) -> None:
        """Forget no more."""
        self._thread.kill()

    def _tidy(self) -> None:
        """Stored answers may name people: they go when nobody repeats the request any more."""
        while True:
            try:
                with self._context.database.transaction() as session:
                    idempotency.forget(session)
            except SQLAlchemyError as error:
                log.warning("old keys stay", service=self._context.name, error=type(error).__name__)
            eventlet.sleep(TIDY_SECONDS)
