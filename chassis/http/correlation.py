"""Every request has an id under which logs and events know it, a trace, a line in the log and a measure."""

import re
import time
from contextlib import ExitStack

import structlog
from flask import Flask, Response, g, request

from chassis import metrics, tracing
from chassis.http.current import correlation_id
from chassis.ids import new_id

HEADER = "X-Correlation-Id"
VALID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")

METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
"""Any other is measured and logged as one: whoever makes up methods must not make up measures."""

log = structlog.get_logger("workstead.http")


def register(app: Flask, service: str) -> None:
    """Begin and end each request of this app."""

    def begin() -> None:
        g.workstead_correlation_id = given_or_new(request.headers.get(HEADER, ""))
        g.workstead_began = time.perf_counter()
        g.workstead_exit = ExitStack()
        g.workstead_exit.enter_context(tracing.continuing(request.headers.get("traceparent"), _named()))
        g.workstead_exit.enter_context(
            structlog.contextvars.bound_contextvars(
                service=service, correlation_id=g.workstead_correlation_id
            )
        )

    def end(response: Response) -> Response:
        for name, value in always(correlation_id() or ""):
            response.headers.setdefault(name, value)
        route = request.url_rule.rule if request.url_rule else "none"
        report(service, request.method, route, response.status_code, g.workstead_began, correlation_id())
        return response

    def leave(_: BaseException | None) -> None:
        if exit_stack := g.pop("workstead_exit", None):
            exit_stack.close()

    app.before_request(begin)
    app.after_request(end)
    app.teardown_request(leave)


def _named() -> str:
    """The request in a few words, the same for all of its kind."""
    return f"{request.method} {request.url_rule.rule if request.url_rule else 'none'}"


def always(identifier: str) -> list[tuple[str, str]]:
    """What each answer says, beside what it says itself."""
    return [(HEADER, identifier), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]


def given_or_new(given: str) -> str:
    """The id under which a request is known: the asker's own, if it can be one."""
    return given if VALID.fullmatch(given) else str(new_id())


def report(service: str, method: str, route: str, status: int, began: float, identifier: str | None) -> None:
    """One line and one measure, with the rule of the route: address, body and token may name people.

    `began` is what `time.perf_counter()` was at the beginning.
    """
    seconds = time.perf_counter() - began
    method = method if method in METHODS else "other"
    metrics.REQUESTS.labels(service, method, route, str(status)).observe(seconds)
    level = log.debug if route.startswith(("/health", "/metrics")) else log.info
    level(
        "request",
        method=method,
        route=route,
        status=status,
        duration_ms=round(seconds * 1000, 1),
        service=service,
        correlation_id=identifier,
    )
