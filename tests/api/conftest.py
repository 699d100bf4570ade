"""A suite of its own for whatever is sent to the API: what is tried here moves its figures."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from suites import Performance

sys.path.insert(0, str(Path(__file__).parent))

from callers import Callers


@pytest.fixture(scope="session")
def callers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callers]:
    """Somebody of each role at the public API of an instance with the journey played."""
    performance = Performance(tmp_path_factory.mktemp("api"))
    try:
        performance.start()
        performance.play()
        yield Callers(performance.stage)
    finally:
        performance.end()
