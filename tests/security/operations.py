"""Every operation of the whole API, read from its own document, with real ids of the journey."""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from suites import Performance

from demo.client import Person

sys.path.append(str(Path(__file__).parents[1] / "api"))

from rounds import KNOWN_AS, LISTS, NOTHING, WORDS

Document = dict[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")
SIGNS = ("/api/sessions", "/api/me/organisation")
"""After these whoever asks may be signed out, or be somebody else."""


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked."""

    method: str
    path: str
    said: Mapping[str, Any]

    @property
    def label(self) -> str:
        """POST /api/…"""
        return f"{self.method} {self.path}"

    @property
    def service(self) -> str:
        """Who answers it."""
        return self.path.split("/")[2]

    @property
    def names(self) -> list[str]:
        """The parameters of the path."""
        return re.findall(r"{(\w+)}", self.path)

    def query(self) -> list[Mapping[str, Any]]:
        """The parameters of the query."""
        return [each for each in self.said.get("parameters", []) if each.get("in") == "query"]

    def body(self, document: Document) -> Mapping[str, Any] | None:
        """The schema of the JSON body, if there is one."""
        content = self.said.get("requestBody", {}).get("content", {}).get("application/json")
        return resolved(content["schema"], document) if content else None

    def at(self, ids: Mapping[str, str]) -> str:
        """The path with something real in it, as far as the journey made any."""
        return self.path.format_map({name: self._real(name, ids) for name in self.names})

    def nowhere(self) -> str:
        """The path with ids of nothing in it, and words that are real."""
        return self.path.format_map({name: self._real(name, {}) for name in self.names})

    def _real(self, name: str, ids: Mapping[str, str]) -> str:
        if name == "name":
            return LISTS.get(self.service, "lists")
        known = KNOWN_AS.get(name, name.removesuffix("_id"))
        return {**WORDS, **ids}.get(known, NOTHING)


def document_of(performance: Performance) -> Document:
    """The document of the whole instance."""
    found: Document = requests.get(f"{performance.stage.base}/api/openapi.json", timeout=20).json()
    return found


def operations(document: Document) -> Iterator[Operation]:
    """All of them."""
    for path, methods in document["paths"].items():
        shared = methods.get("parameters", [])
        for method, said in methods.items():
            if method in METHODS:
                parameters = [resolved(each, document) for each in (*shared, *said.get("parameters", []))]
                yield Operation(method.upper(), path, said | {"parameters": parameters})


def resolved(part: Mapping[str, Any], document: Document) -> Mapping[str, Any]:
    """What a reference stands for."""
    while "$ref" in part:
        found: Any = document
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        part = found
    return part


def ask(person: Person | None, base: str, method: str, path: str, **options: Any) -> requests.Response:
    """Ask as somebody, and take the answer whatever it is."""
    headers = dict(options.pop("headers", {}))
    if person is not None:
        if person.token is None:
            person.sign_in()
        headers["Authorization"] = f"Bearer {person.token}"
    return requests.request(method, base + path, headers=headers, timeout=20, **options)
