"""The bus without a broker: what a service has said, and handing it what others say.

`deliver` goes the way of any delivered message: envelope, inbox, opening, validation, handler, all in one
transaction. A handler that fails fails the test, unless the test says that the event is to be parked.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, union_all

from chassis import clock
from chassis.context import ServiceContext
from chassis.ids import new_id
from chassis.messaging import parked, processing
from chassis.messaging.envelope import Envelope, source
from chassis.messaging.listeners import stream_of
from chassis.messaging.processing import Delivery
from chassis.messaging.sealing import Opened, is_erased, is_sealed
from chassis.messaging.tables import event_log, outbox

CAUSES = ("correlation_id", "causation_id")
WHAT = (
    "seq",
    "id",
    "type",
    "aggregate_id",
    "sequence",
    "payload",
    "person_id",
    "correlation_id",
    "causation_id",
)

_sequences: dict[tuple[str, str, str, UUID], int] = defaultdict(int)


@dataclass(frozen=True)
class Said:
    """An event that a service has recorded."""

    id: UUID
    type: str
    subject: UUID
    sequence: int
    data: dict[str, Any]
    person_id: UUID | None
    correlation_id: str | None
    causation_id: str | None


def recorded(context: ServiceContext, name: str | None = None) -> list[Said]:
    """What the service has said so far, in order; or only its events of one name (`thing.changed`)."""
    columns = [[table.c[column] for column in WHAT] for table in (outbox, event_log)]
    both = union_all(*(select(*each) for each in columns)).subquery()
    with context.database.transaction() as session:
        rows = session.execute(select(both).order_by(both.c.seq)).all()
    said = [Said(r.id, r.type, r.aggregate_id, r.sequence, r.payload, *r[6:]) for r in rows]
    return [one for one in said if name is None or one.type == context.events.type_of(name)]


def deliver(
    context: ServiceContext,
    type: str,
    data: Mapping[str, Any],
    *,
    subject: UUID | None = None,
    source_service: str | None = None,
    parks: bool = False,
    **envelope: Any,
) -> Envelope:
    """Hand the service an event, as its consumer would, and answer with what was handed over.

    Fields that its listeners open are given in clear, and sealed here. `parks=True`: it must be parked.
    Further keywords set parts of the envelope (`id`, `sequence`, `rebuild`, `person_id`, `time` …).
    """
    event = _event(context, type, dict(data), subject or new_id(), source_service, envelope)
    processing.handle(context, [Delivery(event.encoded())])
    with context.database.transaction() as session:
        errors = [one.error for one in parked.listing(session) if one.event_id == event.id]
    if parks:
        assert errors, f"{type} was handled, though it was to be parked."
    else:
        assert not errors, f"{type} could not be handled: {errors[0]}"
    return event


def open_sealed(context: ServiceContext, value: Mapping[str, Any]) -> Any:
    """What is in a sealed field, opened with this service's own key; None if it was erased."""
    return None if is_erased(value) else json.loads(context.keyring.open(value))


def _event(
    context: ServiceContext,
    type: str,
    data: dict[str, Any],
    subject: UUID,
    source_service: str | None,
    envelope: dict[str, Any],
) -> Envelope:
    sender = source(context.org, source_service or type.split(".")[1])
    key = (str(context.database.url.database), sender, stream_of(type), subject)
    _sequences[key] = envelope.get("sequence", _sequences[key] + 1)
    given: dict[str, Any] = {
        "id": new_id(),
        "source": sender,
        "type": type,
        "subject": subject,
        "time": clock.now(),
        "sequence": _sequences[key],
        "classification": "internal",
        "data": _sealed(context, type, _plain(data)),
        "correlation_id": str(new_id()),
    }
    return Envelope(**given | envelope)


def _sealed(context: ServiceContext, type: str, data: dict[str, Any]) -> dict[str, Any]:
    """Sealed to this service where one of its listeners opens the field."""
    opened = {
        name
        for listener in context.listeners.matching(type)
        for name, field in listener.reads.fields.items()
        if isinstance(field, Opened)
    }
    return {name: _seal(context, value) if name in opened else value for name, value in data.items()}


def _seal(context: ServiceContext, value: Any) -> Any:
    if is_sealed(value) or is_erased(value):
        return value
    return context.keyring.seal(json.dumps(value).encode(), [context.keyring.service])


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    """Python values as they look on the wire."""
    wire: dict[str, Any] = json.loads(json.dumps(data, default=_on_the_wire))
    return wire


def _on_the_wire(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
