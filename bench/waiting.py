"""Waiting for what the processes of a run do, with a bound."""

from collections.abc import Callable
from typing import TypeVar

from bench.processes import STEP_SECONDS, Failed
from chassis.testing.waiting import eventually

T = TypeVar("T")


def until(check: Callable[[], T], failed: str, every: float = 0.1) -> T:
    """Ask again and again until the answer is true, and return it. Raises Failed after the time of a step."""
    try:
        return eventually(check, within=STEP_SECONDS, every=every)
    except AssertionError as error:
        raise Failed(f"{failed}: {error}") from error
