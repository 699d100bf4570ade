"""Who calls the API: one of each role, and somebody who has not signed in."""

from http import HTTPStatus
from typing import Any

import requests
import schemathesis
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from demo.cast import STAFF
from demo.stage import Stage

ROLES = {
    "adviser": "anwen",
    "participant": "amina",
    "provider staff": "cw-admin",
    "organisation administrator": "nb-admin",
    "finance officer": "farah",
    "analyst": "kofi",
    "operator": "operator",
    "anonymous": None,
}
"""Each role of the proof, and who of the cast has it."""


def status_is_named(context: Any, response: Any, case: Case) -> None:
    """The status is in the document by its number: `default` alone tells a reader nothing."""
    named = case.operation.definition.raw["responses"]
    assert str(response.status_code) in named, f"{response.status_code} is not documented"


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    status_is_named,
    content_type_conformance,
    response_schema_conformance,
]
ENDS_SESSIONS = ("/api/sessions", "/api/me/organisation", "/api/accounts/")
"""Once these are done somebody may be signed out, or at work elsewhere."""


class Callers:
    """Sends cases of the instance's own document, each as somebody, and checks what comes back.

    A line that is too long is refused by the server before any of our code sees it (414, without a body).
    """

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.ids: dict[str, str] = dict(stage.ids)
        self.schema = schemathesis.openapi.from_url(f"{stage.base}/api/openapi.json")
        self.operations: list[APIOperation[Any, Any, Any, Any]] = [
            result.ok() for result in self.schema.get_all_operations()
        ]
        self.http = requests.Session()

    def send(self, case: Case, who: str | None) -> Response:
        """What the API answers to this person; fails if it is not as the document says."""
        headers = {"Authorization": f"Bearer {self._token(who)}"} if who else {}
        answer = case.call(session=self.http, headers=headers, timeout=20)
        if answer.status_code != HTTPStatus.REQUEST_URI_TOO_LONG:
            case.validate_response(answer, checks=CHECKS, headers=headers)
        if who and answer.status_code < 300 and case.operation.path.startswith(ENDS_SESSIONS):
            self._person(who).token = None
        return answer

    def admits(self, operation: APIOperation[Any, Any, Any, Any], role: str) -> bool:
        """Whether the document lets this one of the eight in, by any of the roles that they have."""
        described = operation.definition.raw
        if role == "anonymous":
            return described["security"] == []
        asked, who = described.get("x-roles"), ROLES[role]
        held = {role}.union(*(staff.roles for staff in STAFF if staff.key == who))
        return asked is None or not held.isdisjoint(asked)

    def _token(self, who: str) -> str:
        person = self._person(who)
        if person.token is None:
            person.sign_in()
        assert person.token
        return person.token

    def _person(self, who: str) -> Any:
        return self.stage.operator if who == "operator" else self.stage[who]
