"""The chassis's own tables, which each service has in its own database under a history of their own."""

from chassis.store.base import new_metadata

chassis_metadata = new_metadata()
