"""A form without scripts: what was typed, what was wrong with it, and the key that makes it happen once."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from flask import request
from flask_babel import gettext

from chassis.ids import new_id
from gateway.web.frame import typed
from gateway.web.frame.asking import Answered, ask
from gateway.web.frame.problem import ServiceProblem
from gateway.web.shown import day

KEY = "idempotency_key"
VERSION = "version"
LISTS_CODES = ("Choose one of: ", "Choose only from: ")
ISO_DATE = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")


class Form:
    """The form of one page. `sent` says whether it was posted; afterwards a refusal makes it shown again."""

    def __init__(self, sent: bool, given: Mapping[str, list[str]]) -> None:
        self.sent = sent
        self.problem: ServiceProblem | None = None
        self._given = given
        self._start: dict[str, Any] = {}
        self._placed: set[str] = set()
        self.key = self._first(KEY) or str(new_id())
        self.version = self._first(VERSION)

    @classmethod
    def of_request(cls) -> "Form":
        """The form of the request that is being answered."""
        return cls(request.method == "POST", {name: request.form.getlist(name) for name in request.form})

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

    def send(self, service: str, method: str, path: str, json: Mapping[str, Any]) -> Any:
        """Send what was typed, once; fields that are None are left out. A refusal shows the form again."""
        body = {name: value for name, value in json.items() if value is not None}
        return ask(service, method, path, json=body, key=self.key, version=self.version)

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

    def refuse(self, problem: ServiceProblem) -> None:
        """Show the form again, with what a service said about it."""
        self.problem, self.sent = problem, False
        if problem.nothing_happened:
            self.key = str(new_id())

    def errors(self, name: str) -> list[str]:
        """What to do about a field; the field is now on the page, so the summary can lead to it."""
        self._placed.add(name)
        return [_said(line) for line in self.problem.errors.get(name, [])] if self.problem else []

    def summary(self) -> Iterator[tuple[str | None, str]]:
        """Each thing to mend, with the field that it is about, if that is on the page."""
        if self.problem is None:
            return
        for name, lines in self.problem.errors.items():
            for line in lines:
                yield (name if name in self._placed else None), _said(line)
        if not self.problem.errors:
            yield None, _said(self.problem.detail)

    def _first(self, name: str) -> str | None:
        values = self._given.get(name)
        return values[0] if values else None


def _said(line: str) -> str:
    """A service's advice as a form says it: no codes, whose words are at the field, and dates in words."""
    if line.startswith(LISTS_CODES):
        return gettext("Choose from the answers here.")
    try:
        return ISO_DATE.sub(lambda found: day(found[0]), gettext(line))
    except ValueError:
        return gettext(line)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
