"""Relays and consumers in plain threads of the test process, and what a broker holds between tests."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from chassis.context import ServiceContext
from chassis.messaging.broker import linked
from chassis.messaging.consuming import Consumption, Retrying
from chassis.messaging.errors import BrokerAway
from chassis.messaging.relay import Relay
from chassis.messaging.topology import (
    dead_exchange_of,
    dead_letters_of,
    declare_queue,
    exchange_of,
    queue_of,
)

STOP_SECONDS = 20


@contextmanager
def at_work(*loops: Any) -> Iterator[None]:
    """These loops run, each in a thread, until the end of the block; an error in one fails the test."""
    failures: list[BaseException] = []

    def run(loop: Any) -> None:
        try:
            loop.run()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(loop,), daemon=True) for loop in loops]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for loop in loops:
            loop.stop()
        for thread in threads:
            thread.join(STOP_SECONDS)
        if failures:
            raise failures[0]
    assert not any(thread.is_alive() for thread in threads)


def consuming(context: ServiceContext) -> tuple[Consumption, Retrying]:
    """What a subscription runs."""
    consumption, retrying = Consumption(context), Retrying(context)
    consumption.when_parked = retrying.look
    return consumption, retrying


def relaying(context: ServiceContext) -> Relay:
    """What a relay runs."""
    return Relay(context)


def declare(*contexts: ServiceContext) -> None:
    """The queues stand before anybody says anything."""
    for context in contexts:
        with linked(context.settings.broker_url, "test") as link:
            declare_queue(link.channel, context.listeners)


def waiting_in(url: str, queue: str) -> int:
    """How many messages are ready in a queue."""
    with linked(url, "test") as link:
        return int(link.channel.queue_declare(queue=queue, passive=True).message_count)


def clear(url: str, *services: str) -> None:
    """Nothing of these services is left in the broker."""
    for service in services:
        for queue in (queue_of(service), dead_letters_of(service)):
            with suppress(BrokerAway), linked(url, "test") as link:
                link.channel.queue_delete(queue=queue)
        for exchange in (exchange_of(service), dead_exchange_of(service)):
            with suppress(BrokerAway), linked(url, "test") as link:
                link.channel.exchange_delete(exchange)
