"""Who listens to what."""

from collections.abc import Iterable
from typing import Any

from chassis.messaging.listeners import Listener


def consumers_of(type_: str, services: Iterable[Any]) -> list[str]:
    """The names of the services that listen for events of this type, in alphabetical order."""
    return sorted({s.listeners.service for s in services if hears(s, type_)})


def hears(service: Any, type_: str) -> bool:
    """Whether a service listens for this type, or forgets a person by it."""
    listeners = getattr(service, "listeners", None)
    return listeners is not None and (bool(listeners.matching(type_)) or listeners.erased_by == type_)


def readings(services: Iterable[Any]) -> list[tuple[str, str, Listener]]:
    """Each (consumer, event type, listener) that the services' declarations add up to."""
    known = list(services)
    types = [event.type for s in known for event in getattr(s, "events", None) or ()]
    return [
        (s.listeners.service, type_, listener)
        for s in known
        if getattr(s, "listeners", None) is not None
        for type_ in types
        for listener in s.listeners.matching(type_)
    ]
