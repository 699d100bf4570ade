"""What guards the door: headers, hosts, cookies, tokens against forged forms."""

from flask import Flask, request

from chassis.context import ServiceContext
from chassis.http import context as current_context
from chassis.problems import BadRequest, NotFound
from gateway.web.security import cookies, headers
from gateway.web.security.askers import is_from_inside
from gateway.web.security.hosts import is_https, is_ours

BY_ANY_NAME = ("/metrics", "/health/")
"""Asked by whoever watches the process, by whatever name it finds it."""
FROM_INSIDE = ("/metrics", "/health/ready")
"""How busy it is here and what stands behind the door is told to those on the same network alone."""


def register(app: Flask, context: ServiceContext) -> None:
    """Guard every request and answer of this app."""
    cookies.configure(app, context)
    headers.register(app, https=is_https(context.settings))
    app.before_request(check_host)
    app.before_request(check_inside)


def check_host() -> None:
    """Go on only if the request names this instance."""
    if not is_ours(request.host, current_context().settings) and not request.path.startswith(BY_ANY_NAME):
        raise BadRequest(
            "Nobody answers here by that name. The operator can set WORKSTEAD_PUBLIC_URL.",
            status=421,
            code="host",
        )


def check_inside() -> None:
    """Go on only with somebody from inside, where the address is not for others."""
    if request.path.startswith(FROM_INSIDE) and not is_from_inside():
        raise NotFound("There is nothing at this address.")
