"""What has to stand before the first event is published."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from chassis.messaging import topology
from chassis.messaging.broker import linked

if TYPE_CHECKING:
    from chassis.context import ServiceContext


def make_queues_in_memory(contexts: Iterable["ServiceContext"]) -> None:
    """Make all queues of these services, where the broker is in memory and so has forgotten them.

    A durable broker keeps them; there each subscription makes its own, whenever it first connects.
    """
    for context in contexts:
        url = context.settings.broker_url
        if url.startswith("memory:") and context.listeners.bindings:
            with linked(url, "queues") as link:
                topology.declare_queue(link.channel, context.listeners)
