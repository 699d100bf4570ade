"""Where the community's tables and mappings are gathered."""

from sqlalchemy.orm import registry

from chassis.store.base import new_metadata

SERVICE = "community"
metadata = new_metadata()
mapper = registry(metadata=metadata)
