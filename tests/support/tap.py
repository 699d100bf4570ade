"""What stands in a queue, taken out and put back: by whoever looks at the broker from outside."""

from contextlib import suppress
from typing import Any, NamedTuple

from amqp import Message

from chassis.messaging.broker import linked


class Letter(NamedTuple):
    """A message as it was found."""

    body: bytes
    properties: dict[str, Any]


def queues_of(url: str, *names: str) -> list[str]:
    """Those of these queues that there are."""
    found = []
    for name in names:
        with suppress(Exception), linked(url, "test") as link:
            link.channel.queue_declare(queue=name, passive=True)
            found.append(name)
    return found


def take_all(url: str, queue: str) -> list[Letter]:
    """Everything that is ready in the queue, in its order; it is gone from there."""
    letters = []
    with linked(url, "test") as link:
        while (found := link.channel.basic_get(queue=queue)) is not None:
            body = found.body.encode() if isinstance(found.body, str) else bytes(found.body)
            letters.append(Letter(body, dict(found.properties)))
            link.channel.basic_ack(found.delivery_tag)
    return letters


def put(url: str, queue: str, letters: list[Letter]) -> None:
    """Put these into the queue, in this order, and see that the broker has them."""
    with linked(url, "test") as link:
        link.channel.confirm_select()
        for letter in letters:
            link.channel.basic_publish_confirm(Message(letter.body, **letter.properties), routing_key=queue)
