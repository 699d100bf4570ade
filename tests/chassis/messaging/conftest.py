"""Fixtures for messages: two tiny services, each on its own database."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chassis.context import ServiceContext

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def maker(service_context: Callable[..., ServiceContext]) -> ServiceContext:
    """The service that says things."""
    from tiny_services import Maker

    return service_context(Maker)


@pytest.fixture
def taker(service_context: Callable[..., ServiceContext]) -> ServiceContext:
    """The service that keeps a ledger of what it hears."""
    from tiny_services import Taker

    return service_context(Taker)


@pytest.fixture
def bad_mood() -> Iterator[dict[str, bool]]:
    """As long as the mood is bad, the ledger refuses number fourteen for a moment."""
    from tiny_services import mood

    mood["bad"] = True
    yield mood
    mood["bad"] = True
