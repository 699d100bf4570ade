"""The API reference, as pages to read: what there is, and then each part."""

from typing import Any

from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from gateway.web.api.document import whole
from gateway.web.frame import PUBLIC, Area, show
from gateway.web.openapi import Document

area = Area("reference", __name__)

METHODS = ("get", "post", "patch", "put", "delete")


@area.page("/reference", roles=PUBLIC)
def reference() -> ResponseReturnValue:
    """How to ask, and which parts there are."""
    document = whole()
    parts = [(slug, tag, len(found)) for slug, (tag, found) in sorted(_parts(document).items())]
    return show("reference_pages/reference.html", parts=parts, version=document["info"]["version"])


@area.page("/reference/<slug>", roles=PUBLIC)
def part(slug: str) -> ResponseReturnValue:
    """Every operation of one part: address, who may, what goes in, what comes out."""
    document = whole()
    tag, found = _parts(document).get(slug, (None, []))
    if tag is None:
        raise NotFound
    operations = [_operation(document, path, method) for path, method in found]
    return show("reference_pages/part.html", tag=tag, operations=operations)


def _parts(document: Document) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    parts: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                tag = (item[method].get("tags") or ["other"])[0]
                slug = tag.replace(": ", "-").replace(" ", "-")
                parts.setdefault(slug, (tag, []))[1].append((path, method))
    return parts


def _operation(document: Document, path: str, method: str) -> dict[str, Any]:
    item = document["paths"][path]
    operation = item[method]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return {
        "method": method.upper(),
        "path": path,
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "roles": operation.get("x-roles", []),
        "is_public": operation.get("security") == [],
        "parameters": _parameters(document, [*item.get("parameters", []), *operation.get("parameters", [])]),
        "fields": _fields(document, body),
        "answers": _answers(document, operation.get("responses", {})),
    }


def _parameters(document: Document, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = [_resolved(document, each) for each in given]
    return [each for each in found if each.get("in") in ("query", "path")]


def _fields(document: Document, schema: dict[str, Any] | None) -> list[dict[str, Any]]:
    found = _resolved(document, schema or {})
    needed = set(found.get("required", []))
    return [
        {"name": name, "kind": _kind(part), "needed": name in needed, "about": part.get("description", "")}
        for name, part in found.get("properties", {}).items()
    ]


def _answers(document: Document, responses: dict[str, Any]) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """The good answers with their fields; what a refusal looks like is told once for all."""
    shown = []
    for status, response in responses.items():
        if str(status).startswith("2"):
            content = _resolved(document, response).get("content", {})
            schema = next((media.get("schema") for media in content.values()), None)
            shown.append((str(status), ", ".join(content), _fields(document, schema)))
    return shown


def _kind(part: dict[str, Any]) -> str:
    if "$ref" in part:
        return str(part["$ref"]).rsplit("/", 1)[1]
    kind = part.get("type", "any")
    if kind == "array":
        return f"list of {_kind(part.get('items', {}))}"
    if isinstance(kind, list):
        kind = " or ".join(str(each) for each in kind)
    return str(part.get("format", kind))


def _resolved(document: Document, part: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in part:
        return part
    found: Any = document
    for step in str(part["$ref"]).removeprefix("#/").split("/"):
        found = found.get(step, {})
    return dict(found)
