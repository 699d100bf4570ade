"""Stock nameko: a service that dispatches events, and one that handles them. No rules, no database.

Both answer over HTTP, only to be told and asked: `/say/<count>` and `/heard`.
"""

import json
import sys
import time
from typing import Any

from nameko.events import EventDispatcher, event_handler
from nameko.runners import ServiceRunner
from nameko.web.handlers import http

from bench.processes import ready, task

BODY: dict[str, Any] = {}
HEARD: list[float] = []


class Speaker:
    """What stands where casework stands."""

    name = "bench_speaker"
    dispatch = EventDispatcher()

    @http("GET", "/say/<int:count>")
    def say(self, request: Any, count: int) -> str:
        """Dispatch so many, with nameko's own defaults; when the first was."""
        began = time.monotonic()
        for _ in range(count):
            self.dispatch("recorded", BODY)
        return json.dumps(began)


class Listener:
    """What stands where MI stands."""

    name = "bench_listener"

    @event_handler("bench_speaker", "recorded")
    def hear(self, payload: Any) -> None:
        """Note when."""
        HEARD.append(time.monotonic())

    @http("GET", "/heard")
    def heard(self, request: Any) -> str:
        """How many were heard, and when the last was."""
        return json.dumps([len(HEARD), HEARD[-1] if HEARD else None])


def serve() -> None:
    """Run the one that the first argument names until the process is ended."""
    told = task()
    BODY.update(told["body"])
    address = {"AMQP_URI": told["url"], "WEB_SERVER_ADDRESS": f"127.0.0.1:{told['port']}"}
    runner = ServiceRunner(address)
    runner.add_service({"speaker": Speaker, "listener": Listener}[sys.argv[1]])
    runner.start()
    ready()
    runner.wait()
