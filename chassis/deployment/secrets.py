"""The secrets of an instance that runs in containers: a file each, made once, in one folder.

    database-<role>.password    database-<room>.url    database-<room>-tls.url    secret
    broker-<user>.password      broker-<room>.url      broker-<room>-tls.url      operator-password
    keys/<room>.private.json    keys/public.json       broker-definitions.json    smtp-url

A room is a service or a door: what has a database, a broker user and a key file of its own. The folder lets
in its owner alone; the files in it can be read by whoever reaches them, because a container, whose user is
another, reaches those that are mounted into it.
"""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

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


class SecretsFolder:
    """The folder, and how what is missing in it is made."""

    def __init__(self, path: Path, rooms: Iterable[str], places: Places) -> None:
        self.path = path
        self.rooms = sorted(rooms)
        self.places = places

    def make(self) -> list[str]:
        """Make what is missing, leave the rest as it is; returns the names of what was made."""
        self.path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        self.path.chmod(PRIVATE_FOLDER)
        made = [name for name in self._names() if self._written(name, secrets.token_urlsafe(24))]
        made += [name for name, url in self._addresses() if self._written(name, url)]
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
            yield from self._urls(room)

    def _urls(self, room: str) -> Iterator[tuple[str, str]]:
        """Where the room finds its database and the broker, in clear and over TLS."""
        places = self.places
        database = f"postgresql://{room}:{self.password(f'database-{room}')}@{places.database}/{room}"
        account = f"{room}:{self.password(f'broker-{room}')}"
        yield f"database-{room}.url", database
        yield f"database-{room}-tls.url", f"{database}?sslmode=verify-full&sslrootcert={places.authority}"
        yield f"broker-{room}.url", f"amqp://{account}@{places.broker}/{VIRTUAL_HOST}"
        yield f"broker-{room}-tls.url", f"amqps://{account}@{places.broker_tls}/{VIRTUAL_HOST}"

    def _written(self, name: str, content: str) -> bool:
        file = self.path / name
        if file.exists():
            return False
        write_whole(file, f"{content}\n".encode())
        file.chmod(READABLE)
        return True

    def _keys(self) -> list[str]:
        keys = self.path / "keys"
        before = set(keys.glob("*.json"))
        folder = KeyFolder(keys, (self.path / "secret").read_text(encoding="utf-8").strip())
        folder.ensure(self.rooms)
        for file in keys.glob("*.json"):
            file.chmod(READABLE)
        return sorted(f"keys/{file.name}" for file in set(keys.glob("*.json")) - before)
