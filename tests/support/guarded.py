"""RabbitMQ as operations staff set it up: a virtual host, and a user for each service."""

import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from chassis.cli.installed import load
from chassis.deployment import broker
from chassis.testing.rabbitmq import PrivateNode, is_here


@dataclass(frozen=True)
class Guarded:
    """How each service, by the name under which it is run, and whoever administers it reach the broker."""

    services: Mapping[str, str]
    admin: str
    monitoring: str

    @classmethod
    def everybody(cls, url: str) -> "Guarded":
        """Where the rights cannot be set, everybody is the same user."""
        return cls(dict.fromkeys(load(), url), url, url)


def guard(node: PrivateNode) -> Guarded:
    """Load the definitions, with passwords made for this run, into a node."""
    classes = load()
    passwords = {name: secrets.token_urlsafe(12) for name in broker.user_names(classes.values())}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(broker.as_text(broker.definitions(classes.values(), passwords)))
        file.flush()
        Path(file.name).chmod(0o644)
        node.control("import_definitions", file.name)
    urls = {
        user: f"amqp://{user}:{password}@127.0.0.1:{node.port}/{broker.VHOST}"
        for user, password in passwords.items()
    }
    rooms = {name: getattr(kind, "database", name) for name, kind in classes.items()}
    return Guarded({name: urls[room] for name, room in rooms.items()}, urls["admin"], urls["monitoring"])


@pytest.fixture(scope="session")
def guarded(request: pytest.FixtureRequest) -> Guarded:
    """The run's own node, with the users and rights of `workstead broker definitions`."""
    if not is_here():
        return Guarded.everybody(request.getfixturevalue("rabbitmq"))
    return guard(request.getfixturevalue("rabbitmq_node"))
