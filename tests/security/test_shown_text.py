"""Whatever somebody typed is shown as they typed it, and does nothing: on every page, for every role.

The pages are the gateway's own; behind it stand the answers of a whole suite, but with markup, scripts and
expressions of templates added to every text that is no code, id or date.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID
from xml.etree.ElementTree import Element

import html5lib
import pytest
import requests
from at_the_door import Person as SignedIn
from flask import Flask
from operations import KNOWN_AS, WORDS
from suites import Performance

from demo.client import Person
from gateway.web.door import EXTENSION
from gateway.web.services import Answer

EVIL = (
    "\"'><x-evil onclick=alert(1)></textarea></title></select><script>alert(1)</script>"
    "{{7919*7907}}${7919*7907}"
)
CODE = re.compile(
    r"[a-z0-9_.:-]*|[0-9T:.Z+-]+|[A-Z]-[A-Z0-9]{4}-[A-Z0-9]{2}|https?://\S+|[A-Za-z0-9_=-]{40,}"
)
CLEANED = frozenset(("html", "body_html", "summary_html", "key", "next", "etag", "label"))
"""HTML that its service has cleaned (tests/community tries that), and keys that are no text."""
NAMES = KNOWN_AS | {"person_id": "amina", "job_id": "job"}
CAST = {
    "adviser": ("anwen", ("adviser", "champion")),
    "participant": ("amina", ("participant",)),
    "provider staff": ("cw-admin", ("provider staff", "organisation administrator")),
    "administrator": ("nb-admin", ("organisation administrator", "team leader")),
    "finance officer": ("farah", ("finance officer",)),
    "analyst": ("kofi", ("analyst",)),
    "moderator": ("mina", ("moderator", "champion", "adviser")),
    "operator": ("operator", ("operator",)),
}
X = "{http://www.w3.org/1999/xhtml}"


class Tampering:
    """The services of a real suite, asked as one of the cast, with evil in all that they say."""

    def __init__(self, base: str, person: Person) -> None:
        self.base, self.person = base, person

    def knows(self, service: str) -> bool:
        """All of them are there."""
        return True

    def ask(self, service: str, method: str, path: str, *, query: Any = None, **rest: Any) -> Answer:
        """A question is asked; nothing is done."""
        if method != "GET":
            return Answer(405)
        given = {name: value for name, value in (query or {}).items() if value is not None}
        if self.person.token is None:
            self.person.sign_in()
        found = requests.get(
            f"{self.base}/api/{service}{path}",
            params=given,
            headers={"Authorization": f"Bearer {self.person.token}"},
            timeout=20,
        )
        answer = Answer(found.status_code, {"Content-Type": "application/json"}, found.content)
        if found.ok and "json" in found.headers["Content-Type"]:
            answer.__dict__["body"] = tampered(found.json())
        return answer


def tampered(part: Any, key: str = "") -> Any:
    """The same with evil at the end of every text."""
    if isinstance(part, dict):
        return {name: tampered(value, name) for name, value in part.items()}
    if isinstance(part, list):
        return [tampered(value, key) for value in part]
    is_text = isinstance(part, str) and key not in CLEANED and not CODE.fullmatch(part)
    return part + EVIL if is_text else part


def pages(app: Flask, ids: dict[str, str]) -> Iterator[str]:
    """The address of every page that shows something."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and not rule.rule.startswith("/static"):
            known = {**WORDS, **ids}
            parts = {name: known.get(NAMES.get(name, name.removesuffix("_id"))) for name in rule.arguments}
            if all(parts.values()):
                pieces = re.split(r"<(?:\w+:)?(\w+)>", rule.rule)
                yield "".join(str(parts[each]) if odd % 2 else each for odd, each in enumerate(pieces))


@pytest.mark.parametrize("role", CAST)
def test_no_text_of_anybody_runs_on_any_page(
    played: Performance,
    app: Flask,
    signed_in: Callable[..., SignedIn],
    monkeypatch: pytest.MonkeyPatch,
    role: str,
) -> None:
    stage = played.stage
    key, roles = CAST[role]
    person = stage.operator if key == "operator" else stage[key]
    me = person.get("/api/me")
    org = UUID(me["organisation_id"]) if me["organisation_id"] else None
    own = UUID(me["person_id"]) if me["person_id"] else None
    visitor = signed_in(*roles, org=org, person_id=own, name=f"Anwen{EVIL}"[:200])
    monkeypatch.setattr(app.extensions[EXTENSION], "services", Tampering(stage.base, person))
    shown, amiss = 0, []
    for address in pages(app, stage.ids):
        answer = visitor.browser.get(address)
        if answer.mimetype != "text/html":
            continue
        text = answer.get_data(as_text=True)
        shown += "&lt;x-evil" in text
        amiss += [f"{address}: {each}" for each in found_in(text)]
    assert not amiss, "\n".join(amiss)
    assert shown > 3, "evil is nowhere to be seen: the test proves nothing"


def found_in(text: str) -> list[str]:
    """What runs in this page, or came in as markup."""
    tree: Element = html5lib.parse(text)
    wrong = ["an expression was worked out"] if "62615533" in text else []
    for element in tree.iter():
        if element.tag in (f"{X}x-evil", f"{X}script"):
            wrong.append(f"an element: {element.tag}")
        for name, value in element.attrib.items():
            plain = value.strip().lower()
            if name.startswith("on") or plain.startswith(("javascript:", "data:", "vbscript:")):
                wrong.append(f"{element.tag} {name}={value[:60]}")
    return wrong


@pytest.mark.parametrize(
    "planted",
    [
        "<p><x-evil>",
        "<p onclick=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<script>1</script>",
        "<p>62615533",
    ],
)
def test_what_runs_would_be_found(planted: str) -> None:
    assert found_in(f"<!doctype html><title>x</title>{planted}")
