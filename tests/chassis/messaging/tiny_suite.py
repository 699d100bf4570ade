"""The tiny services in a process of their own, under eventlet, as the runner runs them; and how they may die.

python tiny_suite.py '{"settings": {…}, "services": ["maker"], "dies": "mark", "after": 3}'
"""

import eventlet

eventlet.monkey_patch()

import json  # noqa: E402  # nothing may be imported before the standard library is green
import os  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
from collections.abc import Callable  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from tiny_services import Maker, Taker, mood  # noqa: E402

from chassis.messaging import consuming, handling, intake  # noqa: E402
from chassis.messaging.claims import Claims  # noqa: E402
from chassis.messaging.publishing import Publisher  # noqa: E402
from chassis.runtime.runner import serve  # noqa: E402
from chassis.settings import Settings  # noqa: E402

PLACES: dict[str, tuple[Any, str]] = {
    "publish": (Publisher, "publish"),
    "message": (Publisher, "_send"),
    "mark": (Claims, "published"),
    "handle": (handling.Turn, "take"),
    "acknowledge": (consuming, "acknowledge"),
}
"""The process dies just before it does this: publishes a batch, sends a message, marks what the broker has
confirmed, handles an event (in the middle of a transaction), acknowledges a batch that has been handled."""


def dying(function: Callable[..., Any], after: int) -> Callable[..., Any]:
    """The same function so many times, and then the end, as by kill -9."""
    calls = 0

    def call(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls > after:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **kwargs)

    return call


def main(order: dict[str, Any]) -> int:
    """Run what was ordered."""
    mood["bad"] = False
    if order.get("dies"):
        owner, name = PLACES[order["dies"]]
        setattr(owner, name, dying(getattr(owner, name), order["after"]))
    if order.get("batch"):
        intake.BATCH = order["batch"]
    settings = Settings(**order["settings"] | {"home": Path(order["settings"]["home"])})
    classes = {service.name: service for service in (Maker, Taker)}
    return serve(settings, {name: classes[name] for name in order["services"]})


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
