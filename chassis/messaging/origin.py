"""Who really said a message: through whose exchange it came, which the broker tells and no sender can write.

Each service may publish through its own exchange alone (`workstead broker definitions`). What an envelope
says of its source is the sender's word: so a service that has been broken into could speak in the name of
another, if nobody compared the two. Where all are one user of the broker, this finds mistakes and no forgers.
"""

from collections.abc import Mapping
from typing import Any

from chassis.messaging import topology
from chassis.messaging.envelope import Envelope
from chassis.messaging.errors import Forged

THROUGH = "through"
"""The header of a dead letter that is sent back: through which exchange it had come at first."""
FIRST_DEATH = "x-first-death-exchange"


def through(message: Any, service: str) -> str | None:
    """The exchange through which a message came to this service; None where that is not known.

    Only the service itself can send its dead letters back, so its word on those is as good as the broker's.
    """
    exchange = (getattr(message, "delivery_info", None) or {}).get("exchange")
    if exchange == topology.dead_exchange_of(service):
        exchange = (message.headers or {}).get(THROUGH)
    return exchange or None


def first_through(headers: Mapping[str, Any], service: str) -> str | None:
    """The exchange through which a dead letter had come before it was sent back for the first time."""
    told = headers.get(FIRST_DEATH)
    exchange = headers.get(THROUGH) if told in (None, topology.dead_exchange_of(service)) else told
    return exchange if isinstance(exchange, str) else None


def check(event: Envelope, exchange: str | None) -> None:
    """Raises Forged where an event says that another said it than whose exchange it came through."""
    if exchange is None:
        return
    said_by = {_nth(event.source, "/", -1), _nth(event.type, ".", 1)}
    if {topology.exchange_of(service) for service in said_by} != {exchange}:
        raise Forged(f"It came through {exchange}, and says that it is {event.type} of {event.source}.")


def _nth(text: str, divider: str, place: int) -> str:
    parts = text.split(divider)
    return parts[place] if len(parts) > abs(place) else ""
