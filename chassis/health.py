"""What can be wrong with a running service, and what to do about it: for `/health/ready` and the doctor."""

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from weakref import WeakSet

from sqlalchemy.exc import SQLAlchemyError

from chassis import tls
from chassis.messaging import agreement, outbox, parked
from chassis.store import migrations

if TYPE_CHECKING:
    from chassis.context import ServiceContext


@dataclass(frozen=True)
class Check:
    """One thing that was looked at."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""
    """What to do if it is wrong."""
    vital: bool = True
    """Whether the service can answer no request while it is wrong."""


OUTBOX_SECONDS = 60.0
"""An event that has waited for longer means that something is wrong."""

_up_to_date: "WeakSet[ServiceContext]" = WeakSet()

Probe = Callable[["ServiceContext"], Check]


@cache
def release() -> dict[str, str]:
    """Which code this is."""
    try:
        number = version("workstead")
    except PackageNotFoundError:
        number = "unknown"
    return {"version": number, "commit": os.environ.get("GIT_COMMIT", "unknown")}


def database(context: "ServiceContext") -> Check:
    """Whether the service's database answers."""
    try:
        context.database.ping()
    except Exception as error:
        said = f"does not answer ({type(error).__name__})"
        return Check("database", False, said, "Start PostgreSQL, or correct WORKSTEAD_…_DATABASE_URL.")
    return Check("database", True, "answers")


def schema(context: "ServiceContext") -> Check:
    """Whether the database is as this code needs it. Once it is, it stays so."""
    if context not in _up_to_date:
        behind = [state for state in migrations.states(context) if not state.is_current]
        if behind:
            said = ", ".join(f"{one.history} is at {one.applied}, not at {one.head}" for one in behind)
            return Check("migrations", False, said, f"Run `workstead migrate {context.name}`.")
        _up_to_date.add(context)
    return Check("migrations", True, "applied")


def unpublished(context: "ServiceContext") -> Check:
    """Whether events leave. They wait safely while the broker is away, but others do not hear of them."""
    with context.database.transaction() as session:
        age = outbox.oldest_age(session)
    remedy = f"Look at the broker, then at `workstead events outbox {context.name}`."
    return Check("outbox", age < OUTBOX_SECONDS, f"oldest event {age:.0f} s", remedy, vital=False)


def unhandled(context: "ServiceContext") -> Check:
    """Whether events could not be handled."""
    with context.database.transaction() as session:
        number = parked.count(session)
    remedy = f"Look at `workstead events parked {context.name}`, mend the cause, then retry or discard."
    return Check("parked events", number == 0, f"{number} parked", remedy, vital=False)


def broker(context: "ServiceContext") -> Check:
    """Whether the broker can be reached. While it cannot, events wait in the outbox."""
    url = urlsplit(context.settings.broker_url)
    if url.scheme == "memory":
        return Check("broker", True, "in memory", vital=False)
    port = url.port or (5671 if url.scheme == "amqps" else 5672)
    try:
        with socket.create_connection((url.hostname or "localhost", port), timeout=2) as connection:
            if url.scheme == "amqps" and (secrecy := tls.asking(context.settings)) is not None:
                secrecy.current().wrap_socket(connection, server_hostname=url.hostname).close()
    except OSError as error:
        said = f"{url.hostname}:{port} does not answer ({error})"
        return Check("broker", False, said, "Start RabbitMQ, or correct WORKSTEAD_BROKER_URL.", vital=False)
    return Check("broker", True, "answers", vital=False)


def partitions(context: "ServiceContext") -> Check:
    """Whether the inbox is divided as it is set: after a change the old queues are emptied first."""
    service = context.listeners.service
    wanted = context.settings.partitions_of(service)
    with context.database.transaction() as session:
        numbers = agreement.recorded(session, service)
    if context.settings.broker_url.startswith("memory:") or numbers in ([], [wanted]):
        return Check("partitions", True, f"{wanted}", vital=False)
    remedy = f"Give all replicas WORKSTEAD_{service.upper()}_PARTITIONS={wanted}, and start them again."
    said = f"{' and '.join(map(str, numbers))}, and set to {wanted}"
    return Check("partitions", False, said, remedy, vital=False)


PROBES: tuple[Probe, ...] = (schema, unpublished, unhandled, partitions)


def examine(context: "ServiceContext") -> Iterator[Check]:
    """The checks of a service: nothing in a database can be looked at while that is away."""
    yield (first := database(context))
    if first.ok:
        yield from (_looked(probe, context) for probe in PROBES)
    yield broker(context)


def _looked(probe: Probe, context: "ServiceContext") -> Check:
    try:
        return probe(context)
    except SQLAlchemyError as error:
        remedy = f"Run `workstead migrate {context.name}`, then `workstead doctor`."
        return Check(probe.__name__, False, f"cannot be looked at ({type(error).__name__})", remedy)
