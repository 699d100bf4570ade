"""Every event is explained, has a schema and is wanted by somebody; a reader reads what is written."""

from typing import Any

import pytest
from marshmallow import Schema, fields
from suite import service_classes

from chassis.catalogue.consumers import consumers_of, readings
from chassis.messaging.listeners import Listener
from chassis.messaging.sealing import Opened, Sealed

SERVICES = service_classes()
REGISTRIES = {s.events.service: s.events for s in SERVICES if getattr(s, "events", None) is not None}
EVENTS = [event for events in REGISTRIES.values() for event in events]
READINGS = readings(SERVICES)
LISTENING = [service for service in SERVICES if getattr(service, "listeners", None) is not None]

# Part of the first catalogue or of the envelope of a life that later issues fill in; nobody reads them yet.
UNREAD: set[str] = set()


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: e.type)
def test_every_event_has_a_consumer(event: Any) -> None:
    assert consumers_of(event.type, SERVICES) or event.type in UNREAD


@pytest.mark.parametrize("service", LISTENING, ids=lambda s: s.name)
def test_every_pattern_that_is_listened_for_names_an_event(service: Any) -> None:
    known = {event.type for event in EVENTS}
    deaf = [one.pattern for one in service.listeners if not any(service.listeners.matching(t) for t in known)]
    assert not deaf, f"{service.name} listens for what nobody says: {deaf}"
    assert service.listeners.erased_by is None or service.listeners.erased_by in known


@pytest.mark.parametrize(("consumer", "type_", "listener"), READINGS, ids=lambda v: getattr(v, "pattern", v))
def test_a_reader_reads_what_the_producer_writes(consumer: str, type_: str, listener: Listener) -> None:
    producer = REGISTRIES[type_.split(".")[1]].schema(type_)
    wildcard = set("*#") & set(listener.pattern)
    for name, field in listener.reads.fields.items():
        written = producer.fields.get(name)
        if written is None:
            assert wildcard or not field.required, f"{consumer} needs {name}, which {type_} does not have"
            continue
        assert not field.required or written.required, f"{consumer} needs {name}, which {type_} may leave out"
        _same_seal(consumer, type_, name, field, written)


def _same_seal(
    consumer: str, type_: str, name: str, field: fields.Field[Any], written: fields.Field[Any]
) -> None:
    if isinstance(written, Sealed):
        assert isinstance(field, Opened), f"{consumer} reads {name} of {type_} without opening it"
        assert consumer in written.to, f"{name} of {type_} is not sealed to {consumer}"
        _same_kind(type_, name, field.inner, written.inner)
    else:
        assert not isinstance(field, Opened), f"{consumer} opens {name} of {type_}, which is not sealed"
        _same_kind(type_, name, field, written)


def _same_kind(type_: str, name: str, read: fields.Field[Any], written: fields.Field[Any]) -> None:
    """The kinds agree, or the reader takes anything (Raw), or reads a richer one as text or a mapping."""
    loose = (fields.Raw, fields.String, fields.Dict, fields.Nested)
    assert isinstance(read, (type(written), *loose)), f"{type_}: {name} is read as {type(read).__name__}"


def test_the_json_schema_of_each_event_is_sound() -> None:
    from jsonschema import Draft202012Validator

    for events in REGISTRIES.values():
        for event in events:
            Draft202012Validator.check_schema(events.json_schema(event.type))


def test_the_checks_above_can_fail() -> None:
    class Reads(Schema):
        missing = fields.String(required=True)

    listener = Listener(EVENTS[0].type, Reads(), lambda session, event: None, False, False)
    with pytest.raises(AssertionError, match="does not have"):
        test_a_reader_reads_what_the_producer_writes("somebody", EVENTS[0].type, listener)
