"""What stands in a queue, taken out and put back: by whoever looks at the broker from outside."""

from typing import Any, NamedTuple

from amqp import Message

from chassis.messaging.broker import acknowledge, consume, linked
from chassis.testing.waiting import eventually


class Letter(NamedTuple):
    """A message as it was found."""

    body: bytes
    properties: dict[str, Any]


def take_all(url: str, queue: str, within: float = 20.0) -> list[Letter]:
    """Everything that is ready in a queue that nobody consumes, in its order; it is gone from there."""
    received: list[Any] = []
    with linked(url, "test") as link:
        number = int(link.channel.queue_declare(queue=queue, passive=True).message_count)
        if number:
            consume(link, queue, number, received.append)
            eventually(lambda: link.attend(1) or len(received) >= number, within=within)
            acknowledge(link, received[-1])
    return [Letter(_bytes(one.body), dict(one.properties)) for one in received]


def put(url: str, queue: str, letters: list[Letter]) -> None:
    """Put these into the queue, in this order, and see that the broker has them."""
    with linked(url, "test") as link:
        link.channel.confirm_select()
        for letter in letters:
            link.channel.basic_publish_confirm(Message(letter.body, **letter.properties), routing_key=queue)


def _bytes(body: Any) -> bytes:
    return body.encode() if isinstance(body, str) else bytes(body)
