"""A broker within the process, for the suite that runs as one: kombu's virtual transport, driven by events.

kombu's own memory transport polls, ignores what nobody is bound to, and forgets what was not acknowledged.
This one wakes whoever waits, tells publishers what was confirmed and returned as RabbitMQ does, and puts back
what a closed channel had not acknowledged. Of course it forgets everything when the process ends: the relay
publishes again what may have been forgotten.
"""

import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from queue import Empty
from typing import Any

from kombu.transport import virtual

from chassis.messaging.waking import Waker

BINDINGS = "bindings"
"""Watch this to hear that a queue has been bound."""


class MemoryBroker:
    """Queues, bindings, and who wants to be woken by what. One for each name in a `memory://name` URL."""

    def __init__(self) -> None:
        self.state = virtual.BrokerState()
        self.queues: dict[str, deque[dict[str, Any]]] = {}
        self.in_flight: Counter[str] = Counter()
        """For each application, how many of its messages have not been acknowledged yet."""
        self._watchers: dict[str, set[Waker]] = defaultdict(set)

    def watch(self, what: str, waker: Waker) -> None:
        """Ring when there is something in this queue, or something new about this."""
        self._watchers[what].add(waker)

    def unwatch(self, waker: Waker) -> None:
        """Ring no more."""
        for watchers in self._watchers.values():
            watchers.discard(waker)

    def tell(self, what: str) -> None:
        """Wake those who watch this."""
        for waker in list(self._watchers[what]):
            waker.ring()

    def done(self, application: str) -> None:
        """One of its messages has been acknowledged; when that was the last, tell it."""
        self.in_flight[application] -= 1
        if not self.in_flight[application]:
            self.tell(quiet(application))


def quiet(application: str) -> str:
    """Watch this to hear that no message of an application is on its way any more."""
    return f"quiet {application}"


brokers: dict[str, MemoryBroker] = defaultdict(MemoryBroker)


class Channel(virtual.Channel):  # type: ignore[misc]  # kombu has no types
    """A channel with confirms and returns, and with acknowledgements of several at once."""

    do_restore = True
    body_encoding = None

    def __init__(self, connection: Any, **kwargs: Any) -> None:
        super().__init__(connection, **kwargs)
        self.broker: MemoryBroker = connection.broker
        self.events: dict[str, set[Callable[..., None]]] = defaultdict(set)
        self._tag = 0

    def confirm_select(self) -> None:
        """Every publish is confirmed here, before it returns."""

    def basic_publish(
        self, message: Any, exchange: str = "", routing_key: str = "", mandatory: bool = False
    ) -> None:
        """Put it into the queues that are bound; say first if there is none, then that it is done."""
        self._tag += 1
        if not self._routed(exchange, routing_key) and mandatory:
            for returned in self.events["basic_return"]:
                returned(None, exchange, routing_key, self.Message(_with_tag(message), channel=self))
        else:
            super().basic_publish(message, exchange, routing_key)
        for acked in self.events["basic_ack"]:
            acked(self._tag, False)

    def basic_consume(self, queue: str, **kwargs: Any) -> None:
        """Deliver from this queue, and wake the connection when there is something in it."""
        self.broker.watch(queue, self.connection.waker)
        kwargs.setdefault("no_ack", False)
        super().basic_consume(queue, **kwargs)

    def basic_ack(self, delivery_tag: str, multiple: bool = False) -> None:
        """Acknowledge a message, or it and all delivered before it."""
        for tag in self._up_to(delivery_tag) if multiple else [delivery_tag]:
            application = self.qos.get(tag).properties.get("app_id", "")
            super().basic_ack(tag)
            self.broker.done(application)
        self.qos._flush()

    def queue_bind(self, queue: str, exchange: str, routing_key: str = "", **kwargs: Any) -> None:
        """Bind, and wake those who had nobody to tell."""
        super().queue_bind(queue, exchange, routing_key, **kwargs)
        self.broker.tell(BINDINGS)

    def _up_to(self, delivery_tag: str) -> list[str]:
        self.qos._flush()
        tags = list(self.qos._delivered)
        return tags[: tags.index(delivery_tag) + 1]

    def _routed(self, exchange: str, routing_key: str) -> bool:
        return bool(self._lookup(exchange, routing_key)) if exchange else routing_key in self.broker.queues

    def _has_queue(self, queue: str, **kwargs: Any) -> bool:
        return queue in self.broker.queues

    def _new_queue(self, queue: str, **kwargs: Any) -> None:
        self.broker.queues.setdefault(queue, deque())

    def _put(self, queue: str, message: dict[str, Any], **kwargs: Any) -> None:
        self.broker.in_flight[message["properties"].get("app_id", "")] += 1
        self.broker.queues.setdefault(queue, deque()).append({**message, "queue": queue})
        self.broker.tell(queue)

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        try:
            return self.broker.queues[queue].popleft()
        except (KeyError, IndexError):
            raise Empty from None

    def _restore(self, message: Any) -> None:
        """Back to the front of the queue that it came from; the last goes back first."""
        queue = message._raw["queue"]
        self.broker.queues[queue].appendleft({**message._raw, "redelivered": True})
        self.broker.tell(queue)

    def _size(self, queue: str) -> int:
        return len(self.broker.queues.get(queue, ()))

    def _purge(self, queue: str) -> int:
        removed = self._size(queue)
        for message in self.broker.queues.pop(queue, ()):
            self.broker.done(message["properties"].get("app_id", ""))
        self.broker.queues[queue] = deque()
        return removed

    def _delete(self, queue: str, *args: Any, **kwargs: Any) -> None:
        self._purge(queue)
        self.broker.queues.pop(queue, None)


class Transport(virtual.Transport):  # type: ignore[misc]  # kombu has no types
    """A connection to the broker of this name; it can be waited on like a socket."""

    Channel = Channel
    driver_type = "memory"
    driver_name = "memory"

    def __init__(self, client: Any, **kwargs: Any) -> None:
        super().__init__(client, **kwargs)
        self.broker = brokers[client.hostname or ""]
        self.state = self.broker.state
        self.waker = Waker()

    def fileno(self) -> int:
        """What to wait on for messages."""
        return self.waker.fileno()

    def drain_events(self, connection: Any, timeout: float | None = None) -> None:
        """Deliver one message; wait for it no longer than that."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while not self._delivered_one():
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                raise TimeoutError
            self.waker.wait(left)

    def close_connection(self, connection: Any) -> None:
        """Close the channels, which puts back what they had not acknowledged."""
        super().close_connection(connection)
        self.broker.unwatch(self.waker)
        self.waker.close()

    def driver_version(self) -> str:
        """There is but one."""
        return "1"

    def _delivered_one(self) -> bool:
        self.waker.hush()
        for channel in self.channels:
            try:
                channel.drain_events(callback=self._deliver)
                return True
            except Empty:
                continue
        return False


def _with_tag(message: dict[str, Any]) -> dict[str, Any]:
    """As a message that was delivered looks, for the one that could not be."""
    return {**message, "properties": {**message["properties"], "delivery_tag": None}}
