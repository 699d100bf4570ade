"""What stands in the broker: an exchange for each service that says things, a queue for each that listens.

The arguments of a queue cannot be changed later, so its name has a version. What may change belongs into a
policy of the broker.

Operations staff may have made all of it beforehand (`workstead broker definitions`), and given services no
right to make or delete anything: so each thing is made only where it does not stand yet. Nothing goes through
the default exchange, because whoever may write to that may write to everybody's queue.
"""

from typing import Any

from chassis.messaging.broker import stands
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


def dead_exchange_of(service: str) -> str:
    """The direct exchange by which dead letters leave a service's queue, and come back when replayed."""
    return f"{service}.dead"


def rebuild_key(service: str) -> str:
    """The routing key of what is told again to one service alone."""
    return f"rebuild.{service}"


def declare_exchange(channel: Any, service: str) -> None:
    """The exchange of a service; whoever needs it first makes it."""
    _exchange(channel, exchange_of(service), "topic")


def declare_queue(channel: Any, listeners: Listeners) -> None:
    """The queue of a service with its dead letters, bound to everything that it listens for."""
    service = listeners.service
    _exchange(channel, dead_exchange_of(service), "direct")
    _durable(channel, dead_letters_of(service), {"x-queue-type": "quorum"})
    _durable(
        channel,
        queue_of(service),
        {
            "x-queue-type": "quorum",
            "x-single-active-consumer": True,
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-dead-letter-exchange": dead_exchange_of(service),
            "x-dead-letter-routing-key": dead_letters_of(service),
            "x-dead-letter-strategy": "at-least-once",
            "x-overflow": "reject-publish",
        },
    )
    for queue in (queue_of(service), dead_letters_of(service)):
        channel.queue_bind(queue=queue, exchange=dead_exchange_of(service), routing_key=queue)
    for producer in sorted({service_of(pattern) for pattern in listeners.bindings}):
        declare_exchange(channel, producer)
    for producer, key in bindings(listeners):
        channel.queue_bind(queue=queue_of(service), exchange=exchange_of(producer), routing_key=key)


def bindings(listeners: Listeners) -> list[tuple[str, str]]:
    """Whom a service hears, and by which routing keys: what it listens for, and what is told to it again."""
    producers = {service_of(pattern) for pattern in listeners.bindings}
    told_again = [(producer, rebuild_key(listeners.service)) for producer in sorted(producers)]
    return [(service_of(pattern), pattern) for pattern in listeners.bindings] + told_again


def _exchange(channel: Any, name: str, kind: str) -> None:
    if not stands(channel, lambda own: own.exchange_declare(exchange=name, type=kind, passive=True)):
        channel.exchange_declare(exchange=name, type=kind, durable=True, auto_delete=False)


def _durable(channel: Any, name: str, arguments: dict[str, Any]) -> None:
    if not stands(channel, lambda own: own.queue_declare(queue=name, passive=True)):
        channel.queue_declare(
            queue=name, durable=True, exclusive=False, auto_delete=False, arguments=arguments
        )
