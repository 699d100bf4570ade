"""Two of a service: started, told apart by what each has done, killed, and how soon the other took over."""

import re
import signal
import time
from dataclasses import dataclass, field

import requests
from sqlalchemy import text
from trial import Trial

from chassis.testing.waiting import eventually
from demo.suite import free_port

HEARD_SINCE = text(
    """
    select extract(epoch from min(received_at)) as at from inbox
    where received_at > to_timestamp(:since) and consumer = :consumer
    """
)
SAID_SINCE = text(
    "select extract(epoch from min(published_at)) as at from event_log"
    " where published_at > to_timestamp(:since)"
)


@dataclass
class Replicas:
    """Several processes of one service, each with its own port."""

    trial: Trial
    service: str
    settings: dict[str, str] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)

    def plan(self, number: int = 2) -> "Replicas":
        """Choose their ports, and tell the gateway of all of them. Before anything is started."""
        suite = self.trial.suite
        self.ports = {f"{self.service}-{place}": free_port() for place in range(2, number + 1)}
        self.ports = {self.service: suite.ports[self.service], **self.ports}
        addresses = ",".join(f"http://127.0.0.1:{port}" for port in self.ports.values())
        suite.settings[f"WORKSTEAD_{self.service.upper()}_URL"] = addresses
        return self

    def start(self) -> None:
        """Start those that do not run, and wait until they answer."""
        variable = f"WORKSTEAD_{self.service.upper()}_PORT"
        for name, port in self.ports.items():
            self.trial.suite.start_one(self.service, {variable: str(port), **self.settings}, replica=name)
        eventually(lambda: all(self._is_ready(port) for port in self.ports.values()), within=60, every=0.1)

    def stop(self) -> None:
        """Stop them all in order."""
        for name in self.ports:
            if name in self.trial.suite.processes:
                self.trial.suite.stop_one(name)

    def kill(self, name: str) -> float:
        """kill -9; when, in seconds since the epoch."""
        at = time.time()
        self.trial.suite.kill(name)
        return at

    def freeze(self, name: str) -> float:
        """It neither works nor hangs up, as when its host has stopped; when, in seconds since the epoch."""
        at = time.time()
        self.trial.suite.processes[name].send_signal(signal.SIGSTOP)
        return at

    def measure(self, name: str, measure: str) -> float:
        """What one of them counts, summed over all labels but the service."""
        text = requests.get(f"http://127.0.0.1:{self.ports[name]}/metrics", timeout=10).text
        pattern = rf'^{measure}{{[^}}]*service="{self.service}"[^}}]*}} (\S+)$'
        return sum(float(found) for found in re.findall(pattern, text, re.MULTILINE))

    def handled(self) -> dict[str, float]:
        """How many events each has handled since it started."""
        return {name: self.measure(name, "workstead_events_handled_total") for name in self.ports}

    def published(self) -> dict[str, float]:
        """How many events each has published since it started."""
        return {name: self.measure(name, "workstead_events_published_total") for name in self.ports}

    def partitions(self) -> dict[str, int]:
        """How many partitions each consumes."""
        return {name: int(self.measure(name, "workstead_partitions_held")) for name in self.ports}

    def busy(self, before: dict[str, float], now: dict[str, float]) -> list[str]:
        """Those that have done something in between."""
        return [name for name in self.ports if now[name] > before[name]]

    def heard_again_after(self, at: float) -> float:
        """Seconds until the first event after that moment was handled."""
        return self._first(HEARD_SINCE, at)

    def said_again_after(self, at: float) -> float:
        """Seconds until the first event after that moment was published."""
        return self._first(SAID_SINCE, at)

    def _first(self, statement: object, at: float) -> float:
        def look() -> float:
            values = {"since": at + 0.05}
            if statement is HEARD_SINCE:
                values |= {"consumer": self.service}  # type: ignore[dict-item]
            (row,) = self.trial.rows(self.service, statement, **values)
            return float(row.at or 0)

        return float(eventually(look, within=60, every=0.05)) - at

    def _is_ready(self, port: int) -> bool:
        try:
            return requests.get(f"http://127.0.0.1:{port}/health/ready", timeout=5).status_code == 200
        except requests.RequestException:
            return False
