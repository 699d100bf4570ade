"""Publishing with confirms: many on their way at once, but never two of the same thing."""

import time
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from chassis.messaging.broker import Link, away
from chassis.messaging.envelope import CONTENT_TYPE
from chassis.messaging.errors import BrokerAway

CONFIRM_SECONDS = 30.0
"""A broker that has confirmed nothing for so long counts as away. What it had may come twice."""


class Outcome(Enum):
    """What became of a message."""

    CONFIRMED = "confirmed"
    UNROUTABLE = "unroutable"
    REFUSED = "refused"
    HELD = "held back"
    """Not published, because one of the same thing before it was refused."""


@dataclass(frozen=True)
class Outgoing:
    """A message to be published."""

    id: str
    lane: str
    """Messages of one lane go one after the other."""
    exchange: str
    routing_key: str
    body: bytes
    properties: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, Any] = field(default_factory=dict)


class Publisher:
    """Publishes on one channel, and knows what became of each message."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._tag = 0
        self._pending: dict[int, Outgoing] = {}
        self._returned: set[str] = set()
        self._settled: list[tuple[Outgoing, Outcome]] = []
        with away():
            link.channel.confirm_select()
        for event, callback in (
            ("basic_ack", self._acked),
            ("basic_nack", self._nacked),
            ("basic_return", self._was_returned),
        ):
            link.channel.events[event].add(callback)

    def publish(self, messages: Sequence[Outgoing]) -> list[Outcome]:
        """Publish them all, and answer for each what became of it, in the same order.

        Raises BrokerAway when the broker does not say; then nothing is known of any.
        """
        lanes = _lanes(messages)
        outcomes = {message.id: Outcome.HELD for message in messages}
        ready = [lane[0] for lane in lanes.values()]
        while ready or self._pending:
            self._send_all(ready)
            ready = []
            for message, outcome in self._some_settled():
                outcomes[message.id] = outcome
                lane = lanes[message.lane]
                lane.popleft()
                if lane and outcome is not Outcome.REFUSED:
                    ready.append(lane[0])
        return [outcomes[message.id] for message in messages]

    def _send_all(self, messages: Sequence[Outgoing]) -> None:
        with away(), self._link.together():
            for message in messages:
                self._send(message)

    def _send(self, message: Outgoing) -> None:
        prepared = self._link.channel.prepare_message(
            message.body,
            content_type=CONTENT_TYPE,
            properties=dict(message.properties),
            headers=dict(message.headers),
        )
        self._tag += 1
        self._pending[self._tag] = message
        self._link.channel.basic_publish(
            prepared, exchange=message.exchange, routing_key=message.routing_key, mandatory=True
        )

    def _some_settled(self) -> Iterable[tuple[Outgoing, Outcome]]:
        """Wait until the broker has said something about at least one of those on their way."""
        deadline = time.monotonic() + CONFIRM_SECONDS
        while self._pending and not self._settled:
            left = deadline - time.monotonic()
            if left <= 0:
                raise BrokerAway(f"Nothing was confirmed for {CONFIRM_SECONDS:.0f} seconds.")
            self._link.attend(left)
        settled, self._settled = self._settled, []
        return settled

    def _acked(self, tag: int, multiple: bool) -> None:
        for message in self._taken(tag, multiple):
            unroutable = message.id in self._returned
            self._returned.discard(message.id)
            self._settled.append((message, Outcome.UNROUTABLE if unroutable else Outcome.CONFIRMED))

    def _nacked(self, tag: int, multiple: bool) -> None:
        self._settled += [(message, Outcome.REFUSED) for message in self._taken(tag, multiple)]

    def _was_returned(self, _: Any, exchange: str, routing_key: str, message: Any) -> None:
        """Nobody listens for it. The broker says so just before it confirms it."""
        self._returned.add(message.properties["message_id"])

    def _taken(self, tag: int, multiple: bool) -> list[Outgoing]:
        tags = sorted(one for one in self._pending if one <= tag) if multiple else [tag]
        return [self._pending.pop(one) for one in tags if one in self._pending]


def _lanes(messages: Sequence[Outgoing]) -> dict[str, deque[Outgoing]]:
    lanes: dict[str, deque[Outgoing]] = defaultdict(deque)
    for message in messages:
        lanes[message.lane].append(message)
    return lanes
