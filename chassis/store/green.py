"""Waiting for PostgreSQL without stopping every other greenlet of the process, and never for ever.

Eventlet makes psycopg2 green by itself, but so that a server that has frozen holds its greenlet for good, and
`connect_timeout` is not heeded. The wait below has a limit.
"""

import time
from typing import Any
from weakref import WeakSet

import psycopg2
from psycopg2 import extensions

CONNECT_LIMIT = 5.0
"""Seconds until a server that does not let us in counts as away."""

QUERY_LIMIT = 20.0
"""Seconds until a server that does not answer counts as away. Its own statement timeout strikes before."""

_patient: "WeakSet[Any]" = WeakSet()


def make_green() -> None:
    """Call it after `eventlet.monkey_patch()`; it fails where psycopg2 would block the whole process."""
    from eventlet import patcher

    if not patcher.is_monkey_patched("psycopg"):
        raise RuntimeError("psycopg2 is not green: call eventlet.monkey_patch() first.")
    extensions.set_wait_callback(_wait)


def is_green() -> bool:
    """Whether waiting for PostgreSQL lets other greenlets run in this process."""
    return extensions.get_wait_callback() is _wait


def be_patient(connection: Any) -> None:
    """Let this psycopg2 connection wait as long as it takes: for a migration."""
    _patient.add(connection)


def _wait(connection: Any) -> None:
    """Poll until the connection has what it waits for; raise OperationalError at the limit."""
    from eventlet.hubs import trampoline

    limit = CONNECT_LIMIT if connection.status == extensions.STATUS_SETUP else QUERY_LIMIT
    deadline = None if connection in _patient else time.monotonic() + limit
    while (state := connection.poll()) != extensions.POLL_OK:
        left = None if deadline is None else max(deadline - time.monotonic(), 0.001)
        trampoline(
            connection.fileno(),
            read=state == extensions.POLL_READ,
            write=state == extensions.POLL_WRITE,
            timeout=left,
            timeout_exc=psycopg2.OperationalError(f"PostgreSQL has not answered for {limit:.0f} seconds"),
        )
