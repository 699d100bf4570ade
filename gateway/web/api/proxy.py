"""The way through to each service: what may pass, in which size, as whom; nothing else does, either way."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request

from chassis.http import public
from chassis.problems import BadRequest, NotFound, Problem
from gateway.domain.roles import OPERATOR
from gateway.web.acting import as_said
from gateway.web.api.routes import destination, raw_path_of
from gateway.web.door import door
from gateway.web.services import Answer
from gateway.web.visitor import visitor

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
SENT_ON = ("Accept", "Accept-Language", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match")
"""Of the asker's headers. Who asks, and from where, is for the gateway to say: no Authorization, Cookie,
Forwarded or X-Forwarded header of theirs is among these."""
SENT_BACK = (
    "Allow",
    "Cache-Control",
    "Content-Disposition",
    "Content-Language",
    "Content-Type",
    "ETag",
    "Last-Modified",
    "Retry-After",
    "Vary",
    "X-JWS-Signature",
)

FAILED = "workstead.failed"
"""In the environment of a request that the short way could not bring to its end: why."""
_SENT_ON = {
    name: name.upper().replace("-", "_")
    if name == "Content-Type"
    else f"HTTP_{name.upper().replace('-', '_')}"
    for name in SENT_ON
}

blueprint = Blueprint("proxy", __name__)


@blueprint.route("/api/<path:rest>", methods=METHODS, provide_automatic_options=False)
@public
def through(rest: str) -> Response:
    """Ask a service as the visitor, and hand back what it says."""
    if (failed := request.environ.get(FAILED)) is not None:
        raise failed
    check_framing()
    goal = destination(raw_path_of(request.environ), request.query_string.decode("latin-1"))
    if goal.for_operators and not visitor().has(OPERATOR):
        # To whoever does not run the instance, its workings are not there.
        raise NotFound("There is nothing at this address.")
    content = request.get_data(cache=False) or None
    answer = door().services.send(
        goal.service,
        request.method,
        goal.target,
        actor=as_said(visitor().actor, goal.service),
        headers=headers_on(request.environ),
        content=content,
    )
    return _handed_back(answer)


def check_framing() -> None:
    """Go on only with a body whose length is said once and plainly: what two readers could cut differently
    is how one request is hidden in another.
    """
    environ = request.environ
    if environ.get("HTTP_TRANSFER_ENCODING"):
        raise Length("Send the length of the body (Content-Length), and no Transfer-Encoding.")
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isascii() or not length.isdecimal():
        raise BadRequest("The length of the body cannot be read.", code="odd-length")


class Length(Problem):
    """The body's length has to be said beforehand."""

    status, code, title = 411, "length-required", "Say how long the body is"


def headers_on(environ: Mapping[str, Any]) -> dict[str, str]:
    """Those of the asker's headers that pass."""
    given = {name: environ[key] for name, key in _SENT_ON.items() if environ.get(key)}
    return {"Accept-Encoding": "identity"} | given


def headers_back(answer: Answer, path: str) -> dict[str, str]:
    """Those of a service's headers that pass. Its own failures pass as problems, or not at all."""
    headers = {name: value for name in SENT_BACK if (value := answer.header(name)) is not None}
    if (location := answer.header("Location")) is not None and location.startswith("/"):
        headers["Location"] = f"/api/{path.split('/')[2]}{location}"
    if answer.status >= 500 and "problem+json" not in headers.get("Content-Type", ""):
        raise Problem("A service went wrong here, and it is not your fault.", code="server-error", status=502)
    return headers


def _handed_back(answer: Answer) -> Response:
    return Response(answer.content, answer.status, headers_back(answer, request.path))
