"""What stands in the broker: an exchange for each service that says things, a queue for each that listens.

The arguments of a queue cannot be changed later, so its name has a version. What may change belongs into a
policy of the broker.

Operations staff may have made all of it beforehand (`workstead broker definitions`), and given services no
right to make or delete anything: so each thing is made only where it does not stand yet. Nothing goes through
the default exchange, because whoever may write to that may write to everybody's queue.
"""

from typing import Any
from uuid import UUID

from chassis.messaging.broker import attempt, stands
from chassis.messaging.listeners import Listeners, service_of

SLOT = "slot"
"""The header by which an inbox is divided."""
SLOTS = 24
"""Divided evenly by 2, 3, 4, 6, 8, 12 and 24. Never change it: events on their way carry their slot."""
DELIVERY_LIMIT = 1000
"""Deliveries of one message before it counts as deadly. Each crash and reconnect of ours counts."""


def exchange_of(service: str) -> str:
    """The topic exchange through which a service says things."""
    return f"{service}.events"


def queue_of(service: str) -> str:
    """The queue from which a service hears things."""
    return f"{service}.inbox.v1"


def queues_of(service: str, number: int) -> list[str]:
    """The queues of an inbox that is divided into so many."""
    whole = queue_of(service)
    return [whole] if number == 1 else [f"{whole}.p{place}of{number}" for place in range(number)]


def divider_of(service: str, number: int) -> str:
    """The exchange that divides what comes in among so many queues."""
    return f"{queue_of(service)}.of{number}"


def rest_of(service: str, number: int) -> str:
    """The exchange of what cannot be divided, because it does not say what it is about."""
    return f"{divider_of(service, number)}.rest"


def slot_of(subject: UUID) -> int:
    """The slot of a thing: all that happens to it has the same, for ever, and so comes into one queue."""
    return subject.int % SLOTS


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


def declare_queue(channel: Any, listeners: Listeners, number: int = 1) -> None:
    """The queues of a service with its dead letters, bound to everything that it listens for."""
    declare_dead_letters(channel, listeners.service)
    make_queues(channel, listeners.service, number)
    for producer in sorted({service_of(pattern) for pattern in listeners.bindings}):
        declare_exchange(channel, producer)
    for exchange, key in sources(listeners):
        if number == 1:
            channel.queue_bind(queue=queue_of(listeners.service), exchange=exchange, routing_key=key)
        else:
            channel.exchange_bind(
                destination=divider_of(listeners.service, number), source=exchange, routing_key=key
            )


def declare_dead_letters(channel: Any, service: str) -> None:
    """Where what is never acknowledged goes, and the way back."""
    _exchange(channel, dead_exchange_of(service), "direct")
    _durable(channel, dead_letters_of(service), {"x-queue-type": "quorum"})
    channel.queue_bind(
        queue=dead_letters_of(service),
        exchange=dead_exchange_of(service),
        routing_key=dead_letters_of(service),
    )


def make_queues(channel: Any, service: str, number: int) -> None:
    """The queues of a service, into which nothing comes yet; of several, each has its share of the slots."""
    for queue in queues_of(service, number):
        _durable(
            channel,
            queue,
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
    if number > 1:
        _make_divider(channel, service, number)


def _make_divider(channel: Any, service: str, number: int) -> None:
    """Divides what comes in by slot. What has none (an older version said it) all goes into one queue."""
    divider, rest, queues = divider_of(service, number), rest_of(service, number), queues_of(service, number)
    _exchange(channel, rest, "fanout")
    channel.queue_bind(queue=queues[0], exchange=rest, routing_key="")
    _exchange(channel, divider, "headers", {"alternate-exchange": rest})
    for slot in range(SLOTS):
        channel.queue_bind(
            queue=queues[slot % number],
            exchange=divider,
            routing_key="",
            arguments={"x-match": "all", SLOT: slot},
        )


def cut_off(channel: Any, listeners: Listeners, number: int) -> None:
    """Nothing more comes into the queues of this number."""
    service = listeners.service
    for exchange, key in sources(listeners):
        if number == 1:
            channel.queue_unbind(queue=queue_of(service), exchange=exchange, routing_key=key)
        else:
            channel.exchange_unbind(destination=divider_of(service, number), source=exchange, routing_key=key)


def remove_queues(channel: Any, service: str, number: int) -> None:
    """The queues of this number are empty and go, if we may; else operations staff remove them."""
    exchanges = [divider_of(service, number), rest_of(service, number)] if number > 1 else []
    for exchange in exchanges:
        _remove_exchange(channel, exchange)
    for queue in queues_of(service, number):
        _remove_queue(channel, queue)


def _remove_exchange(channel: Any, name: str) -> None:
    attempt(channel, lambda own: own.exchange_delete(exchange=name))


def _remove_queue(channel: Any, name: str) -> None:
    attempt(channel, lambda own: own.queue_delete(queue=name))


def sources(listeners: Listeners) -> list[tuple[str, str]]:
    """The exchanges from which a service's inbox is filled, each with a routing key."""
    said = [(exchange_of(producer), key) for producer, key in bindings(listeners)]
    return [*said, (dead_exchange_of(listeners.service), queue_of(listeners.service))]


def bindings(listeners: Listeners) -> list[tuple[str, str]]:
    """Whom a service hears, and by which routing keys: what it listens for, and what is told to it again."""
    producers = {service_of(pattern) for pattern in listeners.bindings}
    told_again = [(producer, rebuild_key(listeners.service)) for producer in sorted(producers)]
    return [(service_of(pattern), pattern) for pattern in listeners.bindings] + told_again


def _exchange(channel: Any, name: str, kind: str, arguments: dict[str, str] | None = None) -> None:
    if not stands(channel, lambda own: own.exchange_declare(exchange=name, type=kind, passive=True)):
        channel.exchange_declare(
            exchange=name, type=kind, durable=True, auto_delete=False, arguments=arguments or {}
        )


def _durable(channel: Any, name: str, arguments: dict[str, Any]) -> None:
    if not stands(channel, lambda own: own.queue_declare(queue=name, passive=True)):
        channel.queue_declare(
            queue=name, durable=True, exclusive=False, auto_delete=False, arguments=arguments
        )
