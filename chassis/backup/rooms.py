"""The databases of an instance, and by which role each can be read as a whole."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg2
from sqlalchemy import URL, make_url

from chassis.context import ServiceContext
from chassis.settings import Settings
from chassis.store import embedded
from chassis.store.embedded.server import SUPERUSER

BACKUP_ROLE = "backup"


@dataclass(frozen=True)
class Room:
    """One database, and whatever of our code says and hears things in it."""

    name: str
    context: ServiceContext
    reader: URL
    """A role that sees every row, whatever row-level security says."""

    @property
    def writer(self) -> URL:
        """The service's own role, which owns what is in it."""
        return self.context.database.url

    def read(self) -> Any:
        """A connection of the reader's."""
        return connected(self.reader)

    def write(self) -> Any:
        """A connection of the service's own."""
        return connected(self.writer)


@contextmanager
def opened(
    classes: Mapping[str, type[Any]], settings: Settings, password: str | None = None
) -> Iterator[dict[str, Room]]:
    """The rooms of these services; wings that share a room come as one that says and hears for both.

    `password` is the backup role's. The embedded server is read by its superuser.
    """
    with ExitStack() as stack:
        rooms: dict[str, Room] = {}
        for service_class in classes.values():
            context = ServiceContext.build(service_class, settings)
            stack.callback(context.close)
            name = getattr(service_class, "database", context.name)
            if name not in rooms or context.listeners.bindings:
                rooms[name] = Room(name, context, _reader(context, name, settings, password))
        yield rooms


def connected(url: URL) -> Any:
    """A psycopg2 connection that may take its time."""
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    options = "-c timezone=UTC -c statement_timeout=0 -c idle_in_transaction_session_timeout=0"
    return psycopg2.connect(address, application_name="workstead backup", options=options)


def _reader(context: ServiceContext, name: str, settings: Settings, password: str | None) -> URL:
    if settings.database_url(name) is None:
        return make_url(embedded.server_in(settings.home).address(SUPERUSER, name))
    if password is None:
        return context.database.url
    return context.database.url.set(username=BACKUP_ROLE, password=password)
