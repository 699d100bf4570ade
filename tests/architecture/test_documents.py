"""The generated documents are valid, complete, and as they stand in docs/."""

import json
from typing import Any

import pytest
from asyncapi3 import AsyncAPI3
from pydantic import ValidationError
from suite import ROOT, service_classes

from chassis.catalogue import access_table, asyncapi, event_catalogue, settings_reference
from chassis.settings import describe

SERVICES = service_classes()


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return json.loads(json.dumps(asyncapi(SERVICES)))


def test_the_asyncapi_document_is_valid(document: dict[str, Any]) -> None:
    AsyncAPI3.model_validate(document)


def test_a_planted_fault_is_found(document: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        AsyncAPI3.model_validate({**document, "channels": {"casework": {"address": 7}}})


def test_every_reference_in_the_asyncapi_document_leads_somewhere(document: dict[str, Any]) -> None:
    for pointer in _references(document):
        here: Any = document
        for part in pointer.removeprefix("#/").split("/"):
            assert part in here, pointer
            here = here[part]


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [r for v in value.values() for r in _references(v)]
    return [r for v in value for r in _references(v)] if isinstance(value, list) else []


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("events.md", lambda: event_catalogue(SERVICES)),
        ("asyncapi.json", lambda: json.dumps(asyncapi(SERVICES), indent=2, ensure_ascii=False) + "\n"),
        ("settings.md", settings_reference),
        ("access.md", lambda: access_table(SERVICES)),
    ],
)
def test_what_stands_in_docs_is_what_the_code_says(name: str, made: Any) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == made(), (
        f"run `make docs`: {name} is out of date"
    )


def test_every_setting_is_documented() -> None:
    text = settings_reference()
    assert all(s.variable in text and s.meaning for s in describe())
