"""What stands before the Flask app: bodies are read whole, in time and within the limit, before a request
takes one of the few places; when all places stay taken, the next one is asked to come again.
"""

import io
import json
from collections.abc import Callable, Iterable
from typing import Any

import structlog
from eventlet import Timeout
from eventlet.semaphore import Semaphore

from chassis import metrics
from chassis.runtime.protocol import ARRIVED, CLOSE

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WsgiApp = Callable[[Environ, StartResponse], Iterable[bytes]]

BODY_SECONDS = 15.0
"""A body that dribbles in for longer is given up."""
QUEUE_SECONDS = 2.0
"""So long a request waits for a place."""
QUEUE_LENGTH = 100
ALWAYS_ADMITTED = ("/health/", "/metrics")
"""Whoever watches the process must see it when it is busiest."""

TOO_SLOW = ("408 Request Timeout", "too-slow", "It took too long to arrive. Send it again.")
BROKEN = ("400 Bad Request", "bad-request", "It did not arrive whole. Send it again.")
BUSY = ("503 Service Unavailable", "busy", "Too much is going on just now. Try again in a moment.")
FAILED = ("500 Internal Server Error", "server-error", "Something went wrong here. It is not your fault.")

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Try again</title></head>
<body><main><h1>This page cannot be shown just now</h1><p>{detail}</p></main></body>
</html>
"""
GUARDS = (
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
    ("X-Content-Type-Options", "nosniff"),
)

log = structlog.get_logger("workstead.http")


class Admission:
    """A WSGI app around another one, which lets in so many requests at once."""

    def __init__(self, app: WsgiApp, service: str, places: int, body_limit: int) -> None:
        self._app = app
        self._service = service
        self._in_flight = metrics.IN_FLIGHT.labels(service)
        self._places = Semaphore(places)
        self._waiting = 0
        self._body_limit = body_limit

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Read the body, take a place, answer."""
        try:
            if (wrong := self._read_body(environ)) is not None:
                # What is left of it will not be waited for.
                environ.get(CLOSE, _nothing)()
                return refuse(environ, start_response, *wrong)
            environ.get(ARRIVED, _nothing)()
            if environ["PATH_INFO"].startswith(ALWAYS_ADMITTED):
                return self._app(environ, start_response)
            if not self._take_place():
                metrics.TURNED_AWAY.labels(self._service).inc()
                return refuse(environ, start_response, *BUSY)
            return self._answer(environ, start_response)
        except Exception:
            log.exception("request failed outside the app", service=self._service)
            return refuse(environ, start_response, *FAILED)

    def _answer(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        self._in_flight.inc()
        try:
            return self._app(environ, start_response)
        finally:
            self._in_flight.dec()
            self._places.release()

    def _take_place(self) -> bool:
        if self._places.acquire(blocking=False):
            return True
        if self._waiting >= QUEUE_LENGTH:
            return False
        self._waiting += 1
        try:
            return bool(self._places.acquire(timeout=QUEUE_SECONDS))
        finally:
            self._waiting -= 1

    def _read_body(self, environ: Environ) -> tuple[str, str, str] | None:
        """Read the body into memory, but not one that says it is too large: the app refuses that."""
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if length > self._body_limit:
            return None
        if not length and "HTTP_TRANSFER_ENCODING" not in environ:
            environ |= {"wsgi.input": io.BytesIO(), "CONTENT_LENGTH": "0"}
            return None
        try:
            with Timeout(BODY_SECONDS, TimeoutError()):
                body = environ["wsgi.input"].read(self._body_limit + 1)
        except TimeoutError:
            return TOO_SLOW
        except (OSError, ValueError):
            return BROKEN
        if len(body) < length:
            return BROKEN
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        environ |= {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        return None


def _nothing() -> None:
    """Where there is no connection to tell."""


def refuse(
    environ: Environ, start_response: StartResponse, status: str, code: str, detail: str
) -> Iterable[bytes]:
    """A problem, where there is no app to say it; a small page to whoever asked for a page."""
    number, _, title = status.partition(" ")
    if "text/html" in environ.get("HTTP_ACCEPT", ""):
        kind, body = "text/html; charset=utf-8", PAGE.format(detail=detail).encode()
    else:
        problem = {"type": f"urn:workstead:problem:{code}", "title": title, "status": int(number)}
        kind = "application/problem+json"
        body = json.dumps(problem | {"code": code, "detail": detail}).encode()
    headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Retry-After", "1")]
    start_response(status, [*headers, *GUARDS])
    return [body]
