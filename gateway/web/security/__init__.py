"""What guards the door: headers, hosts, cookies, tokens against forged forms."""

from flask import Flask, request

from chassis.context import ServiceContext
from chassis.http import context as current_context
from chassis.problems import BadRequest
from gateway.web.security import cookies, headers
from gateway.web.security.hosts import is_https, is_ours

BY_ANY_NAME = ("/metrics", "/health/")
"""Asked by whoever watches the process, by whatever name it finds it."""


def register(app: Flask, context: ServiceContext) -> None:
    """Guard every request and answer of this app."""
    cookies.configure(app, context)
    headers.register(app, https=is_https(context.settings))
    app.before_request(check_host)


def check_host() -> None:
    """Go on only if the request names this instance."""
    if not is_ours(request.host, current_context().settings) and not request.path.startswith(BY_ANY_NAME):
        raise BadRequest(
            "Nobody answers here by that name. The operator can set WORKSTEAD_PUBLIC_URL.",
            status=421,
            code="host",
        )
