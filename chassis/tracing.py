"""W3C trace context: each request and message goes on with the trace that it came with, or begins one.

The headers travel whether or not anybody collects them; with the `tracing` extra and WORKSTEAD_OTLP_ENDPOINT,
`chassis.telemetry` reports each span.
"""

import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})")

_current: ContextVar[str | None] = ContextVar("traceparent", default=None)


@dataclass(frozen=True)
class Span:
    """Something that was done, and as a part of what."""

    name: str
    own: str
    parent: str | None
    began_ns: int
    ended_ns: int
    failed: bool


reporters: list[Callable[[Span], None]] = []
"""Who is told of each span when it ends. They return at once and never raise."""


def current() -> str | None:
    """The `traceparent` of what is being done at this moment, to go out with a request or a message."""
    return _current.get()


def child_of(traceparent: str | None) -> str:
    """A new span of the same trace; of a new trace where there was none, or none that can be read."""
    match = TRACEPARENT.fullmatch(traceparent or "")
    trace, flags = (match[1], match[3]) if match else (secrets.token_hex(16), "01")
    return f"00-{trace}-{secrets.token_hex(8)}-{flags}"


@contextmanager
def continuing(traceparent: str | None, name: str = "event") -> Iterator[str]:
    """Do something as a part of the trace that it came with. The name says what, and nothing about whom."""
    own, began, failed = child_of(traceparent), time.time_ns(), True
    token = _current.set(own)
    try:
        yield own
        failed = False
    finally:
        _current.reset(token)
        if reporters:
            parent = traceparent if TRACEPARENT.fullmatch(traceparent or "") else None
            _report(Span(name, own, parent, began, time.time_ns(), failed))


def _report(span: Span) -> None:
    for report in reporters:
        report(span)
