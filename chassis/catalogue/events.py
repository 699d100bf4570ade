"""The event catalogue as a page to read."""

import inspect
from collections.abc import Iterable, Iterator
from typing import Any

from chassis.catalogue.consumers import consumers_of
from chassis.messaging.events import HARMLESS, Event
from chassis.messaging.sealing import Sealed

HEAD = """# Events

*Generated from the code by `make docs`; do not edit.*

Every event is a [CloudEvents 1.0](https://cloudevents.io) envelope in structured JSON; this page lists what
its `data` holds. A field is **sealed** (encrypted to the services named, each of which holds its own key) or
**plain**, with the reason why it gives nothing away. `subject` is the thing's id and `sequence` its version.
Within a version, change only adds. The machine-readable form is [asyncapi.json](asyncapi.json).
"""


def event_catalogue(services: Iterable[Any]) -> str:
    """Markdown: a section for each service that publishes, a part for each event."""
    known = list(services)
    parts = [HEAD, *(part for service in _publishers(known) for part in _section(service, known))]
    return "\n".join(parts).rstrip() + "\n"


def _publishers(services: list[Any]) -> Iterator[Any]:
    """One class for each registry: two that share one are one publisher."""
    seen: set[str] = set()
    for service in services:
        events = getattr(service, "events", None)
        if events is not None and events.service not in seen and list(events):
            seen.add(events.service)
            yield events


def _section(events: Any, services: list[Any]) -> Iterator[str]:
    yield f"## {events.service}\n"
    for event in events:
        yield _part(event, consumers_of(event.type, services))


def _part(event: type[Event], consumers: list[str]) -> str:
    about = {None: "nobody", "subject": "its subject"}.get(event.person, f"`{event.person}`")
    lines = [
        f"### `{event.type}`\n",
        f"{inspect.getdoc(event)}\n",
        f"For: {event.classification} · about a person: {about} · "
        f"consumers: {', '.join(consumers) or 'none'}\n",
        "| field | type | needed | who can read it |",
        "|---|---|---|---|",
        *(_row(name, field) for name, field in event().fields.items()),
        "",
    ]
    return "\n".join(lines)


def _row(name: str, field: Any) -> str:
    inner = field.inner if isinstance(field, Sealed) else field
    kind = type(inner).__name__.lower()
    reader = (
        f"sealed to {', '.join(field.to)}"
        if isinstance(field, Sealed)
        else f"plain: {field.metadata[HARMLESS]}"
    )
    return f"| `{name}` | {kind} | {'yes' if field.required else 'no'} | {reader} |"
