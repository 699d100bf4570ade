"""A real Prometheus over a suite of processes: our own configuration and rules, only quicker."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import requests
import yaml

from chassis.testing.waiting import eventually
from demo.suite import SplitSuite, free_port

FOLDER = Path(__file__).parents[2] / "deploy/prometheus"


class Prometheus:
    """The server, which looks every second, and waits two where the rules wait for minutes."""

    def __init__(self, folder: Path, suite: SplitSuite, rabbitmq: int) -> None:
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self._addresses = {f"{name}:8000": f"127.0.0.1:{port}" for name, port in suite.ports.items()}
        self._addresses |= {"web:8080": f"127.0.0.1:{suite.port}", "rabbitmq:15692": f"127.0.0.1:{rabbitmq}"}
        rules = re.sub(r"for: (?!0m)\w+", "for: 2s", (FOLDER / "alerts.yml").read_text())
        (folder / "alerts.yml").write_text(rules)
        (folder / "prometheus.yml").write_text(yaml.safe_dump(self._configuration()))
        with open(folder / "log", "wb") as log:
            self._process = subprocess.Popen(
                [
                    shutil.which("prometheus") or "prometheus",
                    f"--config.file={folder / 'prometheus.yml'}",
                    f"--storage.tsdb.path={folder / 'data'}",
                    f"--web.listen-address=127.0.0.1:{self.port}",
                ],
                stdout=log,
                stderr=log,
            )

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(20)

    def ask(self, expression: str) -> list[dict[str, Any]]:
        """What an expression gives now."""
        answer = requests.get(f"{self.base}/api/v1/query", params={"query": expression}, timeout=5).json()
        found: list[dict[str, Any]] = answer["data"]["result"]
        return found

    def firing(self) -> set[str]:
        """The alerts that fire now, each with what it is about."""
        try:
            found = requests.get(f"{self.base}/api/v1/alerts", timeout=5).json()["data"]["alerts"]
        except requests.ConnectionError:
            return set()
        return {_named(one["labels"]) for one in found if one["state"] == "firing"}

    def await_firing(self, name: str, within: float = 60.0) -> None:
        """Wait until this alert fires."""
        eventually(lambda: name in self.firing(), within=within, every=0.3)

    def await_calm(self, name: str, within: float = 60.0) -> None:
        """Wait until this alert fires no more."""
        eventually(lambda: name not in self.firing(), within=within, every=0.3)

    def _configuration(self) -> dict[str, Any]:
        made: dict[str, Any] = yaml.safe_load((FOLDER / "prometheus.yml").read_text())
        made["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s", "scrape_timeout": "1s"}
        for job in made["scrape_configs"]:
            for group in job["static_configs"]:
                group["targets"] = [self._addresses[target] for target in group["targets"]]
        return made


def _named(labels: dict[str, str]) -> str:
    about = labels.get("part") or labels.get("service") or labels.get("queue") or ""
    return f"{labels['alertname']} {about}".strip()
