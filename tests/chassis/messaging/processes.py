"""The tiny services in processes that can be killed."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from chassis.context import ServiceContext
from chassis.testing.waiting import eventually

SCRIPT = Path(__file__).with_name("tiny_suite.py")


class TinyProcess:
    """One process that runs one or both of the tiny services."""

    def __init__(self, maker: ServiceContext, taker: ServiceContext, *services: str) -> None:
        urls = maker.settings.database_urls.items() | taker.settings.database_urls.items()
        self._settings = {
            "home": str(maker.settings.home),
            "secret": maker.settings.secret,
            "database_urls": dict(urls),
            "broker_url": maker.settings.broker_url,
            "pool_size": 4,
        }
        self._services = services
        self._process: subprocess.Popen[str] | None = None

    def start(self, **order: Any) -> None:
        """Start it; it may be ordered to die by itself."""
        order |= {"settings": self._settings, "services": self._services}
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", str(SCRIPT), json.dumps(order)],
            env={**os.environ, "PYTHONPATH": str(SCRIPT.parent)},
            stdout=subprocess.PIPE,
            text=True,
        )

    def wait_until_ready(self) -> None:
        """Until it says so."""
        assert self._process is not None
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if "is ready" in line:
                return
        raise AssertionError(f"{self._services} ended with {self._process.wait()} before it was ready.")

    def wait_until_dead(self) -> None:
        """Until it has died by itself, as ordered."""
        assert self._process is not None
        process = self._process
        eventually(lambda: process.poll() is not None, within=60)
        assert process.returncode == -signal.SIGKILL, f"{self._services} ended with {process.returncode}"
        self._forget()

    def kill(self) -> None:
        """kill -9."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._forget()

    def stop(self) -> int:
        """Ask it to stop; its exit code."""
        assert self._process is not None
        self._process.terminate()
        code = self._process.wait(40)
        self._forget()
        return code

    def _forget(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        self._process.stdout.close()
        self._process = None


@contextmanager
def processes(maker: ServiceContext, taker: ServiceContext) -> Iterator[list[TinyProcess]]:
    """A process for each service on RabbitMQ, one for both in memory. Killed at the end, if still alive."""
    if maker.settings.broker_url.startswith("memory:"):
        made = [TinyProcess(maker, taker, "maker", "taker")]
    else:
        made = [TinyProcess(maker, taker, "maker"), TinyProcess(maker, taker, "taker")]
    try:
        yield made
    finally:
        for process in made:
            process.kill()
