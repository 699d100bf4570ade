"""The secrets of an instance that runs in containers: a file each, made once, in one folder.

    database-<role>.password    database-<room>.url    database-<room>-tls.url    secret
    broker-<user>.password      broker-<room>.url      broker-<room>-tls.url      operator-password
    keys/<room>.private.json    keys/public.json       broker-definitions.json    smtp-url

A room is a service or a door: what has a database, a broker user and a key file of its own. The folder lets
in its owner alone; the files in it can be read by whoever reaches them, because a container, whose user is
another, reaches those that are mounted into it.
"""

import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chassis.files import write_whole
from chassis.key_files import KeyFolder

READABLE = 0o444
PRIVATE_FOLDER = 0o700
SUPERUSER, BACKUP = "postgres", "backup"
"""Roles of the database server beside those of the rooms."""
ADMINISTRATOR, MONITORING = "admin", "monitoring"
"""Users of the broker beside those of the rooms."""
VIRTUAL_HOST = "workstead"


@dataclass(frozen=True)
class Places:
    """Where the parts of the instance find each other."""

    database: str = "postgres:5432"
    broker: str = "rabbitmq:5672"
    broker_tls: str = "rabbitmq:5671"
    mail: str = "smtp://localhost:25"
    authority: str = "/run/secrets/authority.pem"
    """Where the certificate of the authority is mounted, for those who speak TLS."""


MakeDefinitions = Callable[[dict[str, str]], Mapping[str, Any]]
"""From the passwords of the broker's users to what the broker loads."""


class SecretsFolder:
    """The folder, and how what is missing in it is made."""

    def __init__(
        self, path: Path, rooms: Iterable[str], places: Places, definitions: MakeDefinitions
    ) -> None:
        self.path = path
        self._definitions = definitions
        self.rooms = sorted(rooms)
        self.places = places

    def make(self) -> list[str]:
        """Make what is missing, leave the rest as it is; returns the names of what was made."""
        self.path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        self.path.chmod(PRIVATE_FOLDER)
        made = [name for name in self._names() if self._written(name, secrets.token_urlsafe(24))]
        made += [name for name, url in self._addresses() if self._written(name, url)]
        self._define()
        return made + self._keys()

    def password(self, name: str) -> str:
        """What is in `<name>.password`."""
        return (self.path / f"{name}.password").read_text(encoding="utf-8").strip()

    def _names(self) -> Iterator[str]:
        """What is chosen at random."""
        yield from ("secret", "operator-password")
        yield from (f"database-{role}.password" for role in (*self.rooms, BACKUP, SUPERUSER))
        yield from (f"broker-{user}.password" for user in (*self.rooms, ADMINISTRATOR, MONITORING))

    def _addresses(self) -> Iterator[tuple[str, str]]:
        yield "smtp-url", self.places.mail
        for room in self.rooms:
            yield from self._database_urls(room)
        for user in (*self.rooms, ADMINISTRATOR):
            yield from self._broker_urls(user)

    def _database_urls(self, room: str) -> Iterator[tuple[str, str]]:
        url = f"postgresql://{room}:{self.password(f'database-{room}')}@{self.places.database}/{room}"
        yield f"database-{room}.url", url
        verified = f"sslmode=verify-full&sslrootcert={self.places.authority}"
        yield f"database-{room}-tls.url", f"{url}?{verified}"

    def _broker_urls(self, user: str) -> Iterator[tuple[str, str]]:
        account = f"{user}:{self.password(f'broker-{user}')}"
        yield f"broker-{user}.url", f"amqp://{account}@{self.places.broker}/{VIRTUAL_HOST}"
        yield f"broker-{user}-tls.url", f"amqps://{account}@{self.places.broker_tls}/{VIRTUAL_HOST}"

    def _define(self) -> None:
        """What the broker loads is made each time, for it changes with the code."""
        users = (*self.rooms, ADMINISTRATOR, MONITORING)
        made = self._definitions({user: self.password(f"broker-{user}") for user in users})
        write_whole(
            self.path / "broker-definitions.json", f"{json.dumps(made, indent=1)}\n".encode(), READABLE
        )

    def _written(self, name: str, content: str) -> bool:
        file = self.path / name
        if file.exists():
            return False
        write_whole(file, f"{content}\n".encode(), READABLE)
        return True

    def _keys(self) -> list[str]:
        keys = self.path / "keys"
        before = set(keys.glob("*.json"))
        folder = KeyFolder(keys, (self.path / "secret").read_text(encoding="utf-8").strip())
        folder.ensure(self.rooms)
        for file in keys.glob("*.json"):
            file.chmod(READABLE)
        return sorted(f"keys/{file.name}" for file in set(keys.glob("*.json")) - before)
