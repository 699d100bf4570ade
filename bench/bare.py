"""The other side of `pipeline_vs_raw`: kombu as one would write it first, and nothing around it.

`python -m bench.bare publish` waits for the broker's confirm of each message, `… consume` acknowledges each.
Both on a durable quorum queue with persistent messages, as ours are. Neither has a database.
"""

import sys
import time
from typing import Any

from kombu import Connection, Consumer, Exchange, Producer, Queue

from bench.processes import STEP_SECONDS, ready, say, task

EXCHANGE = Exchange("bare.events", type="topic", durable=True)
KEY = "bare.event"


def queue() -> Queue:
    """The same type of queue as ours."""
    return Queue(
        "bare.inbox", EXCHANGE, routing_key=KEY, durable=True, queue_arguments={"x-queue-type": "quorum"}
    )


def publish(connection: Connection, count: int, body: str) -> None:
    """Say so many, each once the one before has been confirmed."""
    producer = Producer(connection.channel(), exchange=EXCHANGE)
    began = time.monotonic()
    for _ in range(count):
        producer.publish(
            body,
            routing_key=KEY,
            delivery_mode=2,
            content_type="application/cloudevents+json",
            content_encoding="utf-8",
        )
    say(began=began, ended=time.monotonic())


def consume(connection: Connection, count: int, body: str) -> None:
    """Hear so many, and acknowledge each."""
    heard = 0

    def on_message(message: Any) -> None:
        nonlocal heard
        message.ack()
        heard += 1

    deadline = time.monotonic() + STEP_SECONDS
    with Consumer(connection.channel(), [queue()], on_message=on_message):
        ready()
        while heard < count:
            try:
                connection.drain_events(timeout=1)
            except TimeoutError:
                if time.monotonic() > deadline:
                    raise
    say(ended=time.monotonic())


def main() -> None:
    """What the first argument says."""
    told = task()
    with Connection(told["url"], transport_options={"confirm_publish": True}) as connection:
        {"publish": publish, "consume": consume}[sys.argv[1]](connection, told["count"], told["body"])


if __name__ == "__main__":
    main()
