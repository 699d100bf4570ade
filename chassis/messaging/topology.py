"""What stands in the broker: an exchange for each service that says things, a queue for each that listens.

The arguments of a queue cannot be changed later, so its name has a version. What may change belongs into a
policy of the broker.
"""

from typing import Any

from chassis.messaging.listeners import Listeners, service_of

DELIVERY_LIMIT = 1000
"""Deliveries of one message before it counts as deadly. Each crash and reconnect of ours counts."""


def exchange_of(service: str) -> str:
    """The topic exchange through which a service says things."""
    return f"{service}.events"


def queue_of(service: str) -> str:
    """The queue from which a service hears things."""
    return f"{service}.inbox.v1"


def dead_letters_of(service: str) -> str:
    """The queue of what was delivered to a service again and again without ever being acknowledged."""
    return f"{service}.dead.v1"


def declare_exchange(channel: Any, service: str) -> None:
    """The exchange of a service; whoever needs it first makes it."""
    channel.exchange_declare(exchange=exchange_of(service), type="topic", durable=True, auto_delete=False)


def declare_queue(channel: Any, listeners: Listeners) -> None:
    """The queue of a service with its dead letters, bound to everything that it listens for."""
    service = listeners.service
    _durable(channel, dead_letters_of(service), {"x-queue-type": "quorum"})
    _durable(
        channel,
        queue_of(service),
        {
            "x-queue-type": "quorum",
            "x-single-active-consumer": True,
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-dead-letter-exchange": "",
            "x-dead-letter-routing-key": dead_letters_of(service),
            "x-dead-letter-strategy": "at-least-once",
            "x-overflow": "reject-publish",
        },
    )
    for pattern in listeners.bindings:
        declare_exchange(channel, service_of(pattern))
        channel.queue_bind(
            queue=queue_of(service), exchange=exchange_of(service_of(pattern)), routing_key=pattern
        )


def _durable(channel: Any, name: str, arguments: dict[str, Any]) -> None:
    channel.queue_declare(queue=name, durable=True, exclusive=False, auto_delete=False, arguments=arguments)
