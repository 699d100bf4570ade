"""Asking a service through the door."""

from typing import Any

from flask import Flask
from signed import Person

HERE = "/api/casework/participants"


def ask(app: Flask, person: Person | None, method: str = "GET", path: str = HERE, **rest: Any) -> Any:
    headers = (person.bearer if person else {}) | rest.pop("headers", {})
    return app.test_client().open(path, method=method, headers=headers, **rest)


def raw(app: Flask, person: Person, path: str, **environ: Any) -> Any:
    """A request whose address is not tidied by the test client."""
    given = {"RAW_PATH_INFO": path, "REQUEST_URI": path, "RAW_URI": path} | environ
    return app.test_client().get(HERE, headers=person.bearer, environ_overrides=given)
