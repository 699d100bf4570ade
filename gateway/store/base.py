"""The one metadata and the one mapper of the gateway's database."""

from sqlalchemy.orm import registry

from chassis.store.base import new_metadata

SERVICE = "gateway"
"""Under this name the gateway's column keys are known."""

metadata = new_metadata()
mapper = registry(metadata=metadata)
