"""From a row of the outbox or the log to a message."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from chassis.messaging.envelope import Envelope, source
from chassis.messaging.publishing import Outgoing
from chassis.messaging.topology import SLOT, exchange_of, rebuild_key, slot_of

if TYPE_CHECKING:
    from chassis.context import ServiceContext

PERSISTENT = 2


def to_everybody(context: "ServiceContext", row: Any) -> Outgoing:
    """The message for whoever listens."""
    envelope = _envelope(context, row, rebuild=False)
    return _message(context, row, envelope, exchange_of(context.events.service), row.type)


def to_one(context: "ServiceContext", row: Any, consumer: str) -> Outgoing:
    """The message for one service's queue alone, flagged as told again for a rebuild."""
    envelope = _envelope(context, row, rebuild=True)
    return _message(context, row, envelope, exchange_of(context.events.service), rebuild_key(consumer))


def _envelope(context: "ServiceContext", row: Any, rebuild: bool) -> Envelope:
    return Envelope(
        id=_uuid(row.id),
        source=source(context.org, context.events.service),
        type=row.type,
        subject=_uuid(row.aggregate_id),
        time=row.recorded_at,
        sequence=row.sequence,
        classification=row.classification,
        data=row.payload,
        correlation_id=row.correlation_id,
        causation_id=row.causation_id,
        traceparent=row.traceparent,
        person_id=None if row.person_id is None else _uuid(row.person_id),
        rebuild=rebuild,
    )


def _message(
    context: "ServiceContext", row: Any, envelope: Envelope, exchange: str, routing_key: str
) -> Outgoing:
    properties = {
        "message_id": str(envelope.id),
        "type": row.type,
        "app_id": context.events.service,
        "timestamp": int(row.recorded_at.timestamp()),
        "delivery_mode": PERSISTENT,
    }
    if row.correlation_id:
        properties["correlation_id"] = row.correlation_id
    headers: dict[str, Any] = {SLOT: slot_of(envelope.subject)}
    if not envelope.rebuild:
        headers["recorded"] = row.created_at.timestamp()
    return Outgoing(
        id=str(envelope.id),
        lane=f"{row.aggregate_type} {row.aggregate_id}",
        exchange=exchange,
        routing_key=routing_key,
        body=envelope.encoded(),
        properties=properties,
        headers=headers,
    )


def _uuid(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)
