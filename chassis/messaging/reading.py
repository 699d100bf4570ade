"""Reading an event's details by a listener's schema, worked out once for each schema.

marshmallow does it rightly, but takes its time. The usual form of a plain field is read here; whatever else
is met (a hook, a validator, a value in another form, a mistake) is marshmallow's, whose word counts.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from marshmallow import EXCLUDE, Schema, fields, missing

from chassis.messaging import sealing
from chassis.messaging.sealing import Opened, Seals

Read = Callable[[Any, Seals], Any]


class Unusual(Exception):
    """Something that marshmallow has to look at."""


class Details:
    """Reads details as the schema would load them, with its sealed fields opened."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        hooks = any(schema._hooks.values()) or schema.unknown != EXCLUDE or schema.partial
        self._fields = [] if hooks else [(name, *_known(one)) for name, one in schema.load_fields.items()]
        self._is_usual = not hooks

    def read(self, data: Mapping[str, Any], seals: Seals) -> dict[str, Any]:
        """The details as Python values. Raises ValidationError, or Unreadable for what cannot be opened."""
        if self._is_usual:
            try:
                return self._quickly(data, seals)
            except (Unusual, ValueError):
                pass
        return dict(self._schema.load(sealing.open_fields(self._schema, data, seals)))

    def _quickly(self, data: Mapping[str, Any], seals: Seals) -> dict[str, Any]:
        found = {}
        for name, key, required, read in self._fields:
            value = data.get(key, missing)
            if value is not missing:
                found[name] = read(value, seals)
            elif required:
                raise Unusual
        return found


def _known(field: fields.Field[Any]) -> tuple[str, bool, Read]:
    """The key on the wire, whether it must be there, and how its value is read."""
    key = field.data_key or str(field.name)
    usual = field.attribute is None and field.load_default is missing and not _has_more(field)
    return key, field.required or not usual, _reader(field) if usual else _unusual


def _reader(field: fields.Field[Any]) -> Read:
    if type(field) is Opened and not _has_more(field.inner):
        return partial(_opened, _reader(field.inner), field.allow_none)
    read = READERS.get(type(field), _unusual)
    if type(field) is fields.List and not _has_more(field.inner):
        read = partial(_each, _reader(field.inner))
    if type(field) is fields.Date and field.format not in (None, "iso"):
        read = _unusual
    return partial(_or_none, read) if field.allow_none else read


def _has_more(field: fields.Field[Any]) -> bool:
    """Whether it is more than its type says."""
    return bool(field.validators or field.pre_load or field.post_load)


def _opened(read: Read, allow_none: bool, value: Any, seals: Seals) -> Any:
    if sealing.is_erased(value):
        return None
    if sealing.is_sealed(value):
        value = sealing.opened(value, seals)
    return None if value is None and allow_none else read(value, seals)


def _or_none(read: Read, value: Any, seals: Seals) -> Any:
    return None if value is None else read(value, seals)


def _as_it_is(kind: type, value: Any, _: Seals) -> Any:
    if type(value) is not kind:
        raise Unusual
    return value


def _text(kind: Callable[[str], Any], value: Any, _: Seals) -> Any:
    if type(value) is not str:
        raise Unusual
    return kind(value)


def _each(read: Read, value: Any, seals: Seals) -> Any:
    if type(value) is not list:
        raise Unusual
    return [read(one, seals) for one in value]


def _unusual(value: Any, _: Seals) -> Any:
    raise Unusual


READERS: dict[type, Read] = {
    fields.String: partial(_as_it_is, str),
    fields.Integer: partial(_as_it_is, int),
    fields.Boolean: partial(_as_it_is, bool),
    fields.Date: partial(_text, date.fromisoformat),
    fields.UUID: partial(_text, UUID),
}
