"""One OpenAPI document of all services: each one's paths under its own prefix, each component under its
own name.
"""

import json
import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from chassis.health import release
from gateway.web import acting

Document = dict[str, Any]

VERSION = "3.1.0"
SHARED = frozenset(("Problem", "ProblemSchema"))
"""Schemas that are the same in every service, and so keep their one name."""
UNSEEN = ("/health", "/metrics", "/openapi.json", "/ops")
SCHEME = "session"
KINDS = ("schemas", "responses", "parameters", "headers")
"""The components to which an operation can refer."""
_METHODS = frozenset(("get", "put", "post", "delete", "patch", "head"))


def merged(documents: Mapping[str, tuple[str, Document]]) -> Document:
    """The documents of services, by name, each with the prefix under which its paths are served."""
    whole: Document = {
        "openapi": VERSION,
        "info": {"title": "Workstead", "version": release()["version"], "description": ABOUT},
        "tags": [],
        "paths": {},
        "components": {kind: {} for kind in KINDS} | {"securitySchemes": {SCHEME: SECURITY}},
    }
    whole["components"]["parameters"][acting.PARAMETER] = acting.DOCUMENT
    for service, (prefix, document) in documents.items():
        _add(whole, service, prefix, _renamed(document, service))
    return _without_unused(whole)


ABOUT = (
    "Sign in at /api/sessions and send the token as `Authorization: Bearer …`. Lists are "
    '`{"items": […], "next": cursor}`. Refusals are `application/problem+json`. Send an `Idempotency-Key` '
    "with each POST, so that sending it again does nothing twice."
)
SECURITY = {"type": "http", "scheme": "bearer", "description": "The token of a session."}


def _add(whole: Document, service: str, prefix: str, document: Document) -> None:
    tags = [{**tag, "name": f"{service}: {tag['name']}"} for tag in document.get("tags", [])]
    whole["tags"] += tags
    for path, item in document.get("paths", {}).items():
        if path.startswith(UNSEEN):
            continue
        whole["paths"][f"{prefix}{path}"] = {
            method: _operation(operation, service) if method in _METHODS else operation
            for method, operation in item.items()
        }
    for kind in KINDS:
        whole["components"][kind] |= document.get("components", {}).get(kind, {})


def _without_unused(whole: Document) -> Document:
    """Only the components and tags to which a path leads: not those of operations that are left out."""
    reached: set[str] = set()
    ahead = _references(whole["paths"])
    while ahead:
        reached |= ahead
        parts = (_at(whole, pointer) for pointer in ahead)
        ahead = {pointer for part in parts for pointer in _references(part)} - reached
    for kind in KINDS:
        kept = {n: p for n, p in whole["components"][kind].items() if f"#/components/{kind}/{n}" in reached}
        whole["components"][kind] = kept
    used = {t for item in whole["paths"].values() for op in item.values() if "tags" in op for t in op["tags"]}
    whole["tags"] = [tag for tag in whole["tags"] if tag["name"] in used]
    return whole


def _references(part: Any) -> set[str]:
    return set(re.findall(r'"\$ref": "(#/components/[^"]+)"', json.dumps(part)))


def _at(whole: Document, pointer: str) -> Any:
    _, components, kind, name = pointer.split("/", 3)
    return whole[components].get(kind, {}).get(name)


def _operation(operation: Document, service: str) -> Document:
    seen = dict(operation)
    seen["operationId"] = f"{service}.{operation.get('operationId', '')}"
    seen["tags"] = [f"{service}: {tag}" for tag in operation.get("tags", [])]
    if acting.may_be_said(service, operation):
        reference = {"$ref": f"#/components/parameters/{acting.PARAMETER}"}
        seen["parameters"] = [*operation.get("parameters", ()), reference]
    if "security" in operation:
        seen["security"] = [{SCHEME: []}] if operation["security"] else []
    return seen


def _renamed(document: Document, service: str) -> Document:
    """The document with each component under a name that no other service uses."""
    components = document.get("components", {})
    text = json.dumps(document)
    names = {}
    for kind in KINDS:
        for name in components.get(kind, {}):
            new = name if name in SHARED else f"{service.capitalize()}.{name}"
            names[f"#/components/{kind}/{name}"] = f"#/components/{kind}/{new}"
    text = re.sub(r'"(#/components/[^"]+)"', lambda match: f'"{names.get(match[1], match[1])}"', text)
    renamed: Document = json.loads(text)
    for kind in KINDS:
        own = renamed.get("components", {}).get(kind, {})
        renamed.setdefault("components", {})[kind] = {
            names[f"#/components/{kind}/{name}"].rsplit("/", 1)[1]: deepcopy(part)
            for name, part in own.items()
        }
    return renamed
