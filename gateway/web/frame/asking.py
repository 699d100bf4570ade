"""How a page asks services: one for its substance, a few more beside it for its edges."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from threading import Thread
from typing import Any, Final
from uuid import UUID

from chassis.actor import Actor
from chassis.problems import Problem
from gateway.web.door import door
from gateway.web.frame.problem import ServiceProblem
from gateway.web.services import Answer, Services
from gateway.web.visitor import visitor

Query = Mapping[str, Any]


class Away:
    """Stands for an edge that did not answer in time. Templates ask `{% if messages is away %}`."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "AWAY"


AWAY: Final = Away()


@dataclass(frozen=True)
class Answered:
    """A body with the version of the thing that it shows, to be sent back when it is edited."""

    body: Any
    etag: str | None


@dataclass(frozen=True)
class Question:
    """A GET to be asked beside others."""

    service: str
    path: str
    query: Query = field(default_factory=dict)


def ask(
    service: str,
    method: str,
    path: str,
    *,
    json: Any = None,
    query: Query | None = None,
    key: str | None = None,
    version: str | None = None,
    acting_for: Any = None,
) -> Any:
    """The parsed body of a service's answer. Raises ServiceProblem on a refusal, or when it is away.

    `key` makes a POST happen once however often it is sent; `version` is the ETag of what was edited;
    `acting_for` is the id of the person who is with the visitor and whose word this is.
    """
    actor = visitor().actor
    if acting_for is not None:
        actor = replace(actor, acting_for=UUID(str(acting_for)))
    return _asked(service, method, path, actor, json=json, query=query, key=key, version=version).body


def fetch(service: str, path: str, *, query: Query | None = None) -> Answered:
    """GET with its ETag, for a form that edits what is shown: give the answer to `form.edits`."""
    return _asked(service, "GET", path, visitor().actor, query=query)


def ask_together(questions: Mapping[str, Question], *, each: float = 0.5) -> dict[str, Any]:
    """The bodies of several GETs made at once, with `each` seconds for each.

    One that fails or is late is AWAY; one that is not there or not for this visitor is None. Neither fails
    the page: `part.edge` says that it cannot be shown just now.
    """
    services, actor = door().services, visitor().actor
    found: dict[str, Any] = dict.fromkeys(questions, AWAY)

    def put(name: str, question: Question) -> None:
        found[name] = _edge(services, actor, question, each)

    threads = [Thread(target=put, args=item, daemon=True) for item in questions.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(each + 0.2)
    return dict(found)


def _asked(service: str, method: str, path: str, actor: Actor, **rest: Any) -> Answered:
    try:
        answer = door().services.ask(service, method, path, actor=actor, **rest)
    except Problem as away:
        raise ServiceProblem(away.status, code=away.code, title=away.title, detail=away.detail) from away
    if answer.status >= HTTPStatus.BAD_REQUEST:
        raise ServiceProblem.read(answer.status, _body_or_none(answer))
    return Answered(answer.body, answer.header("ETag"))


def _edge(services: Services, actor: Actor, question: Question, each: float) -> Any:
    try:
        answer = services.ask(
            question.service, "GET", question.path, actor=actor, query=question.query, timeout=each
        )
        if answer.status in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.UNAUTHORIZED):
            return None
        return answer.body if answer.status < HTTPStatus.BAD_REQUEST else AWAY
    except (Problem, ValueError):
        return AWAY


def _body_or_none(answer: Answer) -> Any:
    try:
        return answer.body
    except ValueError:
        return None
