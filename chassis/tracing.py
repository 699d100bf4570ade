"""W3C trace context: each request and message goes on with the trace that it came with, or begins one.

The headers travel whether or not OpenTelemetry is installed; with the `tracing` extra and an endpoint in the
settings, `chassis.telemetry` also reports the spans.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})")

_current: ContextVar[str | None] = ContextVar("traceparent", default=None)


def current() -> str | None:
    """The `traceparent` of what is being done at this moment, to go out with a request or a message."""
    return _current.get()


def child_of(traceparent: str | None) -> str:
    """A new span of the same trace; of a new trace where there was none, or none that can be read."""
    match = TRACEPARENT.fullmatch(traceparent or "")
    trace, flags = (match[1], match[3]) if match else (secrets.token_hex(16), "01")
    return f"00-{trace}-{secrets.token_hex(8)}-{flags}"


@contextmanager
def continuing(traceparent: str | None) -> Iterator[str]:
    """Do something as a part of the trace that it came with."""
    own = child_of(traceparent)
    token = _current.set(own)
    try:
        yield own
    finally:
        _current.reset(token)
