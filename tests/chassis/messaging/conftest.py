"""Fixtures for messages: two tiny services, each on its own database."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from chassis.context import ServiceContext
from chassis.messaging import failures

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def broker_url() -> str:
    """No broker, unless a module of tests overrides this."""
    return "memory://none"


@pytest.fixture
def rabbit_url(rabbitmq: str) -> str:
    """RabbitMQ, with nothing in it of the tiny services."""
    from running import clear

    clear(rabbitmq, "maker", "taker")
    return rabbitmq


@pytest.fixture(params=["memory", pytest.param("rabbitmq", marks=pytest.mark.rabbitmq)])
def each_broker(request: pytest.FixtureRequest) -> str:
    """The broker in memory, and RabbitMQ, both empty."""
    if request.param == "memory":
        return f"memory://{uuid4()}"
    url: str = request.getfixturevalue("rabbit_url")
    return url


@pytest.fixture
def maker(service_context: Callable[..., ServiceContext], broker_url: str) -> ServiceContext:
    """The service that says things."""
    from tiny_services import Maker

    return service_context(Maker, broker_url=broker_url)


@pytest.fixture
def taker(service_context: Callable[..., ServiceContext], broker_url: str) -> ServiceContext:
    """The service that keeps a ledger of what it hears."""
    from tiny_services import Taker

    return service_context(Taker, broker_url=broker_url)


@pytest.fixture
def bad_mood() -> Iterator[dict[str, bool]]:
    """As long as the mood is bad, the ledger refuses number fourteen for a moment."""
    from tiny_services import mood

    mood["bad"] = True
    yield mood
    mood["bad"] = True


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What failed is tried again soon, so that a test need not wait."""
    monkeypatch.setattr(failures, "FIRST_RETRY", 0.02)
    monkeypatch.setattr(failures, "LONGEST_WAIT", 0.1)
    monkeypatch.setattr(failures, "MOST_ATTEMPTS", 1000)
