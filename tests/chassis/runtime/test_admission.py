"""What the server says where there is no app to say it."""

import json
from typing import Any

import pytest

from chassis.runtime.admission import BUSY, refuse


def refused(accept: str) -> tuple[str, dict[str, str], str]:
    said: list[Any] = []
    body = b"".join(refuse({"HTTP_ACCEPT": accept}, lambda *given: said.extend(given), *BUSY))
    return said[0], dict(said[1]), body.decode()


@pytest.mark.parametrize("accept", ["application/json", "*/*", ""])
def test_a_program_is_told_in_json(accept: str):
    status, headers, body = refused(accept)
    assert status.startswith("503")
    assert headers["Content-Type"] == "application/problem+json"
    assert json.loads(body)["code"] == "busy"


def test_a_browser_is_shown_a_page():
    status, headers, body = refused("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
    assert status.startswith("503")
    assert headers["Content-Type"].startswith("text/html")
    assert headers["Retry-After"] == "1"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert body.count("<h1>") == 1
    assert "Try again in a moment." in body
