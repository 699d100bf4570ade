"""Writes what a schema describes as plain values, quickly: the schema is read once, and not for each answer.

The schema stays the one truth: for the kinds of field that answers are made of, what is done here is what
marshmallow does; any other kind is left to the field itself. A test holds the two against each other.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from marshmallow import Schema, fields, missing
from marshmallow.decorators import POST_DUMP, PRE_DUMP

Write = Callable[[Any], Any]
Dump = Callable[[Any], dict[str, Any]]


def dump_of(schema: Schema) -> Dump | None:
    """How to dump one thing by this schema; None for a schema that does so in a way of its own."""
    own_way = schema._hooks[PRE_DUMP] or schema._hooks[POST_DUMP]
    if own_way or type(schema).get_attribute is not Schema.get_attribute or schema.dict_class is not dict:
        return None
    takes = [(field.data_key or name, _taking(name, field)) for name, field in schema.dump_fields.items()]

    def dump(thing: Any) -> dict[str, Any]:
        dumped = {}
        for key, take in takes:
            value = take(thing)
            if value is not missing:
                dumped[key] = value
        return dumped

    return dump


def _taking(name: str, field: fields.Field[Any]) -> Write:
    """How to take a field's value from a thing, and write it."""
    if not field._CHECK_ATTRIBUTE or field.dump_default is not missing:
        return lambda thing: field.serialize(name, thing)
    *way, last = (field.attribute or name).split(".")
    if (write := _writing(name, field)) is None:
        return lambda thing: field.serialize(name, thing)

    def take(thing: Any) -> Any:
        for step in way:
            thing = thing.get(step, missing) if type(thing) is dict else _part(thing, step)
        value = thing.get(last, missing) if type(thing) is dict else _part(thing, last)
        return value if value is None or value is missing else write(value)

    return take


def _part(thing: Any, name: str) -> Any:
    kind: Any = type(thing)
    if _is_mapping(kind):
        return thing.get(name, missing)
    return getattr(thing, name, missing)


@cache
def _is_mapping(kind: Any) -> bool:
    return bool(issubclass(kind, Mapping))


def _writing(name: str, field: fields.Field[Any]) -> Write | None:
    """How to write a value that is there; None where only the field itself knows."""
    kind = type(field)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind in _ISO and getattr(field, "format", None) in _AS_ISO:
        return _ISO[kind]
    if isinstance(field, fields.Nested) and kind is fields.Nested:
        return _nested(field)
    if isinstance(field, fields.List) and kind is fields.List:
        inner = _writing(name, field.inner)
        return None if inner is None else lambda values: [None if v is None else inner(v) for v in values]
    return None


def _nested(field: fields.Nested) -> Write:
    """By the other schema, which is looked up when it is first needed: schemas may lead in a circle."""
    if field.many or field.schema.many:
        return lambda values: field.schema.dump(values, many=True)
    return lambda value: field.schema.dump(value, many=False)


def _as_it_is(value: Any) -> Any:
    return value


def _integer(value: Any) -> Any:
    return value if type(value) is int else int(value)


def _text(value: Any) -> str:
    return value if type(value) is str else str(value)


_PLAIN: Mapping[type, Write] = {
    fields.String: _text,
    fields.UUID: str,
    fields.Integer: _integer,
    fields.Boolean: _as_it_is,
}
_AS_ISO = (None, "iso")
_ISO: Mapping[type, Write] = {
    fields.Date: date.isoformat,
    fields.DateTime: datetime.isoformat,
    fields.AwareDateTime: datetime.isoformat,
}
