"""What a service listens for: plain functions, each given a session and the event that was received.

    @listeners.on("workstead.example.thing.changed.v1", reads=ThingChanged)
    def thing_changed(session: Session, event: Received) -> None:
        ...

A refusal that trying again cannot mend (a problem, a domain error, a payload that does not fit) parks the
event at once; any other error parks it to be tried again later.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

from marshmallow import EXCLUDE, Schema
from sqlalchemy import Table
from sqlalchemy.orm import Session

from chassis.messaging.reading import Details
from chassis.messaging.sealing import Opened

__all__ = ["Handler", "Listener", "Listeners", "Opened", "Projector", "Reads", "Received", "stream_of"]


class Reads(Schema):
    """The fields that a listener reads; whatever else the event bears is left alone."""

    class Meta:
        """What a producer adds within a version must not break a consumer."""

        unknown = EXCLUDE


@dataclass(frozen=True)
class Received:
    """An event as a listener gets it: opened, and loaded by the schema that the listener declared."""

    id: UUID
    type: str
    source: str
    subject: UUID
    time: datetime
    """When it was recorded. When the fact held is in the data (`occurred_on`)."""
    sequence: int
    """Its place among the events of its subject, from 1, without gaps."""
    correlation_id: str | None
    causation_id: str | None
    data: dict[str, Any] = field(default_factory=dict)
    rebuild: bool = False
    """Told again so that projections can be made anew: nothing may be sent, paid or published for it."""
    person_id: UUID | None = None
    traceparent: str | None = None


WILD = {"*": r"\.[^.]+", "#": r"(?:\.[^.]+)*"}
"""One word, and any number of words, each with the dot before it."""

Handler = Callable[[Session, Received], None]
Projector = Callable[[Session, Sequence[Received]], None]
"""What is given several events at once, in the order in which they are handled."""


@dataclass(frozen=True)
class Listener:
    """One function and what it listens for."""

    pattern: str
    reads: Schema
    handler: Callable[[Session, Any], None]
    ordered: bool
    rebuild: bool
    together: bool = False
    """Whether it is given several events at once."""

    @cached_property
    def details(self) -> Details:
        """Reads what the listener reads of an event."""
        return Details(self.reads)

    @property
    def binding(self) -> str:
        """The routing pattern: all that happens to the thing where each step is needed, else the pattern."""
        return f"{stream_of(self.pattern)}.#" if self.ordered else self.pattern


class Listeners:
    """Everything that one service listens for, and the tables that can be made anew from events."""

    def __init__(self, service: str, projections: Sequence[Table] = (), erased_by: str | None = None) -> None:
        self.service = service
        self.projections = tuple(projections)
        self.erased_by = erased_by
        """The type of the event by which a person is forgotten: its subject is the person's id."""
        self._listeners: list[Listener] = []
        self._matching: dict[str, tuple[Listener, ...]] = {}
        self._ordered: frozenset[str] = frozenset()
        """The streams of which somebody here needs each step."""

    def on(
        self, pattern: str, *, reads: type[Schema], ordered: bool = False, rebuild: bool = False
    ) -> Callable[[Handler], Handler]:
        """Listen for the events of a type, or of all types that match (`*` one word, `#` any number).

        `ordered`: each step is needed, one after the other; a missing or parked one holds back the rest.
        `rebuild`: it only makes projections, and is also told what is told again for a rebuild.
        """
        if ordered and set("*#") & set(stream_of(pattern)):
            raise ValueError(f"{pattern}: an ordered listener must name the service and the thing.")

        def remember(handler: Handler) -> Handler:
            self._add(Listener(pattern, reads(), handler, ordered, rebuild))
            return handler

        return remember

    def project(self, pattern: str, *, reads: type[Schema]) -> Callable[[Projector], Projector]:
        """Listen for the events of a type to make projections, of many events by few statements.

        The function is given the events of a batch at once, or one event where a batch did not go through.
        One function may project several types, each read by a schema of its own. It records no events.
        """

        def remember(projector: Projector) -> Projector:
            self._add(Listener(pattern, reads(), projector, ordered=False, rebuild=True, together=True))
            return projector

        return remember

    def _add(self, listener: Listener) -> None:
        self._listeners.append(listener)
        self._matching.clear()
        self._ordered = frozenset(stream_of(one.pattern) for one in self._listeners if one.ordered)

    def __iter__(self) -> Iterator[Listener]:
        """The listeners, in the order in which they were declared."""
        return iter(self._listeners)

    def matching(self, type_: str) -> tuple[Listener, ...]:
        """The listeners for a type; worked out once for each."""
        if type_ not in self._matching:
            found = [one for one in self._listeners if topic_matches(one.pattern, type_)]
            self._matching[type_] = tuple(found)
        return self._matching[type_]

    def ordered(self, type_: str) -> bool:
        """Whether somebody here needs each step of what this type belongs to."""
        return stream_of(type_) in self._ordered

    @property
    def bindings(self) -> tuple[str, ...]:
        """The routing patterns that the service's queue is bound with, in a stable order."""
        erasure = {self.erased_by} if self.erased_by else set()
        return tuple(sorted({one.binding for one in self._listeners} | erasure))


@lru_cache(maxsize=1000)
def stream_of(type_: str) -> str:
    """Service and thing (`workstead.example.thing`): sequences count within one thing of one kind."""
    return ".".join(type_.split(".")[:3])


def service_of(pattern: str) -> str:
    """The service that publishes what a type or pattern names."""
    return pattern.split(".")[1]


def topic_matches(pattern: str, type_: str) -> bool:
    """Whether a topic pattern matches, as the broker would say."""
    expression = "".join(WILD.get(word) or re.escape(f".{word}") for word in pattern.split("."))
    return re.fullmatch(expression, f".{type_}") is not None
