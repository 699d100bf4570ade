"""The OpenAPI document says what the service does, and the service does what it says."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import validate
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from chassis.testing.http import app_of, signer


@pytest.fixture
def document(nobody):
    """The document, as anybody gets it."""
    return nobody.get("/openapi.json").json


def operations(document):
    """Each operation with its method."""
    for path in document["paths"].values():
        for method, operation in path.items():
            if method != "parameters":
                yield method, operation


def test_it_is_valid(document):
    assert document["openapi"].startswith("3.1")
    validate(document)


def test_each_operation_has_a_name_of_its_own_and_a_summary(document):
    named = [operation["operationId"] for _, operation in operations(document)]
    assert len(set(named)) == len(named)
    assert all(operation["summary"] for _, operation in operations(document))


def test_it_says_who_may_call(document):
    add = document["paths"]["/books"]["post"]
    assert (add["security"], add["x-roles"]) == ([{"token": []}], ["librarian"])
    assert {"401", "403"} <= add["responses"].keys()
    assert document["paths"]["/slow"]["get"]["security"] == []
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_errors_are_problems(document):
    for name, response in document["components"]["responses"].items():
        if name != "NOT_MODIFIED":
            assert list(response["content"]) == ["application/problem+json"], name
    for _, operation in operations(document):
        assert operation["responses"]["default"]["$ref"].endswith("DEFAULT_ERROR")


def test_what_changes_something_takes_a_key_and_what_reads_does_not(document):
    for method, operation in operations(document):
        names = [parameter.get("name") for parameter in operation.get("parameters", [])]
        assert ("Idempotency-Key" in names) is (method != "get")


def test_an_id_in_an_address_is_a_uuid(document):
    (parameter,) = document["paths"]["/books/{book_id}"]["parameters"]
    assert parameter["schema"] == {"type": "string", "format": "uuid"}


def test_a_schema_that_changes_parts_has_a_name_of_its_own(document):
    assert {"Book", "BookChange", "BookPage", "Problem"} <= document["components"]["schemas"].keys()


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.mark.slow
def test_the_service_keeps_to_it(context, librarian):
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app_of(context, context.service_class))
    tokens = signer(context)
    tried = [result.ok() for result in schema.exclude(path="/broken").get_all_operations()]
    assert len(tried) >= 8
    for operation in tried:

        @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def keeps_to_it(case):
            if "seconds" in (case.query or {}):
                case.query["seconds"] = 0.0
            token = tokens.mint(librarian.actor, "shelf")
            case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)

        keeps_to_it()
