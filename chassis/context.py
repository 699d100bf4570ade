"""Everything that a running service stands on. The runner, the command line and tests build it alike."""

import os
import secrets
from dataclasses import replace
from typing import Any

from sqlalchemy import MetaData

from chassis import clock
from chassis.files import write_once
from chassis.keys import SIGNER, KeyFolder, Keyring
from chassis.messaging.events import EventRegistry
from chassis.messaging.listeners import Listeners
from chassis.settings import Settings, service_names
from chassis.store import columns, embedded
from chassis.store.database import Database
from chassis.store.mass_reading import Readings


class ServiceContext:
    """One service in one process: its settings, database, keys, and what it says and listens for."""

    def __init__(self, service_class: type, settings: Settings, database: Database, keyring: Keyring) -> None:
        self.service_class = service_class
        self.name: str = service_class.name  # type: ignore[attr-defined]  # each service class has its name
        self.settings = settings
        self.org = settings.org
        self.database = database
        self.keyring = keyring
        self.metadata: MetaData | None = getattr(service_class, "metadata", None)
        self.migrations: str | None = getattr(service_class, "migrations", None)
        self.events: EventRegistry = _part(service_class, "events", EventRegistry(self.name, []))
        self.listeners: Listeners = _part(service_class, "listeners", Listeners(self.name))
        self.readings = Readings(self.name, settings.mass_reading)
        database.info["service"] = self

    @classmethod
    def build(cls, service_class: type, settings: Settings) -> "ServiceContext":
        """Set the clock, read the keys, find the database (starting the embedded server where none is given).

        Parts that the class does not have are empty. Raises KeysError or EmbeddedError, with a line that says
        what to do.
        """
        settings = prepared(settings)
        clock.configure(settings.timezone, settings.clock_file)
        name: str = service_class.name  # type: ignore[attr-defined]  # each service class has its name
        room: str = _part(service_class, "database", name)
        keyring = _keyring(room, settings)
        for known_as in {name, room}:
            columns.register(known_as, keyring.columns)
        url = settings.database_url(room) or embedded.server_in(settings.home).url(room)
        return cls(service_class, settings, Database(name, url, settings), keyring)

    def close(self) -> None:
        """Give back the connections. The embedded server is released by `embedded.release`."""
        self.database.close()


def prepared(settings: Settings) -> Settings:
    """The settings with a secret: an embedded instance that was given none makes its own in HOME/secret."""
    if settings.secret is not None or not settings.embedded:
        return settings
    settings.home.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    file = settings.home / "secret"
    made = file.read_bytes() if file.exists() else write_once(file, secrets.token_urlsafe(32).encode())
    return replace(settings, secret=made.decode().strip())


def _keyring(room: str, settings: Settings) -> Keyring:
    """The service's keys; an embedded instance makes those of all its services at its first start."""
    folder = KeyFolder(settings.keys_folder, settings.secret)
    if settings.embedded:
        folder.ensure(service_names() | {room, SIGNER})
    return Keyring(room, folder)


def _part(service_class: type, name: str, otherwise: Any) -> Any:
    given = getattr(service_class, name, None)
    return otherwise if given is None else given
