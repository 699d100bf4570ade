"""How a container's extensions and its workers come by the service's context."""

from typing import TYPE_CHECKING, Any

from nameko.extensions import DependencyProvider, Extension

if TYPE_CHECKING:
    from chassis.context import ServiceContext

CONTEXT = "workstead.context"
"""The runner puts the service's context under this name into the container's configuration."""

DOOR = "web"
"""The one service that people and programs reach from outside: it listens where WORKSTEAD_PORT says."""


def context_of(extension: Extension) -> "ServiceContext":
    """The context of the service that this bound extension belongs to."""
    context: ServiceContext = extension.container.config[CONTEXT]
    return context


class Context(DependencyProvider):  # type: ignore[misc]  # nameko has no types
    """Gives `self.context` to whatever a timer runs."""

    def get_dependency(self, worker_ctx: Any) -> "ServiceContext":
        """The same context for each worker: it holds no state of a request."""
        return context_of(self)
