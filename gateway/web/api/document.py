"""`/api/openapi.json`: what the whole instance can be asked, gathered from its services."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Blueprint, Response

from chassis.actor import ANONYMOUS
from chassis.http import public
from chassis.problems import Problem
from gateway.web.api.routes import ELSEWHERE, SERVICES
from gateway.web.door import door
from gateway.web.openapi import Document, merged

document = Blueprint("whole_document", __name__)
KEPT_FOR = 30.0
"""Seconds: a service that was away is soon in it."""
PATIENCE = 3.0


@document.get("/api/openapi.json")
@public
def openapi() -> Response:
    """The merged document."""
    return Response(json.dumps(whole()), mimetype="application/json")


def whole() -> Document:
    """The merged document of whichever services answer now; kept for a moment."""
    kept = door().documents
    if not kept or kept[0][0] < time.monotonic():
        kept[:] = [(time.monotonic() + KEPT_FOR, _gathered())]
    return kept[0][1]


def _gathered() -> Document:
    at = door()
    with ThreadPoolExecutor(max_workers=len(SERVICES) + len(ELSEWHERE)) as pool:
        asked = {name: pool.submit(_of, at.services, name) for name in (*SERVICES, "exchange")}
        answers = {name: future.result() for name, future in asked.items()}
    found = {"gateway": ("", at.own_document())}
    for name, answer in answers.items():
        if answer is not None:
            found[name] = ("/api" if name == "exchange" else f"/api/{name}", answer)
    return merged(found)


def _of(services: Any, name: str) -> Document | None:
    try:
        answer = services.ask(name, "GET", "/openapi.json", actor=ANONYMOUS, timeout=PATIENCE)
        return answer.body if answer.status == 200 and isinstance(answer.body, dict) else None
    except (Problem, ValueError):
        return None
