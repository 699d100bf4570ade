"""A form without scripts: what was typed, what was wrong with it, and the key that makes it happen once."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from flask import request

from chassis.http.words import BODY
from chassis.ids import new_id
from gateway.web import kept
from gateway.web.frame import typed
from gateway.web.frame.advice import EMPTY, Kind, Placed, readable, said
from gateway.web.frame.asking import Answered, ask
from gateway.web.frame.problem import ServiceProblem

KEY = "idempotency_key"
VERSION = "version"
TOO_OLD = "This page was open too long, so nothing was sent. Look at it once more, and send it again."


class Form:
    """The form of one page. `sent` says whether it was posted; afterwards a refusal makes it shown again."""

    def __init__(self, sent: bool, given: Mapping[str, list[str]]) -> None:
        self.sent = sent
        self.problem: ServiceProblem | None = None
        self._given = given
        self._start: dict[str, Any] = {}
        self._placed: dict[str, Placed] = {}
        self._groups: dict[str, str] = {}
        self.key = self._first(KEY) or str(new_id())
        self.version = self._first(VERSION)

    @classmethod
    def of_request(cls) -> "Form":
        """The form of the request that is being answered."""
        given = {name: request.form.getlist(name) for name in request.form if name != kept.SHOW_AGAIN}
        form = cls(request.method == "POST" and not kept.is_shown_again(), given)
        if kept.is_too_old():
            form.problem = ServiceProblem(HTTPStatus.FORBIDDEN, code="page-too-old", detail=TOO_OLD)
        return form

    def starts_with(self, values: Mapping[str, Any]) -> None:
        """What the fields hold before anybody types; a date is an ISO string, many choices are a list."""
        self._start.update(values)

    def edits(self, answered: Answered) -> None:
        """Begin with what is there now, and send its version back, so that nobody's change is overwritten."""
        self.starts_with(answered.body)
        self.version = self.version or answered.etag

    # What was typed, as the services want it

    def text(self, name: str) -> str | None:
        """The text without blanks around it, its lines ended as programs end them; None for nothing."""
        return (self._first(name) or "").replace("\r\n", "\n").strip() or None

    def many(self, name: str) -> list[str]:
        """All that were ticked."""
        return [value for value in self._given.get(name, []) if value]

    def flag(self, name: str) -> bool:
        """Whether a single box was ticked, or the answer was yes."""
        return (self._first(name) or "").casefold() in ("yes", "true", "on", "1")

    def date(self, name: str) -> str | None:
        """A date of three fields as ISO 8601; one that is no date goes on as typed, for the service to
        refuse.
        """
        return typed.iso_date(*(self._first(f"{name}-{part}") for part in typed.DATE_PARTS))

    def moment(self, name: str) -> str | None:
        """A date of three fields and a time (`name-time`, as 09:30), in the instance's own zone, as ISO
        8601.
        """
        return typed.iso_moment(self.date(name), self.text(f"{name}-time"))

    def number(self, name: str) -> int | str | None:
        """A whole number; what is none goes on as typed, for the service to refuse."""
        return typed.whole_number(self.text(name))

    def pence(self, name: str) -> int | str | None:
        """Pounds as typed (`1,250.50`) in pence; what is no money goes on as typed."""
        return typed.pence(self.text(name))

    def send(
        self, service: str, method: str, path: str, json: Mapping[str, Any], *, acting_for: Any = None
    ) -> Any:
        """Send what was typed, once; fields that are None are left out. A refusal shows the form again.

        `acting_for` is the id of the person whose word it is, where an adviser lends them a hand.
        """
        body = {name: value for name, value in json.items() if value is not None}
        return ask(
            service, method, path, json=body, key=self.key, version=self.version, acting_for=acting_for
        )

    # What the fields show

    def value(self, name: str) -> str:
        """What a field shows: what was typed, else what the form started with."""
        return (self._first(name) or "") if name in self._given else _shown(self._start.get(name))

    def holds(self, name: str, choice: str) -> bool:
        """Whether a choice is ticked."""
        if self._given:
            return choice in self._given.get(name, [])
        start = self._start.get(name)
        held = start if isinstance(start, list | tuple) else [start]
        return choice in [_shown(each) for each in held]

    def date_parts(self, name: str) -> dict[str, str]:
        """Day, month and year of a date field."""
        if any(f"{name}-{part}" in self._given for part in typed.DATE_PARTS):
            return {part: self._first(f"{name}-{part}") or "" for part in typed.DATE_PARTS}
        return typed.parts_of(_shown(self._start.get(name)))

    # What was wrong

    def call_group(self, start: str, label: str) -> None:
        """What is said before the names of fields that begin with `start` and a dot, where rows are alike."""
        self._groups[start] = label

    def refuse(self, problem: ServiceProblem) -> None:
        """Show the form again, with what a service said about it."""
        self.problem, self.sent = problem, False
        if problem.nothing_happened:
            self.key = str(new_id())

    def errors(self, name: str, label: Any = "", kind: Kind = "text") -> list[str]:
        """What to do about a field. It is now on the page, so that the summary can name it and lead to it."""
        group = self._groups.get(name.rpartition(".")[0])
        self._placed[name] = Placed(f"{group}, {label}" if group else str(label), kind)
        return [said(line, kind) for line in self.problem.errors.get(name, [])] if self.problem else []

    def summary(self) -> Iterator[tuple[str | None, str, str]]:
        """Each thing to mend: the field that it is about, if that is on the page, what follows the field's id
        in the id of its first box, and the words, with the field's name first.
        """
        if self.problem is None:
            return
        for name, lines in self.problem.errors.items():
            field = self._placed.get(name)
            for line in lines:
                words = field or Placed(readable(name) if line == EMPTY and name != BODY else "")
                yield (name if field else None), words.first_box, words.named(said(line, words.kind))
        if not self.problem.errors:
            yield None, "", said(self.problem.detail)

    def _first(self, name: str) -> str | None:
        values = self._given.get(name)
        return values[0] if values else None


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
