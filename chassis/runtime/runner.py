"""Runs services in this process until it is told to stop: sockets, database, containers, drain.

nameko's own runner has one configuration for all services, so we build the containers ourselves.
"""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import eventlet
import structlog
from eventlet.event import Event
from eventlet.queue import LightQueue
from nameko.containers import ServiceContainer
from sqlalchemy.exc import OperationalError

from chassis.context import ServiceContext
from chassis.messaging.standing import make_queues_in_memory
from chassis.runtime.context import CONTEXT, DOOR
from chassis.runtime.signals import Signals
from chassis.runtime.web import SOCKET, Server
from chassis.settings import Settings, SettingsError
from chassis.store import embedded, green, migrations
from chassis.store.migrations import MigrationError

DRAIN_SECONDS = 20.0
"""So long what has begun may take to end."""
STOP_SECONDS = 10.0

log = structlog.get_logger("workstead.runner")


class Container(ServiceContainer):  # type: ignore[misc]  # nameko has no types
    """A container that ends whichever of its threads has failed."""

    def kill(self, exc_info: Any = None) -> None:
        """In a thread of its own: nameko does it in the thread that failed, and when the part to which that
        belongs ends its thread, the killing itself would be cut off, and nobody told that it has failed.
        """
        eventlet.spawn(super().kill, exc_info).wait()


@dataclass(frozen=True)
class Running:
    """One service at work in this process."""

    name: str
    context: ServiceContext
    container: Container
    url: str

    @property
    def server(self) -> Any:
        """Its web server, if it has one."""
        return self.container.shared_extensions.get(Server)


def serve(settings: Settings, classes: Mapping[str, type[Any]]) -> int:
    """Run these services; returns the exit code of the process once they have stopped."""
    green.make_green()
    signals = Signals()
    telemetry = _telemetry(settings, classes)
    sockets = listen(settings, classes)
    settings = with_addresses(settings, sockets)
    try:
        running = [_built(settings, name, classes[name], sockets[name]) for name in sockets]
        with _stopping(running):
            _start(running)
            for line in _ready(running):
                print(line, flush=True)  # noqa: T201  # the one thing that a person waits for
            return _watch(running, signals)
    finally:
        embedded.release()
        if telemetry is not None:
            telemetry.shutdown()


def _telemetry(settings: Settings, classes: Mapping[str, type[Any]]) -> Any:
    """What reports traces, where they are wanted."""
    if settings.otlp_endpoint is None:
        return None
    try:
        from chassis import telemetry
    except ModuleNotFoundError:
        raise SettingsError(
            "WORKSTEAD_OTLP_ENDPOINT needs the tracing extra: pip install 'workstead[tracing]'."
        ) from None
    return telemetry.start(settings, " ".join(sorted(classes)))


def listen(settings: Settings, classes: Mapping[str, type[Any]]) -> dict[str, Any]:
    """A socket for each service, the door's last; bound first, so that each can be told of the others."""
    return {name: _socket(settings, name) for name in sorted(classes, key=lambda name: (name == DOOR, name))}


def with_addresses(settings: Settings, sockets: Mapping[str, Any]) -> Settings:
    """The settings, with the addresses at which the services of this process listen, where none were set."""
    found = {name: _address(settings, name, sock) for name, sock in sockets.items() if name != DOOR}
    known = replace(settings, service_urls={**found, **settings.service_urls})
    return replace(known, port=sockets[DOOR].getsockname()[1]) if DOOR in sockets else known


def _socket(settings: Settings, name: str) -> Any:
    port = settings.port if name == DOOR else settings.port_of(name)
    # A port that nobody chose is for the processes of this machine alone.
    host = settings.bind if name == DOOR or port else "127.0.0.1"
    try:
        # Two that share a port would each get some of the requests, and nobody would be told.
        return eventlet.listen((host, port), backlog=128, reuse_port=False)
    except OSError as error:
        variable = "WORKSTEAD_PORT" if name == DOOR else f"WORKSTEAD_{name.upper()}_PORT"
        raise SettingsError(
            f"{name} cannot listen at {host}:{port} ({error.strerror}): set {variable} to a free port."
        ) from None


def _address(settings: Settings, name: str, sock: Any) -> str:
    host, port = sock.getsockname()[:2]
    shown = settings.public_tls_cert if name == DOOR else settings.tls_cert
    return f"{'https' if shown else 'http'}://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"


def _built(settings: Settings, name: str, service_class: type[Any], sock: Any) -> Running:
    context = ServiceContext.build(service_class, settings)
    if settings.embedded:
        migrations.migrate(context)
    else:
        _check_migrations(name, context)
    container = Container(service_class, {CONTEXT: context, SOCKET: sock})
    return Running(name, context, container, _address(settings, name, sock))


def _check_migrations(name: str, context: ServiceContext) -> None:
    """Migrating is for operations staff to do, once, and not for each replica that starts."""
    try:
        states = migrations.states(context)
    except OperationalError as error:
        raise MigrationError(f"The database of {name} does not answer: {error.orig}".strip()) from None
    if not all(state.is_current for state in states):
        raise MigrationError(f"The database of {name} is not up to date: run `workstead migrate {name}`.")


def _start(running: list[Running]) -> None:
    make_queues_in_memory(service.context for service in running)
    for service in running:
        service.container.start()
        log.info("service started", service=service.name, url=service.url)
    # What is there now stays for the life of the process; nobody needs to look through it for garbage again.
    gc.collect()
    gc.freeze()


def _ready(running: list[Running]) -> Iterator[str]:
    """What a person reads: the door's address if it is among them, else everybody's."""
    doors = [service for service in running if service.name == DOOR]
    if doors:
        yield f"Workstead is ready at {doors[0].url}"
    else:
        yield from (f"{service.name} is ready at {service.url}" for service in running)


def _watch(running: list[Running], signals: Signals) -> int:
    """Wait for a signal, or for the end of a container, which none reaches by itself unless it failed."""
    ends: LightQueue = LightQueue()
    eventlet.spawn(lambda: ends.put((0, signals.wait())))
    for service in running:
        eventlet.spawn(_report_end, service, ends)
    code, cause = ends.get()
    log.info("stopping", cause=cause)
    return int(code)


def _report_end(service: Running, ends: LightQueue) -> None:
    try:
        service.container.wait()
        ends.put((1, f"{service.name} stopped by itself"))
    except Exception as error:
        log.exception("service failed", service=service.name)
        ends.put((1, f"{service.name} failed: {type(error).__name__}"))


@contextmanager
def _stopping(running: list[Running]) -> Iterator[None]:
    """Whatever happens: no more requests, the door's first; let what has begun end; stop; within bounds."""
    try:
        yield
    finally:
        for service in reversed(running):
            if service.server is not None and not service.server.drain(DRAIN_SECONDS):
                log.warning("requests cut off", service=service.name)
        stopped = eventlet.GreenPool()
        for service in running:
            stopped.spawn_n(_stop, service)
        stopped.waitall()


def _stop(service: Running) -> None:
    done = Event()
    with eventlet.Timeout(STOP_SECONDS, False):
        service.container.stop()
        done.send(True)
    if not done.ready():
        log.warning("service killed", service=service.name)
        service.container.kill()
    service.context.close()
