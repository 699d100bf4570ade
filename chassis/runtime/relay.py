"""A service's relay inside nameko's container: from its outbox to the broker."""

from typing import Any

from nameko.extensions import DependencyProvider

from chassis.messaging.relay import Relay
from chassis.runtime.context import context_of


class OutboxRelay(DependencyProvider):  # type: ignore[misc]  # nameko has no types
    """Publishes what the service records. Of all replicas one is active, and the others stand by."""

    _relay: Relay | None = None
    _thread: Any = None

    def setup(self) -> None:
        """Learn whose outbox it is."""
        context = context_of(self)
        if any(True for _ in context.events):
            self._relay = Relay(context)

    def start(self) -> None:
        """Begin to publish."""
        if self._relay is not None:
            self._thread = self.container.spawn_managed_thread(self._relay.run, identifier="Relay.run")

    def stop(self) -> None:
        """Finish the batch, and publish no more."""
        if self._relay is not None:
            self._relay.stop()
            self._thread.wait()

    def kill(self) -> None:
        """Stop at once: what was not marked is published again."""
        if self._thread is not None:
            self._thread.kill()
