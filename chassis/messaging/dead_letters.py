"""Messages that were delivered again and again and never acknowledged: counted, and sent back."""

from typing import TYPE_CHECKING, Any

from chassis.messaging import origin, topology
from chassis.messaging.broker import Link, acknowledge, away, connected
from chassis.messaging.publishing import Outcome, Outgoing, Publisher

if TYPE_CHECKING:
    from chassis.context import ServiceContext

KEPT = ("message_id", "type", "app_id", "timestamp", "delivery_mode", "correlation_id")


def count(context: "ServiceContext") -> int:
    """How many messages are dead letters of this service."""
    with connected(context.settings, f"{context.name} dead letters") as link:
        with away():
            topology.declare_dead_letters(link.channel, context.listeners.service)
        return _waiting(link, context.listeners.service)


def replay(context: "ServiceContext") -> int:
    """Send the service's dead letters back into its inbox; each leaves here once it is there. So many."""
    service, sent = context.listeners.service, 0
    with connected(context.settings, f"{context.name} dead letters") as link:
        with away():
            topology.declare_dead_letters(link.channel, service)
        publisher = Publisher(link)
        for _ in range(_waiting(link, service)):
            with away():
                letter = link.channel.basic_get(queue=topology.dead_letters_of(service))
            if letter is None or publisher.publish([_again(letter, service)]) != [Outcome.CONFIRMED]:
                break
            acknowledge(link, letter)
            sent += 1
    return sent


def _again(letter: Any, service: str) -> Outgoing:
    properties = {name: letter.properties[name] for name in KEPT if name in letter.properties}
    id = properties.setdefault("message_id", str(letter.delivery_tag))
    told = letter.headers or {}
    kept = {topology.SLOT: told.get(topology.SLOT), origin.THROUGH: origin.first_through(told, service)}
    return Outgoing(
        id=id,
        lane=service,
        exchange=topology.dead_exchange_of(service),
        routing_key=topology.queue_of(service),
        body=letter.body.encode() if isinstance(letter.body, str) else letter.body,
        properties=properties,
        headers={name: value for name, value in kept.items() if value is not None},
    )


def _waiting(link: Link, service: str) -> int:
    with away():
        queue = topology.dead_letters_of(service)
        return int(link.channel.queue_declare(queue=queue, passive=True).message_count)
