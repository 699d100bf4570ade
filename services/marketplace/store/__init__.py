"""Tables and queries, a module per concept. Importing this package fills the metadata and maps the domain."""

from services.marketplace.store import offers, organisations, people, referrals
from services.marketplace.store.base import mapper, metadata

__all__ = ["mapper", "metadata", "offers", "organisations", "people", "referrals"]
