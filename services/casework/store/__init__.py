"""Tables and queries, a module per concept. Importing this package fills the metadata and maps the domain."""

from services.casework.store.base import mapper, metadata

__all__ = ["mapper", "metadata"]
