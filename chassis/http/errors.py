"""Every refusal leaves as `application/problem+json` (RFC 9457) in plain words, and never as a traceback."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from flask import Flask, Response
from marshmallow import ValidationError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from werkzeug.exceptions import HTTPException

from chassis.http.current import correlation_id
from chassis.http.refusals import as_problem
from chassis.http.words import by_field
from chassis.problems import Problem, Unprocessable

PROBLEM_JSON = "application/problem+json"
log = structlog.get_logger(__name__)

IN_WORDS: Mapping[int, tuple[str, str, str]] = {
    400: ("bad-request", "The request cannot be read", "Look at what you sent and send it again."),
    404: ("not-found", "There is nothing here", "There is nothing at this address."),
    405: ("method-not-allowed", "This cannot be done here", "This address does not do that."),
    406: ("not-acceptable", "Not in this form", "This cannot be sent in the form that you ask for."),
    408: ("too-slow", "This took too long", "It took too long to arrive. Send it again."),
    412: ("out-of-date", "This has changed since you read it", "Read it again, then make your change."),
    413: ("too-large", "This is too large", "Send less at once."),
    414: ("address-too-long", "This address is too long", "Ask with fewer or shorter words."),
    415: ("unsupported-media-type", "This is not JSON", "Send JSON with Content-Type: application/json."),
    428: ("precondition-required", "Say what you read", "Send the ETag of the version you read in If-Match."),
}
"""Code, title and detail of what Flask refuses by itself."""


def register(app: Flask) -> None:
    """Answer whatever a view raises."""
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(Exception, answer_any)


def answer_any(error: Exception) -> Response:
    """The answer to any exception: one that explains itself says how, all others are ours to mend."""
    if isinstance(error, ValidationError):
        return answer(invalid(by_field(error.messages)))
    if (problem := as_problem(error)) is not None:
        return answer(problem)
    if isinstance(error, DBAPIError | SQLAlchemyError):
        # The text of a database error quotes the values, which may be somebody's: log its kind alone.
        log.error("request failed in the database", error=type(error).__name__, code=error.code)
    else:
        log.error("request failed", exc_info=error)
    return answer(
        Problem(
            "Something went wrong here, and it is not your fault. Try again in a few minutes.",
            code="server-error",
        )
    )


def answer_http(error: HTTPException) -> Response:
    """The answer to what Flask, Werkzeug or the parser of arguments refuses."""
    if error.response is not None:
        return _as_flask(error.get_response())
    status = error.code or 500
    if status < 400:
        return _as_flask(error.get_response())
    data: Mapping[str, Any] = getattr(error, "data", None) or {}
    if status == HTTPStatus.UNPROCESSABLE_ENTITY and "messages" in data:
        return answer(invalid(by_field(data["messages"])))
    name = HTTPStatus(status)
    code, title, detail = IN_WORDS.get(status, (name.name.lower().replace("_", "-"), name.phrase, ""))
    return answer(Problem(detail, code=code, status=status, title=title), _headers_of(error))


def invalid(errors: Mapping[str, list[str]]) -> Problem:
    """The request can be read, but some of its fields need to be changed."""
    detail = f"Look at: {', '.join(errors)}." if errors else "Look at what you sent."
    return Unprocessable(detail, code="invalid", title="Some answers need another look", errors=errors)


def answer(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """A problem as a response."""
    body: dict[str, Any] = {
        "type": f"urn:workstead:problem:{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
    }
    if problem.errors:
        body["errors"] = problem.errors
    if identifier := correlation_id():
        body["correlation_id"] = identifier
    response = Response(json.dumps(body, ensure_ascii=False), problem.status, mimetype=PROBLEM_JSON)
    response.headers.update(headers or {})
    if problem.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    if problem.status in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS):
        response.headers.setdefault("Retry-After", "1")
    return response


def _headers_of(error: HTTPException) -> dict[str, str]:
    wanted = ("Allow", "Retry-After")
    return {name: value for name, value in error.get_headers() if name in wanted}


def _as_flask(response: Any) -> Response:
    return Response(response.get_data(), response.status, response.headers)
