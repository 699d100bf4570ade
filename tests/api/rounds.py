"""Goes round the whole API: first each deed once, then every question as every role."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from callers import ROLES, Callers
from schemathesis.core.failures import FailureGroup
from schemathesis.schemas import APIOperation
from steps import Found, Step, Valid
from valid_requests import PARTS

from demo.client import NeverHappened, until

Operation = APIOperation[Any, Any, Any, Any]

KNOWN_AS = {
    "participant_id": "amina",
    "appointment_id": "appointment amina",
    "plan_id": "plan amina",
    "action_id": "plan amina school",
    "referral_id": "referral amina clearwater",
    "offer_id": "offer clearwater",
    "organisation_id": "clearwater",
    "thread_id": "thread amina",
    "reply_id": "reply mina",
    "article_id": "article mina",
    "application_id": "application amina",
    "spell_id": "job",
    "slug": "space",
    "kind": "reaction",
    "adviser_id": "tomasz",
}
"""Under which name something real is kept, where a path parameter is not simply called that."""
WORDS = {
    "space": "participants",
    "reaction": "helpful",
    "code": "appointment-reminder",
    "metric": "people-registered",
    "number": "1",
    "example": "people",
}
NOTHING = "00000000-0000-7000-8000-000000000000"
"""The id of nothing: what stands for something that was not made."""
LISTS = {"casework": "barriers", "marketplace": "categories", "community": "reasons"}
"""A reference list of each service that has any."""
NEEDED = {"metric": "people-registered", "q": "school"}
"""What a question cannot be asked without."""


@dataclass(frozen=True)
class Deed:
    """What was done once, with the ids and the words of that time."""

    label: str
    parameters: dict[str, str]
    body: Any


@dataclass
class Rounds:
    """What came of it: the operations that did something, and all that was not as it should be."""

    reached: set[str] = field(default_factory=set)
    amiss: list[str] = field(default_factory=list)
    deeds: dict[str, Deed] = field(default_factory=dict)
    """The last of each operation that ended well."""

    def tried(self, callers: Callers, case: Any, who: str | None) -> Any:
        """Send it; a response that breaks the document is noted, and the round goes on."""
        try:
            answer = callers.send(case, who)
        except (AssertionError, FailureGroup) as failure:
            self.amiss.append(f"{case.operation.label} as {who}: {failure}")
            return None
        if answer.status_code < 300:
            self.reached.add(case.operation.label)
        return answer


def go(callers: Callers) -> Rounds:
    """Every deed, then every question."""
    rounds = Rounds()
    callers.ids |= WORDS
    for part in PARTS:
        try:
            _play(rounds, callers, part)
        except (NeverHappened, LookupError) as stuck:
            rounds.amiss.append(f"{part.__name__} stopped: {stuck!r}")
    for operation in callers.operations:
        if operation.method == "get":
            for who in ROLES.values():
                rounds.tried(callers, question(operation, callers.ids), who)
    return rounds


def _play(rounds: Rounds, callers: Callers, part: Callable[[], Iterable[Step]]) -> None:
    for step in part():
        if isinstance(step, Found):
            callers.ids[step.name] = _awaited(step, callers)
        else:
            _do(rounds, callers, step)


def _awaited(found: Found, callers: Callers) -> str:
    return until(lambda: found.look(callers.stage, callers.ids), found.name, within=15)


def question(operation: Operation, ids: dict[str, str]) -> Any:
    """A GET of something real, with no more than what has to be said."""
    needed = {p.name: NEEDED[p.name] for p in operation.query if p.is_required}
    return operation.Case(path_parameters=real(operation, ids), query=needed)


def real(operation: Operation, ids: dict[str, str]) -> dict[str, str]:
    """Something real for each path parameter of an operation."""
    names = re.findall(r"{(\w+)}", operation.path)
    return {name: _real(operation, name, ids) for name in names}


def _real(operation: Operation, name: str, ids: dict[str, str]) -> str:
    if "/import-examples/" in operation.path:
        return WORDS["example"]
    if name == "name":
        return LISTS.get(operation.path.split("/")[2], "lists")
    return known_as(name, ids)


def known_as(name: str, ids: dict[str, str]) -> str:
    """The id of what a path parameter of this name means here; that of nothing, where nothing was made."""
    return ids.get(KNOWN_AS.get(name, name.removesuffix("_id")), NOTHING)


def _do(rounds: Rounds, callers: Callers, step: Valid) -> None:
    operation, named = _operation(callers, step.call)
    parameters = dict(zip(real(operation, callers.ids), map(callers.ids.get, named), strict=True))
    headers = {"Idempotency-Key": str(uuid4())}
    if step.edits:
        shown = callers.schema[operation.path]["GET"].Case(path_parameters=parameters)
        headers["If-Match"] = callers.send(shown, step.who).headers["etag"][0]
    parts = {"path_parameters": parameters, "headers": headers}
    if step.body is not None or operation.body:
        parts |= {"body": _filled(step.body or {}, callers.ids), "media_type": "application/json"}
    answer = rounds.tried(callers, operation.Case(**parts), step.who)
    if answer is not None and answer.status_code >= 300:
        rounds.amiss.append(f"{step.call} as {step.who}: {answer.status_code} {answer.text}")
    elif answer is not None:
        rounds.deeds[operation.label] = Deed(operation.label, parameters, parts.get("body"))
        told = answer.json() if step.keep else {}
        if missing := set(step.keep.values()) - set(told):
            raise LookupError(f"{step.call} answers without {missing}: {told}")
        callers.ids |= {name: told[part] for name, part in step.keep.items()}


def _operation(callers: Callers, call: str) -> tuple[Operation, list[str]]:
    """The operation of this shape, and the names that stand in it."""
    method, path = call.split(" ")
    shape = re.sub(r"{[^}]+}", "{}", path)
    for operation in callers.operations:
        if operation.method.upper() == method and re.sub(r"{[^}]+}", "{}", operation.path) == shape:
            return operation, re.findall(r"{([^}]+)}", path)
    raise LookupError(f"The document has no {call}.")


def _filled(part: Any, ids: dict[str, str]) -> Any:
    if isinstance(part, dict):
        return {name: _filled(value, ids) for name, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, ids) for value in part]
    return part.format_map(ids) if isinstance(part, str) else part
