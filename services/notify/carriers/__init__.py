"""The ways out: by mail server, by text provider; each takes a parcel and says what became of it."""

from services.notify.carriers.base import Carrier, Carriers, Outcome, Parcel, Receipt
from services.notify.carriers.choice import carriers_for

__all__ = ["Carrier", "Carriers", "Outcome", "Parcel", "Receipt", "carriers_for"]
