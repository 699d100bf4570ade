"""An answer that an app has given whole, as it goes out: head and body in one piece."""

import time
from email.utils import formatdate
from functools import lru_cache
from typing import Any

CLOSING = "Connection: close\r\n"
BODILESS = ("1", "204", "304")
"""How the statuses begin that have no body."""

Headers = list[tuple[str, str]]


def is_plain(method: str, version: str, result: Any, status: str, headers: Headers) -> bool:
    """Whether nothing about this answer needs a closer look: all of the body is here, and its length is
    told.
    """
    return (
        type(result) is list
        and method != "HEAD"
        and version == "HTTP/1.1"
        and not status.startswith(BODILESS)
        and any(name == "Content-Length" for name, _ in headers)
    )


def head(status: str, headers: Headers) -> str:
    """Status line, headers and the date; what is said of the connection comes after it."""
    lines = "".join([f"{name}: {value}\r\n" for name, value in headers])
    return f"HTTP/1.1 {status}\r\n{lines}Date: {_date(int(time.time()))}\r\n"


@lru_cache(8)
def kept_for(seconds: float) -> str:
    """What is said to those who ask that their connection be kept."""
    return f"Connection: keep-alive\r\nKeep-Alive: timeout={int(seconds)}\r\n"


@lru_cache(2)
def _date(second: int) -> str:
    return formatdate(second, usegmt=True)
