"""Nobody sets what is not theirs to set by naming it: every write of the API, as its document lists them."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

import pytest
from operations import Document, Operation, ask, document_of, operations, resolved
from suites import Performance

from demo.client import Person

PRIVILEGED = {
    "id": str(uuid4()),
    "role": "operator",
    "is_operator": True,
    "operator": True,
    "org": str(uuid4()),
    "created_at": "2020-01-01T00:00:00Z",
    "created_by": str(uuid4()),
    "person_id_of_account": str(uuid4()),
    "controller_id": str(uuid4()),
    "verified_on": "2020-01-01",
    "accepted_on": "2020-01-01",
    "paid_on": "2020-01-01",
    "amount_pence": 1,
    "password_hash": "x",
    "email_index": "x",
    "trust": 9,
    "$where": "1",
    "__class__": "x",
    "__proto__": {"operator": True},
}
"""What somebody might hope is taken over as it comes. What an operation really takes is left out of it."""
PEOPLE = ("anwen", "amina", "cw-admin", "nb-admin", "farah", "mina", "gethin", "kofi")


@pytest.fixture(scope="module")
def document(played: Performance) -> Document:
    """What the instance can be asked."""
    return document_of(played)


def writes(document: Document) -> list[tuple[Operation, Mapping[str, Any]]]:
    """Every operation that takes a body, with its schema."""
    found = [(each, each.body(document)) for each in operations(document)]
    return [(each, schema) for each, schema in found if schema is not None]


def objects(
    schema: Mapping[str, Any], document: Document, at: str = ""
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each object in a schema, however deep, and where it stands."""
    schema = resolved(schema, document)
    for key in ("allOf", "anyOf", "oneOf"):
        for part in schema.get(key, ()):
            yield from objects(part, document, at)
    if "properties" in schema:
        yield at, schema
    for name, part in schema.get("properties", {}).items():
        yield from objects(part, document, f"{at}.{name}")
    if isinstance(schema.get("items"), dict):
        yield from objects(schema["items"], document, f"{at}[]")


def test_every_body_says_that_it_takes_no_other_field(document: Document) -> None:
    """However deep: a nested object that takes anything is as good a way in."""
    loose = [
        f"{operation.label} {at}"
        for operation, schema in writes(document)
        for at, part in objects(schema, document)
        if part.get("additionalProperties") is not False
    ]
    assert len(writes(document)) > 50
    assert not loose, "\n".join(loose)


def test_a_privileged_field_is_refused_by_its_name(played: Performance, document: Document) -> None:
    taken, refused = [], set()
    for operation, schema in writes(document):
        known = {name for _, part in objects(schema, document) for name in part["properties"]}
        body = {name: value for name, value in PRIVILEGED.items() if name not in known}
        for who in (None, *PEOPLE, "operator"):
            answer = ask(
                _person(played, who), played.stage.base, operation.method, operation.nowhere(), json=body
            )
            if answer.status_code in (401, 403, 404, 412, 428):
                continue
            errors = answer.json().get("errors", {})
            if answer.status_code != 422 or not body.keys() <= errors.keys():
                taken.append(
                    f"{operation.label} as {who}: {answer.status_code} {sorted(body.keys() - errors.keys())}"
                )
            refused.add(operation.label)
            break
    assert not taken, "\n".join(taken)
    assert len(refused) > 0.7 * len(writes(document)), "too few were reached by anybody"


def _person(played: Performance, who: str | None) -> Person | None:
    if who is None:
        return None
    return played.stage.operator if who == "operator" else played.stage[who]
