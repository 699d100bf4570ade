"""Waiting for what happens elsewhere, with a bound: no test sleeps and hopes."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(check: Callable[[], T], within: float = 5.0, every: float = 0.02) -> T:
    """Ask again and again until the answer is true, and return it; fail with the last answer or error."""
    deadline = time.monotonic() + within
    while True:
        failure: AssertionError | None = None
        answer: T | None = None
        try:
            if answer := check():
                return answer
        except AssertionError as error:
            failure = error
        if time.monotonic() >= deadline:
            raise AssertionError(f"Not within {within} s; the last answer was {answer!r}.") from failure
        time.sleep(every)
