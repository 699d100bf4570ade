"""Words for codes, from each service's own reference lists; kept a few minutes, for they change by
release.
"""

import time
from collections.abc import Mapping
from typing import Any

from flask_babel import get_locale

from gateway.web.door import door
from gateway.web.frame.asking import ask
from gateway.web.frame.problem import ServiceProblem

KEPT_FOR = 300.0
"""Seconds."""


def label(service: str, name: str, code: str | None) -> str:
    """What a person reads for a code of that list; the code itself, made readable, where none is known."""
    if not code:
        return ""
    return dict(_words(service, name)).get(code, code.replace("-", " ").replace("_", " ").capitalize())


def choices(service: str, name: str) -> list[tuple[str, str]]:
    """Each code in use of that list with its words, in the list's own order: for radios, checkboxes,
    select.
    """
    return _words(service, name, in_use=True)


def _words(service: str, name: str, *, in_use: bool = False) -> list[tuple[str, str]]:
    try:
        items = _list(service, name)
    except ServiceProblem:
        return []
    return [
        (str(item["code"]), _in_language(item)) for item in items if not in_use or not item.get("retired_on")
    ]


def _in_language(item: Mapping[str, Any]) -> str:
    words = item.get("label", item["code"])
    if not isinstance(words, Mapping):
        return str(words)
    return str(words.get(str(get_locale())[:2]) or words.get("en") or item["code"])


def _list(service: str, name: str) -> list[Mapping[str, Any]]:
    kept = door().codes
    found = kept.get((service, name))
    if found is None or found[0] < time.monotonic():
        body = ask(service, "GET", f"/reference/{name}")
        items = body["items"] if isinstance(body, Mapping) else body
        found = kept[service, name] = (time.monotonic() + KEPT_FOR, items)
    return found[1]
