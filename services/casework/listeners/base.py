"""The one list of listeners of this service: each module of this package adds its own to it."""

from chassis.messaging.listeners import Listeners
from services.casework.store.messages import message

LISTENERS = Listeners(
    "casework", projections=(message,), erased_by="workstead.casework.participant.erased.v1"
)
