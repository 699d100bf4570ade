"""The other sides of the pipeline's figures: kombu and py-amqp, and nothing around them.

As one would write it first: `python -m bench.bare publish` waits for the broker's confirm of each message,
`… consume` acknowledges each. As quick as the library goes: `… publish-pipelined` waits for all confirms
together, `… consume-prefetched` has 200 messages handed over at a time. All on a durable quorum queue with
persistent messages, as ours are. None has a database.
"""

import sys
import time
from collections.abc import Callable, Iterable
from itertools import repeat
from typing import Any

from amqp import Message
from kombu import Connection, Consumer, Exchange, Producer, Queue

from bench.processes import STEP_SECONDS, ready, say, task

EXCHANGE = Exchange("bare.events", type="topic", durable=True)
KEY = "bare.event"
PREFETCH = 200
WINDOW = 500
"""Messages on their way at once."""
PROPERTIES = {
    "delivery_mode": 2,
    "content_type": "application/cloudevents+json",
    "content_encoding": "utf-8",
}


def queue() -> Queue:
    """The same type of queue as ours."""
    return Queue(
        "bare.inbox", EXCHANGE, routing_key=KEY, durable=True, queue_arguments={"x-queue-type": "quorum"}
    )


def publish(connection: Connection, told: dict[str, Any]) -> None:
    """Say so many, each once the one before has been confirmed."""
    producer = Producer(connection.channel(), exchange=EXCHANGE)
    began = time.monotonic()
    for _ in range(told["count"]):
        producer.publish(told["body"], routing_key=KEY, **PROPERTIES)
    say(began=began, ended=time.monotonic())


def publish_pipelined(connection: Connection, told: dict[str, Any]) -> None:
    """Say so many with many on their way at once, and wait until all are confirmed."""
    began = time.monotonic()
    pipeline(connection, repeat(told["body"], told["count"]), EXCHANGE.name, KEY)
    say(began=began, ended=time.monotonic())


def pipeline(connection: Connection, bodies: Iterable[str | bytes], exchange: str, key: str) -> None:
    """Publish all these with pipelined confirms."""
    channel = connection.channel()
    confirms, sent = Confirms(channel), 0
    for body in bodies:
        channel.basic_publish(Message(body, **PROPERTIES), exchange, key)
        sent += 1
        confirms.wait_for(sent - WINDOW)
    confirms.wait_for(sent)


class Confirms:
    """What the broker has confirmed: each tag by itself and in any order, or all up to one."""

    def __init__(self, channel: Any) -> None:
        self._channel = channel
        self._upto = 0
        self._beyond: set[int] = set()
        channel.confirm_select()
        channel.events["basic_ack"].add(self._confirmed)

    def wait_for(self, number: int) -> None:
        """Wait until so many have been confirmed."""
        while self._upto + len(self._beyond) < number:
            self._channel.connection.drain_events(timeout=STEP_SECONDS)

    def _confirmed(self, tag: int, multiple: bool) -> None:
        if multiple:
            self._upto = max(self._upto, tag)
            self._beyond = {one for one in self._beyond if one > tag}
        else:
            self._beyond.add(tag)
        while self._upto + 1 in self._beyond:
            self._upto += 1
            self._beyond.remove(self._upto)


def consume(connection: Connection, told: dict[str, Any], prefetch: int | None = None) -> None:
    """Hear so many, and acknowledge each."""
    heard: list[float] = []

    def on_message(message: Any) -> None:
        message.ack()
        heard.append(time.monotonic())

    with Consumer(connection.channel(), [queue()], on_message=on_message, prefetch_count=prefetch):
        ready()
        _drain(connection, lambda: len(heard) >= told["count"])
    say(began=heard[0], ended=heard[-1])


def _drain(connection: Connection, done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + STEP_SECONDS
    while not done():
        try:
            connection.drain_events(timeout=1)
        except TimeoutError:
            if time.monotonic() > deadline:
                raise


def main() -> None:
    """What the first argument says."""
    told = task()
    work: dict[str, Callable[[Connection, dict[str, Any]], None]] = {
        "publish": publish,
        "publish-pipelined": publish_pipelined,
        "consume": consume,
        "consume-prefetched": lambda connection, told: consume(connection, told, PREFETCH),
    }
    confirming = {"confirm_publish": sys.argv[1] == "publish"}
    with Connection(told["url"], transport_options=confirming) as connection:
        work[sys.argv[1]](connection, told)


if __name__ == "__main__":
    main()
