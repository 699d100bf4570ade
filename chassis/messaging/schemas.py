"""JSON Schemas of events, for the catalogue, for contract tests and for integrators."""

import inspect
from typing import Any, cast

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import fields

from chassis.messaging.events import Event
from chassis.messaging.sealing import Sealed

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(schema: Event) -> dict[str, Any]:
    """The JSON Schema of an event's details on the wire. Consumers must bear fields that it does not name."""
    plugin = MarshmallowPlugin(schema_name_resolver=cast(Any, _in_place))
    APISpec(title="", version="", openapi_version="3.1.0", plugins=[plugin])
    converter = cast(Any, plugin.converter)
    converter.add_attribute_function(_sealed_properties)
    body: dict[str, Any] = converter.schema2jsonschema(schema)
    return {
        "$schema": DIALECT,
        "$id": schema.type,
        "description": inspect.getdoc(schema),
        **body,
        "additionalProperties": True,
    }


def _in_place(_: Any) -> None:
    """Nested schemas have no name to refer to: they are written where they are used."""


_BASE64 = {"type": "string", "contentEncoding": "base64"}


def _sealed_properties(self: Any, field: fields.Field[Any], **kwargs: Any) -> dict[str, Any]:
    """A sealed field is a box for each reader, or what erasure left of it."""
    if not isinstance(field, Sealed):
        return {}
    box = {
        "type": "object",
        "required": ["key", "box"],
        "properties": {"key": {"type": "string"}, "by": _BASE64, "box": _BASE64},
    }
    sealed = {"type": "object", "required": list(field.to), "properties": dict.fromkeys(field.to, box)}
    return {
        "type": "object",
        "properties": {"sealed": sealed, "erased": {"const": True}},
        "x-sealed-to": list(field.to),
        "x-sealed-content": self.field2property(field.inner),
    }
