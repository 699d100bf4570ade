"""Instances of Workstead to measure, each in a temporary folder that goes with it."""

import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import requests
from psycopg2 import sql

from demo.clock import TrainingClock
from demo.journey import SCENES
from demo.postbox import PostboxProcess
from demo.stage import Stage
from demo.suite import SplitSuite, Suite, free_port

OPERATOR = "operator@northbridge.example"
STOP_SECONDS = 40.0
PASSWORD = "the-operator-of-the-bench"
S = TypeVar("S", bound=SplitSuite)


class Pair(SplitSuite):
    """Only a service that says things and one that listens, on RabbitMQ: a queue, and no more."""

    def __init__(self, home: Path, broker: str, speaker: str, listener: str, notes_commits: bool) -> None:
        super().__init__(home, free_port(), broker, {"WORKSTEAD_SECRET": "for one run of the bench"})
        self._notes_commits = notes_commits
        self.names = [speaker, listener]
        self.ports = {name: self.ports[name] for name in self.names}

    def start(self, within: float = 120.0) -> None:
        """Where commits are noted, PostgreSQL remembers when each transaction was committed."""
        if self._notes_commits:
            self.server.start()
            self.server.execute(sql.SQL("alter system set track_commit_timestamp = on"))
            self.server.stop()
        super().start(within)

    def stop_one(self, name: str, within: float = 40.0) -> None:
        """Stop one service in order; the other runs on."""
        process = self.processes.pop(name)
        process.terminate()
        process.wait(within)

    def _answers(self) -> bool:
        return all(_is_ready(port) for port in self.ports.values())


@contextmanager
def home() -> Iterator[Path]:
    """A data folder. Where we are root, the user of the database server passes through it."""
    folder = Path(tempfile.mkdtemp(prefix="workstead-bench-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def pair(broker: str, speaker: str, listener: str, *, notes_commits: bool = False) -> Iterator[Pair]:
    """Two services, running."""
    with home() as folder, _running(Pair(folder, broker, speaker, listener, notes_commits)) as suite:
        yield suite


@contextmanager
def whole(broker: str, until: str) -> Iterator[tuple[SplitSuite, Stage]]:
    """A process for each service, with the journey played up to the end of that day."""
    with home() as folder, _postbox(folder / "mail") as postbox:
        settings = {
            "WORKSTEAD_SMTP_URL": postbox.url,
            "WORKSTEAD_OPERATOR_PASSWORD": PASSWORD,
            "WORKSTEAD_SECRET": "for one run of the bench",
        }
        suite = SplitSuite(folder, free_port(), broker, settings)
        clock = TrainingClock(suite.clock_file)
        clock.move_to(SCENES[0].date)
        with _running(suite):
            stage = Stage(suite.base, clock, OPERATOR, PASSWORD, folder / "mail")
            for scene in SCENES:
                if scene.day <= until:
                    stage.day(scene.day)
                    scene.play(stage)
            yield suite, stage


def only(suite: SplitSuite, names: Collection[str]) -> None:
    """Let only these services of a suite go on."""
    for name in set(suite.processes) - set(names):
        process = suite.processes.pop(name)
        process.terminate()
        process.wait(STOP_SECONDS)


def embedded(folder: Path) -> Suite:
    """Everything in one process on the embedded server, as `make demo` has it; not started."""
    return Suite(folder, free_port())


@contextmanager
def _running(suite: S) -> Iterator[S]:
    try:
        suite.start()
        yield suite
    finally:
        suite.stop()


@contextmanager
def _postbox(folder: Path) -> Iterator[PostboxProcess]:
    postbox = PostboxProcess(folder, free_port())
    try:
        yield postbox
    finally:
        postbox.stop()


def _is_ready(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/health/ready", timeout=2).ok
    except requests.RequestException:
        return False
