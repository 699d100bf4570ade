"""Doing things at the same moment, for tests of who wins."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any


def together(*asks: Callable[[], Any]) -> list[Any]:
    """Do all of it at the same moment, each in a thread of its own."""
    start = Barrier(len(asks))

    def one(ask: Callable[[], Any]) -> Any:
        start.wait(timeout=10)
        return ask()

    with ThreadPoolExecutor(len(asks)) as pool:
        return [each.result(timeout=60) for each in [pool.submit(one, ask) for ask in asks]]


def codes(responses: Sequence[Any]) -> list[int]:
    """What was answered, in the order of the codes."""
    return sorted(response.status_code for response in responses)
