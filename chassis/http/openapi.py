"""What the OpenAPI document says of each operation beyond its own schemas."""

from copy import deepcopy
from http import HTTPStatus
from typing import Any

import flask_smorest
from apispec.ext.marshmallow import resolver
from flask_smorest.utils import prepare_response

from chassis.http import errors
from chassis.http.access import Access
from chassis.http.idempotency import MAXIMUM, PATTERN
from chassis.http.schemas import ProblemSchema

SECURITY_SCHEME = "token"
UNSAFE = frozenset(("post", "put", "patch", "delete"))

IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Any text of your own that names this one attempt. Send it again with the same body and "
    "you get the first answer again, and nothing is done twice.",
    "schema": {"type": "string", "minLength": 1, "maxLength": MAXIMUM, "pattern": PATTERN},
}


class Api(flask_smorest.Api):  # type: ignore[misc]  # flask-smorest has no types
    """One service's document; errors are problems in it, as they are on the wire."""

    ERROR_SCHEMA = ProblemSchema

    def _register_pagination_header(self) -> None:
        """Our pages carry their cursor in the body."""

    def _register_error_handlers(self) -> None:
        errors.register(self._app)

    def _register_responses(self) -> None:
        """A named response for each status, and one for all that is not documented."""
        for status in HTTPStatus:
            response: dict[str, Any] = {"description": status.phrase}
            if status >= 400:
                response["schema"] = ProblemSchema
                prepare_response(response, self.spec, errors.PROBLEM_JSON)
            self.spec.components.response(status.name, response, lazy=True)
        other = {"description": "Whatever else can be wrong", "schema": ProblemSchema}
        prepare_response(other, self.spec, errors.PROBLEM_JSON)
        self.spec.components.response(self.DEFAULT_ERROR_RESPONSE_NAME, other, lazy=True)


def schema_name(schema: Any) -> str:
    """A schema's name in the document: `PlanSchema` is Plan, and `PlanSchema(partial=True)` is PlanChange."""
    name: str = resolver(schema)
    return f"{name}Change" if getattr(schema, "partial", None) is True else name


def complete(doc: dict[str, Any], doc_info: dict[str, Any], *, method: str, **_: Any) -> dict[str, Any]:
    """Add to an operation who may call it, its id, its key header and what it may refuse."""
    access: Access | None = doc_info["access"]
    is_public = access is None or access.is_public
    doc["operationId"] = doc_info["operation_id"]
    doc["security"] = [] if is_public else [{SECURITY_SCHEME: []}]
    if access is not None and access.roles:
        doc["x-roles"] = sorted(access.roles)
    if method in UNSAFE:
        doc.setdefault("parameters", []).append(deepcopy(IDEMPOTENCY_KEY))
    responses = doc.setdefault("responses", {})
    for status in _refusals(method, is_public):
        responses.setdefault(status, HTTPStatus(status).name)
    return doc


def _refusals(method: str, is_public: bool) -> list[int]:
    statuses = [400, 404] if is_public else [400, 401, 403, 404]
    return [*statuses, 409, 413, 415, 422] if method in UNSAFE else statuses
