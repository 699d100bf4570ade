"""Fixtures that run the whole suite: in one process as `make demo` does, and as processes on RabbitMQ."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from guarded import Guarded, guarded, guarded_apart

from demo.clock import TrainingClock
from demo.journey import SCENES
from demo.postbox import PostboxProcess
from demo.stage import Stage
from demo.suite import SplitSuite, Suite, free_port

__all__ = ["Performance", "guarded", "guarded_apart", "played", "played_on_rabbitmq"]

OPERATOR = "operator@northbridge.example"
OPERATOR_PASSWORD = "the-operator-of-the-tests"
SECRET = "for one run of the tests"
SERVICES = ("casework", "marketplace", "community", "notify", "mi", "exchange")


class Performance:
    """A suite with its post box and a stage in front of it."""

    def __init__(self, home: Path, broker: Guarded | None = None) -> None:
        self.postbox = PostboxProcess(home / "mail", free_port())
        settings = {
            "WORKSTEAD_SMTP_URL": self.postbox.url,
            "WORKSTEAD_OPERATOR_PASSWORD": OPERATOR_PASSWORD,
            "WORKSTEAD_SECRET": SECRET,
            # The level at which most is said: what must not be in a log is not in it even then.
            "WORKSTEAD_LOG_LEVEL": "DEBUG",
        }
        self.services: dict[str, str] = {}
        """Where each service listens behind the gateway, for tests that go past it."""
        if broker is None:
            ports = {name: free_port() for name in SERVICES}
            settings |= {f"WORKSTEAD_{name.upper()}_PORT": str(number) for name, number in ports.items()}
            self.services = {name: f"http://127.0.0.1:{number}" for name, number in ports.items()}
        port = free_port()
        self.suite = (
            SplitSuite(home, port, broker.services, settings) if broker else Suite(home, port, settings)
        )
        self.stage = Stage(
            self.suite.base, TrainingClock(self.suite.clock_file), OPERATOR, OPERATOR_PASSWORD, home / "mail"
        )

    def play(self) -> None:
        """Play every scene from the start; what was played already changes nothing."""
        for scene in SCENES:
            self.stage.day(scene.day)
            scene.play(self.stage)

    def start(self) -> None:
        """Start the suite on the day of the first scene, or when it was left."""
        self.stage.clock.move_to(SCENES[0].date)
        self.suite.start()

    def end(self) -> None:
        """Stop everything that was started."""
        self.suite.stop()
        self.postbox.stop()


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Performance]:
    """The embedded suite with the journey played; for tests that look at it without moving its figures."""
    performance = Performance(tmp_path_factory.mktemp("embedded"))
    try:
        performance.start()
        performance.play()
        yield performance
    finally:
        performance.end()


@pytest.fixture(scope="session")
def played_on_rabbitmq(tmp_path_factory: pytest.TempPathFactory, guarded: Guarded) -> Iterator[Performance]:
    """A process for each service on a real RabbitMQ, each with its own rights; the journey is played."""
    performance = Performance(tmp_path_factory.mktemp("split"), guarded)
    try:
        performance.start()
        performance.play()
        yield performance
    finally:
        performance.end()


WHOLE_SUITES = {"journey": "journey", "browser": "browser", "api": "api"}
"""Folders whose tests start a whole suite, by the worker that shall do it: each starts it once."""
TURNS = {"test_kill": -1, "test_canaries": 1}
"""What takes longest comes first, so that no worker is at it when there is nothing left for the others. The
canaries are typed into the suite that others look at and so move its figures: they come last.
"""


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups in the same hook, and would find none yet
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that look at one running suite go to one worker, when there are several."""
    items.sort(key=lambda item: TURNS.get(item.path.stem, 0))
    for item in items:
        asks = "played" in getattr(item, "fixturenames", ())
        group = WHOLE_SUITES.get(item.path.parent.name) or ("journey" if asks else None)
        if group:
            item.add_marker(pytest.mark.xdist_group(group if item.path.stem != "test_kill" else "kill"))
