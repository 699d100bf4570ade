"""The one list of listeners of this service: each module of this package adds its own to it.

Those that only keep what is known also listen during a rebuild; nothing is sent for an event told again.
"""

from chassis.messaging.listeners import Listeners
from services.notify.store.appointments import appointment
from services.notify.store.consents import consent
from services.notify.store.people import person
from services.notify.store.subscriptions import subscription

ERASED = "workstead.casework.participant.erased.v1"
ASKED = "workstead.casework.participant.access-requested.v1"

LISTENERS = Listeners("notify", projections=[person, appointment, subscription, consent], erased_by=ERASED)
