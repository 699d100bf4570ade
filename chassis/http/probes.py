"""For whoever watches the process: is it alive, can it answer, how is it doing."""

from typing import Any

from flask import Blueprint, Response

from chassis import health, metrics
from chassis.http.access import public
from chassis.http.current import context
from chassis.measures import measure

probes = Blueprint("probes", __name__)


@probes.get("/health/live")
@public
def live() -> dict[str, Any]:
    """The process runs. If this does not answer, start it again."""
    return {"status": "live", "service": context().name, **health.release()}


@probes.get("/health/ready")
@public
def ready() -> tuple[dict[str, Any], int]:
    """Whether requests may be sent here: 503 while something vital is wrong."""
    checks = list(health.examine(context()))
    fit = all(check.ok for check in checks if check.vital)
    status = "not ready" if not fit else "ready" if all(check.ok for check in checks) else "degraded"
    body = {
        "status": status,
        "service": context().name,
        **health.release(),
        "checks": {check.name: {"ok": check.ok, "detail": check.detail} for check in checks},
    }
    return body, 200 if fit else 503


@probes.get("/metrics")
@public
def measures() -> Response:
    """The measures of this process."""
    measure(context())
    return Response(metrics.exposition(), content_type=metrics.CONTENT_TYPE)
