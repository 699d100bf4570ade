"""The pytest plugin: `service_context(ServiceClass)` gives a service on a fresh, migrated database."""

import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from chassis.context import ServiceContext
from chassis.settings import Settings
from chassis.store.embedded import EmbeddedServer
from chassis.testing.postgres import Databases, discard, start_server
from chassis.testing.rabbitmq import PrivateNode, in_docker, is_here, private_node

__all__ = ["postgres_server", "rabbitmq", "rabbitmq_node", "service_context", "settings"]

ContextFactory = Callable[..., ServiceContext]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[EmbeddedServer]:
    """One embedded server for the whole run, stopped at its end; being asked to stop counts as Ctrl-C."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    server = start_server()
    yield server
    discard(server)
    signal.signal(signal.SIGTERM, before)


@pytest.fixture(scope="session")
def settings(postgres_server: EmbeddedServer) -> Settings:
    """The settings of the run: keys and whatever else is written lie beside the server."""
    return Settings(home=postgres_server.home, secret="for the tests of this run alone", pool_size=5)


@pytest.fixture(scope="session")
def rabbitmq_node() -> Iterator[PrivateNode]:
    """A node that a test may stop, kill or freeze; it has to run again when the test ends."""
    with private_node() as node:
        yield node


@pytest.fixture(scope="session")
def rabbitmq(request: pytest.FixtureRequest) -> Iterator[str]:
    """The AMQP URL of a private node, which is stopped and removed at the end of the run."""
    if is_here():
        node: PrivateNode = request.getfixturevalue("rabbitmq_node")
        yield node.url
    else:
        with in_docker() as url:
            yield url


@pytest.fixture(scope="session")
def _databases(postgres_server: EmbeddedServer, settings: Settings) -> Iterator[Databases]:
    databases = Databases(postgres_server, settings)
    yield databases
    databases.close()


@pytest.fixture
def service_context(_databases: Databases, settings: Settings) -> Iterator[ContextFactory]:
    """`service_context(ServiceClass)` makes one, with settings changed by keyword; it goes with the test."""
    made: list[ServiceContext] = []

    def make(service_class: type, **changes: Any) -> ServiceContext:
        made.append(_databases.context(service_class, replace(settings, **changes)))
        return made[-1]

    yield make
    for context in made:
        _databases.drop(context)
