"""Writing an event's details by its own schema, worked out once for each schema: the other side of `reading`.

marshmallow does it rightly, but takes its time, twice: it dumps, and then it validates what it has dumped. A
plain field with a value of its own type needs neither; whatever else is met (a hook, a validator, a value of
another type, a field that is missing) is marshmallow's, whose word counts.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from marshmallow import RAISE, Schema, fields, missing

from chassis.messaging.sealing import Sealed

Write = Callable[[Any], Any]


class Unusual(Exception):
    """Something that marshmallow has to look at."""


class Details:
    """Writes details as the schema would dump them, if all of them are of the usual form."""

    def __init__(self, schema: Schema) -> None:
        usual = not any(schema._hooks.values()) and schema.unknown == RAISE and not schema.partial
        self._fields = {name: _known(one) for name, one in schema.fields.items()} if usual else None

    def write(self, data: Mapping[str, object]) -> dict[str, Any] | None:
        """The details as they go over the wire, not yet sealed; None where marshmallow has to look."""
        if self._fields is None or data.keys() - self._fields.keys():
            return None
        wire = {}
        try:
            for name, (required, allow_none, write) in self._fields.items():
                value = data.get(name)
                if value is not None:
                    wire[name] = write(value)
                elif required or allow_none:
                    return None
        except Unusual:
            return None
        return wire


def _known(field: fields.Field[Any]) -> tuple[bool, bool, Write]:
    """Whether it must be there, whether it may be None, and how its value is written."""
    usual = field.attribute is None and field.data_key is None and field.dump_default is missing
    return field.required or not usual, field.allow_none, _writer(field) if usual else _unusual


def _writer(field: fields.Field[Any]) -> Write:
    if field.validators or field.pre_load or field.post_load:
        return _unusual
    if type(field) is Sealed:
        return _writer(field.inner)
    if type(field) is fields.Date and field.format not in (None, "iso"):
        return _unusual
    if type(field) is fields.List:
        return partial(_each, _writer(field.inner))
    return WRITERS.get(type(field), _unusual)


def _of(kind: type, write: Write | None, value: Any) -> Any:
    if type(value) is not kind:
        raise Unusual
    return value if write is None else write(value)


def _each(write: Write, value: Any) -> Any:
    return [write(one) for one in _of(list, None, value)]


def _unusual(value: Any) -> Any:
    raise Unusual


WRITERS: dict[type, Write] = {
    fields.String: partial(_of, str, None),
    fields.Integer: partial(_of, int, None),
    fields.Boolean: partial(_of, bool, None),
    fields.Date: partial(_of, date, date.isoformat),
    fields.UUID: partial(_of, UUID, str),
}
