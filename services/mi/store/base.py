"""The one metadata of the MI database. Its tables are made from events; no domain object is mapped."""

from chassis.store.base import new_metadata

metadata = new_metadata()
