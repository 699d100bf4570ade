"""A connection to the broker, RabbitMQ's or the one in memory: kombu is used here and nowhere else."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import Any
from urllib.parse import urlsplit

from amqp import Channel
from amqp.exceptions import AccessRefused, AMQPError, NotFound
from kombu import Connection
from kombu.exceptions import KombuError

from chassis import tls
from chassis.messaging.buffering import Buffering
from chassis.messaging.errors import BrokerAway
from chassis.messaging.memory import BINDINGS, Transport, quiet
from chassis.messaging.waking import Waker
from chassis.settings import Settings

HEARTBEAT = 20
"""Seconds after half of which each side must say something, or twice which it counts as gone."""
CONNECT_SECONDS = 5
WRITE_SECONDS = 20
LOOK_SECONDS = 0.001
"""Not 0: py-amqp would spin on half a frame of a broker that has frozen."""

FAILURES = (AMQPError, KombuError, OSError, EOFError, AttributeError)
"""What comes of a lost connection; py-amqp meets its own closed sockets as missing attributes."""

MEMORY = "chassis.messaging.memory:Transport"


class Link:
    """One connection with one channel. All its failures are BrokerAway."""

    def __init__(self, url: str, name: str, secrecy: Mapping[str, Any] | None = None) -> None:
        """`secrecy`: what py-amqp wants to know of TLS for an `amqps://` address."""
        self.forgets = url.startswith("memory:")
        """Whether what it holds is gone when this process ends."""
        with away():
            self._connection = Connection(url, **_options(url, name, secrecy))
            self._connection.connect()
            self.channel = self._connection.channel()
            self._never_spin()
            self._buffering = None if self.forgets else Buffering(self._connection.connection.transport)
        self._closed = threading.Event()
        if not self.forgets:
            threading.Thread(target=self._beat, name=f"{name} heartbeat", daemon=True).start()

    def fileno(self) -> int:
        """What to wait on for something to arrive."""
        transport = self._connection.connection
        return int(transport.fileno() if self.forgets else transport.sock.fileno())

    @property
    def has_more(self) -> bool:
        """Whether something may have arrived besides what there is to read at `fileno`."""
        return self._buffering is None or self._buffering.has_more

    def look(self) -> None:
        """Take in what has arrived, without waiting for more."""
        with away(), suppress(TimeoutError):
            self._connection.drain_events(timeout=LOOK_SECONDS * (not self.forgets))
            while self.has_more:
                self._connection.drain_events(timeout=LOOK_SECONDS * (not self.forgets))

    def attend(self, seconds: float) -> None:
        """Take in what arrives within so long; return as soon as something has."""
        with away(), suppress(TimeoutError):
            self._connection.drain_events(timeout=seconds)

    def together(self) -> AbstractContextManager[None]:
        """What is published meanwhile goes out together."""
        return nullcontext() if self._buffering is None else self._buffering.together()

    def check(self) -> None:
        """Raise if the broker has not been heard of for too long. Look first."""
        if not self.forgets:
            with away():
                self._connection.heartbeat_check()

    def outstanding(self, application: str) -> int:
        """How many messages of an application the memory still holds."""
        transport: Transport = self._connection.connection
        return transport.broker.in_flight[application]

    def wake_on_memory(self, application: str, waker: Waker) -> None:
        """Ring when the application's last message has been acknowledged, or when somebody new listens."""
        if self.forgets:
            transport: Transport = self._connection.connection
            transport.broker.watch(quiet(application), waker)
            transport.broker.watch(BINDINGS, waker)

    def release(self, waker: Waker) -> None:
        """Ring no more."""
        if self.forgets:
            self._connection.connection.broker.unwatch(waker)

    def close(self) -> None:
        """Close it; what was not acknowledged is delivered again."""
        self._closed.set()
        with suppress(BrokerAway), away():
            self._connection.close()

    def _never_spin(self) -> None:
        """Before each publish py-amqp would look for news of a blocked broker, and spin on half a frame."""
        if not self.forgets:
            self._connection.connection.client_properties["capabilities"]["connection.blocked"] = False

    def _beat(self) -> None:
        """Say that we are here, whatever else this process is busy with."""
        while not self._closed.wait(HEARTBEAT / 3):
            try:
                with away():
                    self._connection.connection.send_heartbeat()
            except BrokerAway:
                return


@contextmanager
def linked(url: str, name: str, secrecy: Mapping[str, Any] | None = None) -> Iterator[Link]:
    """A connection for as long as it is needed."""
    link = Link(url, name, secrecy)
    try:
        yield link
    finally:
        link.close()


def connected(settings: Settings, name: str) -> AbstractContextManager[Link]:
    """A connection to the broker that the settings name, over TLS where its address says so."""
    url = urlsplit(settings.broker_url)
    secrecy = tls.broker_options(settings, url.hostname or "localhost") if url.scheme == "amqps" else None
    return linked(settings.broker_url, name, secrecy)


def consume(link: Link, queue: str, prefetch: int, receive: Callable[[Any], None]) -> None:
    """Have what is in the queue delivered, and no more of it at a time than may be unacknowledged."""
    with away():
        link.channel.basic_qos(prefetch_size=0, prefetch_count=prefetch, **_per_consumer(link))
        link.channel.basic_consume(queue=queue, callback=receive, consumer_tag=queue)


def acknowledge(link: Link, last: Any) -> None:
    """Everything up to this message has been dealt with."""
    with away():
        link.channel.basic_ack(last.delivery_tag, multiple=True)


def stands(channel: Any, look: Callable[[Any], object]) -> bool:
    """Whether the broker has what is looked for (passively), so that nobody needs the right to make it.

    It is asked on a channel of its own, which the broker closes to say no. In memory nothing stands yet.
    """
    if not isinstance(channel, Channel):
        return False
    own = channel.connection.channel()
    try:
        look(own)
    except NotFound:
        return False
    own.close()
    return True


def attempt(channel: Any, deed: Callable[[Any], object]) -> bool:
    """Do what we may have no right to, on a channel of its own, which the broker closes to say no."""
    own = channel.connection.channel()
    try:
        deed(own)
    except AccessRefused:
        return False
    own.close()
    return True


def cancel(link: Link, queue: str) -> None:
    """Have nothing more delivered from the queue; what has been is ours, and has come when this returns."""
    with away():
        link.channel.basic_cancel(queue)


def contents(link: Link, queue: str) -> tuple[int, int]:
    """How many messages wait in a queue, those aside that are being handled, and how many consume it."""
    with away():
        found = link.channel.queue_declare(queue=queue, passive=True)
    return int(found.message_count), int(found.consumer_count)


@contextmanager
def away() -> Iterator[None]:
    """Whatever goes wrong between us and the broker is BrokerAway."""
    try:
        yield
    except FAILURES as error:
        raise BrokerAway(f"{type(error).__name__}: {error}") from error


def _per_consumer(link: Link) -> dict[str, bool]:
    return {"apply_global": False} if link.forgets else {"a_global": False}


def _options(url: str, name: str, secrecy: Mapping[str, Any] | None) -> dict[str, Any]:
    if url.startswith("memory:"):
        return {"transport": MEMORY}
    return {
        "ssl": dict(secrecy) if secrecy else url.startswith("amqps:"),
        "connect_timeout": CONNECT_SECONDS,
        "heartbeat": HEARTBEAT,
        "transport_options": {
            "client_properties": {"connection_name": name},
            "read_timeout": WRITE_SECONDS,
            "write_timeout": WRITE_SECONDS,
        },
    }
