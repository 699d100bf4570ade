"""What a service says to others: a schema for each event, and the list of them.

class ThingChanged(Event):
    \"\"\"Somebody changed the thing; what it says replaces what was said before.\"\"\"

    type = "workstead.example.thing.changed.v1"
    person = "person_id"

    person_id = fields.UUID(required=True, metadata=harmless("a pseudonymous id"))
    note = Sealed(fields.String(), to=("letters",))
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Literal
from uuid import UUID

from marshmallow import Schema, ValidationError

from chassis.messaging.errors import InvalidEvent, UnknownEvent
from chassis.messaging.sealing import Sealed
from chassis.messaging.writing import Details

__all__ = ["Classification", "Event", "EventRegistry", "Sealed", "harmless"]

Classification = Literal["internal", "partner", "open"]
TYPE = re.compile(r"workstead\.(?P<service>[a-z]+)\.(?P<name>[a-z-]+(?:\.[a-z-]+)+)\.v(?P<version>[1-9]\d*)")
HARMLESS = "x-harmless"


def harmless(why: str) -> dict[str, Any]:
    """The metadata of a field that may be read by whoever sees the message: the reason why it may."""
    return {HARMLESS: why}


class Event(Schema):
    """One event: its fields, each sealed or declared harmless. Its docstring says what it means."""

    type: ClassVar[str]
    """`workstead.<service>.<thing>.<what happened>.v<version>`, which is also the routing key."""
    classification: ClassVar[Classification] = "internal"
    """Who may get it: this instance only, a partner whom an agreement names, or anybody."""
    person: ClassVar[str | None] = None
    """The field that names the person whom it is about, or "subject", or None."""


class EventRegistry:
    """All events of one service, by type and by name."""

    def __init__(self, service: str, events: Sequence[type[Event]]) -> None:
        self.service = service
        self._schemas = {event.type: _checked(service, event) for event in events}
        self._writing = {type_: Details(schema) for type_, schema in self._schemas.items()}
        if len(self._schemas) != len(events):
            raise ValueError(f"Two events of {service} have the same type.")
        self._newest: dict[str, str] = {}
        for name, _, type_ in sorted((*_name_and_version(type_), type_) for type_ in self._schemas):
            self._newest[name] = type_

    def __iter__(self) -> Iterator[type[Event]]:
        """The event classes, in the order in which they were declared."""
        return (type(schema) for schema in self._schemas.values())

    def __getitem__(self, type_: str) -> type[Event]:
        """The event of exactly this type."""
        return type(self.schema(type_))

    def for_name(self, name: str) -> type[Event]:
        """The newest version of `thing.changed`."""
        return self[self.type_of(name)]

    def type_of(self, name: str) -> str:
        """The full type of the newest version of `thing.changed`."""
        try:
            return self._newest[name]
        except KeyError:
            raise UnknownEvent(f"{self.service} declares no event {name!r}.") from None

    def schema(self, type_: str) -> Event:
        """The schema of a type, ready for use."""
        try:
            return self._schemas[type_]
        except KeyError:
            raise UnknownEvent(f"{self.service} declares no event of type {type_!r}.") from None

    def payload(self, type_: str, data: Mapping[str, object]) -> dict[str, Any]:
        """The details as they go over the wire, not yet sealed; refused when they break the schema."""
        schema = self.schema(type_)
        if (quickly := self._writing[type_].write(data)) is not None:
            return quickly
        if unknown := data.keys() - schema.fields.keys():
            raise InvalidEvent(type_, {name: ["Unknown field."] for name in sorted(unknown)})
        wire = _without_empty(schema, _dumped(schema, data))
        if errors := schema.validate(wire):
            raise InvalidEvent(type_, errors)
        return wire

    def person_of(self, type_: str, subject: UUID, data: Mapping[str, object]) -> UUID | None:
        """The person whom this event is about, if it is about one."""
        field = self.schema(type_).person
        if field is None or field == "subject":
            return subject if field else None
        value = data.get(field)
        return value if value is None or isinstance(value, UUID) else UUID(str(value))

    def json_schema(self, type_: str) -> dict[str, Any]:
        """The JSON Schema of the details (`data`) on the wire, as consumers and integrators see them."""
        from chassis.messaging.schemas import json_schema

        return json_schema(self.schema(type_))


def _checked(service: str, event: type[Event]) -> Event:
    """Refuse an event that is not named, explained, or declared harmless field by field."""
    match = TYPE.fullmatch(getattr(event, "type", ""))
    if not match or match["service"] != service:
        raise ValueError(f"{event.__name__}: its type must be workstead.{service}.<thing>.<happened>.v<n>.")
    if not event.__doc__ or event.__doc__ == Event.__doc__:
        raise ValueError(f"{event.type}: say in a docstring what it means.")
    schema = event()
    if event.person not in (None, "subject", *schema.fields):
        raise ValueError(f"{event.type}: {event.person!r}, which should name the person, is not a field.")
    for name, field in schema.fields.items():
        if not isinstance(field, Sealed) and not field.metadata.get(HARMLESS):
            raise ValueError(f"{event.type}: {name} is neither sealed nor declared harmless.")
    return schema


def _name_and_version(type_: str) -> tuple[str, int]:
    match = TYPE.fullmatch(type_)
    assert match is not None  # the registry has refused any other type
    return match["name"], int(match["version"])


def _dumped(schema: Event, data: Mapping[str, object]) -> dict[str, Any]:
    try:
        wire: dict[str, Any] = schema.dump(data)
    except (ValidationError, ValueError, TypeError, AttributeError) as error:
        raise InvalidEvent(schema.type, f"a value is not of its field's type: {error}") from error
    return wire


def _without_empty(schema: Event, wire: dict[str, Any]) -> dict[str, Any]:
    """An optional field that is None is left out, unless its schema allows None."""
    return {
        name: value
        for name, value in wire.items()
        if value is not None or schema.fields[name].required or schema.fields[name].allow_none
    }
