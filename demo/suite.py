"""The suite as processes of their own, started and stopped by whoever plays or tests it.

Two shapes: everything in one process on the embedded server and the in-memory broker, or a process for each
service on RabbitMQ. Both are reached at `base` and leave their logs in `home/logs`.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from importlib.metadata import entry_points
from pathlib import Path

import requests

from chassis.store.embedded.server import EmbeddedServer

WORKSTEAD = [str(Path(sys.executable).with_name("workstead"))]
DATABASES = ("casework", "marketplace", "community", "notify", "mi", "gateway")


class NotReady(Exception):
    """The suite ended or did not answer in time; the end of its log says why."""


class Suite:
    """Everything in one process: what `make demo` starts."""

    def __init__(self, home: Path, port: int, settings: Mapping[str, str] | None = None) -> None:
        self.home, self.port = home, port
        self.base = f"http://127.0.0.1:{port}"
        self.logs = home / "logs"
        self.logs.mkdir(parents=True, exist_ok=True)
        self.clock_file = home / "training-clock"
        self.settings = {
            **{
                k: v for k, v in os.environ.items() if not k.startswith("WORKSTEAD_") or k.endswith("_SECRET")
            },
            "WORKSTEAD_HOME": str(home),
            "WORKSTEAD_PORT": str(port),
            "WORKSTEAD_CLOCK_FILE": str(self.clock_file),
            "WORKSTEAD_PUBLIC_URL": self.base,
            **(settings or {}),
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, within: float = 90.0) -> None:
        """Start what is not running and wait until it answers."""
        if not self.processes and self._answers():
            raise NotReady(f"Something already answers at {self.base}: stop it, or set WORKSTEAD_PORT.")
        self._spawn("suite", ["run", "--all"])
        self._await_ready(within)

    def stop(self, within: float = 40.0) -> None:
        """Ask every process to end, and see that it does."""
        for process in self.processes.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.processes.values():
            try:
                process.wait(within)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()

    def kill(self, name: str = "suite") -> None:
        """End one process as a power cut would."""
        process = self.processes.pop(name)
        process.kill()
        process.wait()

    def _spawn(self, name: str, arguments: list[str], settings: Mapping[str, str] | None = None) -> None:
        running = self.processes.get(name)
        if running is not None and running.poll() is None:
            return
        with (self.logs / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [*WORKSTEAD, *arguments],
                env={**self.settings, **(settings or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _await_ready(self, within: float) -> None:
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            for name, process in self.processes.items():
                if process.poll() is not None:
                    raise NotReady(f"{name} ended with {process.returncode}:\n{self._end_of_log(name)}")
            if self._answers():
                return
            time.sleep(0.05)
        raise NotReady(f"No answer at {self.base} within {within:.0f} seconds; the logs are in {self.logs}.")

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.base}/health/ready", timeout=2).status_code == 200
        except requests.RequestException:
            return False

    def _end_of_log(self, name: str, lines: int = 12) -> str:
        text = (self.logs / f"{name}.log").read_text(encoding="utf-8", errors="replace")
        return "\n".join(text.splitlines()[-lines:])


class SplitSuite(Suite):
    """A process for each service and wing, on RabbitMQ and PostgreSQL: how operations staff run it.

    With `names`, only for these services. `broker` is one URL for all, or one for each by its name.
    """

    def __init__(
        self,
        home: Path,
        port: int,
        broker: str | Mapping[str, str],
        settings: Mapping[str, str] | None = None,
        names: Sequence[str] = (),
    ) -> None:
        super().__init__(home, port, settings)
        self.server = EmbeddedServer(home)
        self.names = sorted(names or (entry.name for entry in entry_points(group="workstead.services")))
        self.ports = {name: free_port() for name in self.names if name != "web"}
        self.settings |= {"WORKSTEAD_BROKER_URL": broker} if isinstance(broker, str) else {}
        self.own: dict[str, dict[str, str]] = (
            {} if isinstance(broker, str) else {n: {"WORKSTEAD_BROKER_URL": u} for n, u in broker.items()}
        )
        """Settings of one service alone, by its name."""
        self.settings |= {
            f"WORKSTEAD_{name.upper()}_URL": f"http://127.0.0.1:{number}"
            for name, number in self.ports.items()
        }

    def start(self, within: float = 120.0) -> None:
        """Start the database, migrate, start every service that is not running, wait until all answer."""
        self.server.start()
        self.settings |= {f"WORKSTEAD_{n.upper()}_DATABASE_URL": self.server.url(n) for n in DATABASES}
        if not self.processes:
            for command in (["keys", "init"], ["migrate"]):
                subprocess.run([*WORKSTEAD, *command], env=self.settings, check=True, capture_output=True)
        for name in self.names:
            self.start_one(name)
        self._await_ready(within)

    def start_one(
        self, name: str, settings: Mapping[str, str] | None = None, replica: str | None = None
    ) -> None:
        """Start one service again; or, under the name of a replica, once more at any free port."""
        port = self.port if name == "web" else 0 if replica else self.ports[name]
        variable = "WORKSTEAD_PORT" if name == "web" else f"WORKSTEAD_{name.upper()}_PORT"
        self._spawn(
            replica or name,
            ["run", name],
            {**self.own.get(name, {}), variable: str(port), **(settings or {})},
        )

    def stop_one(self, name: str, within: float = 40.0) -> int:
        """Ask one service to end; its exit code. Raises TimeoutExpired if it does not in time."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGTERM)
        return process.wait(within)

    def stop(self, within: float = 40.0) -> None:
        """Stop the services, then the database."""
        super().stop(within)
        self.server.stop()

    def _answers(self) -> bool:
        door = "web" not in self.names or super()._answers()
        return door and all(_is_ready(port) for port in self.ports.values())


def free_port() -> int:
    """A port of this machine that nobody listens at just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _is_ready(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/health/ready", timeout=2).status_code == 200
    except requests.RequestException:
        return False
