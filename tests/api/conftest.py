"""A suite of its own for whatever is sent to the API: what is tried here moves its figures."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from suites import Performance

sys.path.insert(0, str(Path(__file__).parent))

from callers import Callers
from inside import Inside
from rounds import Rounds, go


@pytest.fixture(scope="session")
def performance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Performance]:
    """An instance with the journey played."""
    performance = Performance(tmp_path_factory.mktemp("api"))
    try:
        performance.start()
        performance.play()
        yield performance
    finally:
        performance.end()


@pytest.fixture(scope="session")
def callers(performance: Performance) -> Callers:
    """Somebody of each role at its public API."""
    return Callers(performance.stage)


@pytest.fixture(scope="session")
def rounds(callers: Callers) -> Rounds:
    """The whole API gone round once."""
    return go(callers)


@pytest.fixture(scope="session")
def inside(performance: Performance) -> Inside:
    """Casework itself, past the gateway."""
    return Inside(performance)
