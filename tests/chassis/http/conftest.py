"""The example service of tests/chassis/runtime/example, asked through its app."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chassis.context import ServiceContext
from chassis.testing import actors
from chassis.testing.http import Client, client_for

sys.path.insert(0, str(Path(__file__).parents[1] / "runtime" / "example"))


@pytest.fixture
def context(service_context: Callable[..., ServiceContext]) -> ServiceContext:
    """The example service on a fresh database."""
    from shelf.service import Shelf

    return service_context(Shelf)


@pytest.fixture
def ask_as(context: ServiceContext) -> Callable[[Any], Client]:
    """A client as any actor."""
    return lambda actor: client_for(context, context.service_class, actor)


@pytest.fixture
def librarian(ask_as: Callable[[Any], Client]) -> Client:
    """A client who may add books."""
    return ask_as(actors.librarian())


@pytest.fixture
def reader(ask_as: Callable[[Any], Client]) -> Client:
    """A client who may only read."""
    return ask_as(actors.reader())


@pytest.fixture
def nobody(ask_as: Callable[[Any], Client]) -> Client:
    """A client who has not signed in."""
    return ask_as(actors.anonymous())
