"""Tables and queries, a module per concept. Importing this package fills the metadata and maps the domain."""

from services.casework.store import circumstances as circumstances
from services.casework.store import consents as consents
from services.casework.store import offers as offers
from services.casework.store import organisations as organisations
from services.casework.store import participants as participants
from services.casework.store import plans as plans
from services.casework.store import recommendations as recommendations
from services.casework.store import referrals as referrals
from services.casework.store import staff as staff
from services.casework.store.base import mapper, metadata

__all__ = ["mapper", "metadata"]
