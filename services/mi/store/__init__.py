"""Tables and queries, a module per concept. Importing this package fills the metadata."""

from services.mi.store import facts, figures
from services.mi.store.base import metadata

__all__ = ["facts", "figures", "metadata"]
