"""RabbitMQ as operations staff set it up: a virtual host, and a user for each service."""

import json
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
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


@cache
def _passwords() -> dict[str, str]:
    """Made for this run."""
    return {name: secrets.token_urlsafe(12) for name in broker.user_names(load().values())}


def guard(node: PrivateNode, vhost: str = broker.VHOST) -> Guarded:
    """Load the definitions into a node, under this virtual host."""
    classes = load()
    made = json.loads(broker.as_text(broker.definitions(classes.values(), _passwords())))
    for one in (one for kind in made.values() if isinstance(kind, list) for one in kind if "vhost" in one):
        one["vhost"] = vhost
    made["vhosts"] = [one | {"name": vhost} for one in made["vhosts"]]
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(made, file)
        file.flush()
        Path(file.name).chmod(0o644)
        node.control("import_definitions", file.name)
    place = f"127.0.0.1:{node.port}/{vhost}"
    urls = {user: f"amqp://{user}:{password}@{place}" for user, password in _passwords().items()}
    rooms = {name: getattr(kind, "database", name) for name, kind in classes.items()}
    return Guarded({name: urls[room] for name, room in rooms.items()}, urls["admin"], urls["monitoring"])


@pytest.fixture(scope="session")
def guarded(request: pytest.FixtureRequest) -> Guarded:
    """The run's own node, with the users and rights of `workstead broker definitions`."""
    if not is_here():
        return Guarded.everybody(request.getfixturevalue("rabbitmq"))
    return guard(request.getfixturevalue("rabbitmq_node"))


@pytest.fixture(scope="session")
def guarded_apart(request: pytest.FixtureRequest) -> Guarded:
    """The same in a virtual host of its own, where no suite runs."""
    if not is_here():
        return Guarded.everybody(request.getfixturevalue("rabbitmq"))
    return guard(request.getfixturevalue("rabbitmq_node"), "apart")
