"""A service's subscription inside nameko's container: one connection and one queue of its own."""

from typing import Any

from nameko.extensions import DependencyProvider

from chassis.messaging.consuming import Consumption, Retrying
from chassis.runtime.context import context_of


class Subscription(DependencyProvider):  # type: ignore[misc]  # nameko has no types
    """Hears what the service's listeners listen for, and tries again what could not be handled.

    nameko's own event handler acknowledges what failed, drops what it cannot decode, and has no arguments for
    its queue (docs/adr/0002-our-own-subscription.md).
    """

    _loops: tuple[Any, ...] = ()
    _threads: tuple[Any, ...] = ()

    def setup(self) -> None:
        """Learn what the service listens for."""
        context = context_of(self)
        if context.listeners.bindings:
            consumption, retrying = Consumption(context), Retrying(context)
            consumption.when_parked = retrying.look
            self._loops = (consumption, retrying)

    def start(self) -> None:
        """Begin to consume."""
        self._threads = tuple(
            self.container.spawn_managed_thread(loop.run, identifier=f"{type(loop).__name__}.run")
            for loop in self._loops
        )

    def stop(self) -> None:
        """Finish what is being handled, and consume no more."""
        for loop in self._loops:
            loop.stop()
        for thread in self._threads:
            thread.wait()

    def kill(self) -> None:
        """Stop at once: what was not acknowledged is delivered again."""
        for thread in self._threads:
            thread.kill()
