"""The one list of listeners of this service: each module of this package adds its own to it."""

from chassis.messaging.listeners import Listeners

LISTENERS = Listeners("casework", erased_by="workstead.casework.participant.erased.v1")
