"""Embedded servers: of a test's own, and one that tests only look at."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree

import pytest

from chassis.store.embedded import EmbeddedServer


@pytest.fixture
def home() -> Iterator[Path]:
    """A short path: a socket's cannot be long."""
    folder = Path(tempfile.mkdtemp(prefix="ws-"))
    yield folder / "home"
    if (folder / "home" / "pg").exists():
        EmbeddedServer(folder / "home").stop()
    rmtree(folder)


@pytest.fixture
def server(home: Path) -> Iterator[EmbeddedServer]:
    """A server of the test's own, as a real one would be."""
    made = EmbeddedServer(home)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def shared() -> Iterator[EmbeddedServer]:
    """A server that tests only look at; its home lies below a folder that is closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="ws-"))
    made = EmbeddedServer(folder / "home", durable=False)
    made.start()
    yield made
    made.stop()
    rmtree(folder)
