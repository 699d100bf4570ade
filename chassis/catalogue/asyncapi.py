"""The AsyncAPI 3.0 document of everything that the services publish."""

import inspect
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from chassis.catalogue.consumers import consumers_of
from chassis.messaging.events import Event

CONTENT_TYPE = "application/cloudevents+json"


def asyncapi(services: Iterable[Any]) -> dict[str, Any]:
    """A channel for each service's topic exchange, a message for each event, an operation to send each."""
    known = list(services)
    registries = {s.events.service: s.events for s in known if getattr(s, "events", None) is not None}
    publishing = {name: events for name, events in sorted(registries.items()) if list(events)}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Workstead events",
            "version": version("workstead"),
            "description": "What the services of one instance tell each other, as CloudEvents over AMQP.",
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": {name: _channel(name, events) for name, events in publishing.items()},
        "operations": {
            _name(event): _operation(service, event, consumers_of(event.type, known))
            for service, events in publishing.items()
            for event in events
        },
        "components": {
            "messages": {
                _name(event): _message(events, event) for events in publishing.values() for event in events
            }
        },
    }


def _channel(service: str, events: Iterable[type[Event]]) -> dict[str, Any]:
    return {
        "address": f"{service}.events",
        "description": "A durable topic exchange; the routing key is the event's type.",
        "messages": {_name(event): {"$ref": f"#/components/messages/{_name(event)}"} for event in events},
        "bindings": {
            "amqp": {
                "is": "routingKey",
                "exchange": {
                    "name": f"{service}.events",
                    "type": "topic",
                    "durable": True,
                    "autoDelete": False,
                },
            }
        },
    }


def _operation(service: str, event: type[Event], consumers: list[str]) -> dict[str, Any]:
    return {
        "action": "send",
        "channel": {"$ref": f"#/channels/{service}"},
        "summary": f"Read by: {', '.join(consumers) or 'nobody yet'}.",
        "messages": [{"$ref": f"#/channels/{service}/messages/{_name(event)}"}],
        "bindings": {"amqp": {"deliveryMode": 2}},
    }


def _message(events: Any, event: type[Event]) -> dict[str, Any]:
    return {
        "name": event.type,
        "title": event.type.split(".", 2)[2],
        "summary": (inspect.getdoc(event) or "").splitlines()[0],
        "contentType": CONTENT_TYPE,
        "payload": _envelope(event, events.json_schema(event.type)),
    }


def _envelope(event: type[Event], data: dict[str, Any]) -> dict[str, Any]:
    text = {"type": "string"}
    inner = {key: value for key, value in data.items() if not key.startswith("$")}
    return {
        "type": "object",
        "required": ["specversion", "id", "source", "type", "subject", "time", "sequence", "data"],
        "properties": {
            "specversion": {"const": "1.0"},
            "id": {"type": "string", "format": "uuid"},
            "source": text,
            "type": {"const": event.type},
            "subject": {"type": "string", "format": "uuid"},
            "time": {"type": "string", "format": "date-time"},
            "datacontenttype": {"const": "application/json"},
            "dataschema": text,
            "sequence": {"type": ["string", "integer"]},
            "correlationid": text,
            "causationid": text,
            "traceparent": text,
            "dataclassification": {"const": event.classification},
            "data": inner,
        },
    }


def _name(event: type[Event]) -> str:
    """A key that AsyncAPI allows: the type with its dots kept out."""
    return event.type.removeprefix("workstead.").replace(".", "-")
