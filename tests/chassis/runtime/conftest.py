"""The example service, run as a process of its own."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from chassis.testing.waiting import eventually

EXAMPLE = Path(__file__).parent / "example"
COMMAND = "from chassis.cli.main import main; main()"
ENTRY_POINTS = "[workstead.services]\nshelf = shelf.service:Shelf\ncrumble = shelf.service:Crumble\n"


@dataclass
class Process:
    """One `workstead …` and what it has said."""

    popen: subprocess.Popen[bytes]
    folder: Path

    @property
    def said(self) -> str:
        """Its standard output so far."""
        return (self.folder / "out").read_text()

    @property
    def logged(self) -> str:
        """Its standard error so far."""
        return (self.folder / "err").read_text()

    def url(self) -> str:
        """Where it serves, once it is ready."""

        def ready() -> str | None:
            if self.popen.poll() is not None:
                raise RuntimeError(self.logged)
            found = re.search(r"is ready at (https?://\S+)", self.said)
            return found[1] if found else None

        return str(eventually(ready, within=60))

    def get(self, path: str, **options: object) -> requests.Response:
        """Ask it something."""
        return requests.get(self.url() + path, timeout=30, **options)

    def stop(self, number: int = signal.SIGTERM, within: float = 40) -> int:
        """Send it a signal and wait for its exit code."""
        self.popen.send_signal(number)
        return self.popen.wait(within)

    def end(self) -> None:
        """Have it end, whatever it takes."""
        try:
            self.stop(within=30)
        except subprocess.TimeoutExpired:
            self.popen.kill()


Start = Callable[..., Process]


@pytest.fixture(scope="session")
def python_path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where Python finds the example service and its entry point."""
    installed = tmp_path_factory.mktemp("installed") / "shelf-1.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: shelf\nVersion: 1.0\n")
    (installed / "entry_points.txt").write_text(ENTRY_POINTS)
    return f"{installed.parent}{os.pathsep}{EXAMPLE}"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for the tests of a module, so that the cluster is made once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def start(python_path: str, home: Path, tmp_path: Path) -> Iterator[Start]:
    """`start("run", "shelf", WORKSTEAD_…=…)` starts a command; it ends with the test."""
    with starting(python_path, home, tmp_path) as begin:
        yield begin


@contextmanager
def starting(python_path: str, home: Path, where: Path) -> Iterator[Start]:
    """What starts processes, and ends at last those that still run."""
    started: list[Process] = []

    def begin(*arguments: str, **environment: str) -> Process:
        folder = where / str(len(started))
        folder.mkdir()
        own = {key: value for key, value in os.environ.items() if not key.startswith("WORKSTEAD_")}
        with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
            popen = subprocess.Popen(
                [sys.executable, "-c", COMMAND, *arguments],
                env=own | {"PYTHONPATH": python_path, "WORKSTEAD_HOME": str(home)} | environment,
                stdout=out,
                stderr=err,
            )
        started.append(Process(popen, folder))
        return started[-1]

    yield begin
    for process in started:
        if process.popen.poll() is None:
            process.end()


@pytest.fixture(scope="module")
def process_settings() -> dict[str, str]:
    """What the module's one process is set to; a module may have its own."""
    return {}


@pytest.fixture(scope="module")
def process(
    python_path: str, home: Path, tmp_path_factory: pytest.TempPathFactory, process_settings: dict[str, str]
) -> Iterator[Process]:
    """One process for all tests of a module that leave it as they found it."""
    with starting(python_path, home, tmp_path_factory.mktemp("process")) as begin:
        process = begin("run", "shelf", **process_settings)
        process.url()
        yield process
        assert process.stop() == 0
