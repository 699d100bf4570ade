"""Tables and queries, a module per concept. Importing this package fills the metadata."""

from services.mi.store import dimensions, facts, figures
from services.mi.store.base import metadata

__all__ = ["dimensions", "facts", "figures", "metadata"]
