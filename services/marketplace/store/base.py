"""The one metadata and the one mapper of the marketplace database."""

from sqlalchemy.orm import registry

from chassis.store.base import new_metadata

metadata = new_metadata()
mapper = registry(metadata=metadata)
